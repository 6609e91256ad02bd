import AdapterKit
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Pages of an event feed that are read in one turn.
    private static let pagesAtOnce = 20

    /// Reads a feed of events from where the last reading ended.
    mutating func readEvents(
        _ rule: WatchRule,
        _ pages: WatchRule.Pages,
        _ due: [Watch],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        guard let first = due.first else { return }
        var watch = first
        let postings = try await environment.ledger.postings(PostingFilter(accounts: [account.name]))
        let keys = try await keys(of: postings, rule, watch, account)
        var isFresh = false
        var read = 0
        while read < Self.pagesAtOnce {
            let call = context(account, attempt: environment.id(), cursor: watch.cursor)
            let input = accountInput(account)
            let written = Result { () throws(CallFault) in
                try account.adapter.eventsRequest(rule.name, account: input, context: call)
            }
            guard case .success(let request) = written else { return try await postpone([watch]) }
            let asked = try await ask(request, call: rule.name, account, isRecorded: false)
            guard let reply = asked.reply else {
                return try await postpone([watch], until: heldUntil ?? asked.notBefore, because: asked.failure)
            }
            let page = account.adapter.readEvents(rule.name, reply, account: input, context: call)
            heed(nil, budget: page.budget, wasTrial: false)
            if page.wantsFreshToken, !isFresh {
                isFresh = true
                dropToken(account)
                if try await hasToken(account) { continue }
            }
            guard case .accepted = page.verdict.kind else {
                let status = "it answered with status \(reply.status)"
                let reason = page.verdict.reason.map { "\(status): \($0)" } ?? status
                return try await postpone([watch], because: reason)
            }
            let told = page.events.flatMap { event in (keys[event.key] ?? []).map { (event, $0) } }
            guard try await areFree(told.map(\.1)) else { return try await hearLater(watch, first) }
            // A page that tells nothing of our ads leaves no trace.
            if let exchange = asked.exchange, !told.isEmpty { try await record([.exchange(exchange)]) }
            for (event, id) in told {
                guard try await hears(event, rule, watch, id, asked.exchange, account) else {
                    return try await hearLater(watch, first)
                }
            }
            watch.cursor = page.cursor ?? watch.cursor
            read += 1
            guard page.hasMore else { break }
        }
        environment.outer.reading(WatchReading(account: work.account, postings: nil))
        try await goOn(rule, watch, first, postings)
    }

    /// Row numbers of the postings by the key under which events name them.
    private mutating func keys(
        of postings: [Posting],
        _ rule: WatchRule,
        _ watch: Watch,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> [String: [Int64]] {
        var keys: [String: [Int64]] = [:]
        let call = context(account, attempt: "")
        for posting in postings {
            let ad = try await watched(posting, watch, account)
            if let key = account.adapter.eventKey(rule.name, for: ad, context: call) {
                keys[key, default: []].append(posting.id)
            }
        }
        return keys
    }

    /// Whether no step holds one of the postings.
    private func areFree(_ postings: [Int64]) async throws(LedgerError) -> Bool {
        guard !postings.isEmpty else { return true }
        let rows = try await environment.ledger.postings(PostingFilter(ids: postings))
        return !rows.contains { $0.phase == .leased }
    }

    /// How often a posting is read again that somebody has changed meanwhile.
    private static let tries = 4

    /// Writes down what an event tells of a posting.
    ///
    /// - Returns: False when the posting did not stand still, or a step holds it: the event is to be read again.
    private mutating func hears(
        _ event: WatchEvent,
        _ rule: WatchRule,
        _ watch: Watch,
        _ id: Int64,
        _ exchange: Exchange?,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Bool {
        for _ in 0..<Self.tries {
            // The row is read for each event: the one before may have changed it.
            guard let posting = try await environment.ledger.postings(PostingFilter(ids: [id])).first else {
                return true
            }
            guard posting.phase != .leased else { return false }
            var own = watch
            own.operation = posting.state == .withdrawing ? .withdraw : .create
            own.generation = posting.generation
            let ad = try await watched(posting, own, account)
            let call = context(account, attempt: "")
            let reading = account.adapter.readEvent(event, of: rule.name, for: ad, context: call)
            let sight = observer(rule, askedAt: exchange?.startedAt).look(
                at: posting,
                watch: own,
                reading: reading,
                exchange: exchange?.id
            )
            let step = withFollower(step(sight, posting, own), sight, own)
            guard !step.changes.isEmpty else { return true }
            guard try await commit([step]).first?.written == true else { continue }
            if sight.posting != posting { environment.outer.progress(sight.posting) }
            return true
        }
        return false
    }

    /// Keeps the place in the feed: what was not heard is read again soon.
    private mutating func hearLater(_ old: Watch, _ due: Watch) async throws(LedgerError) {
        var watch = old
        let wait = environment.capped(.seconds(5))
        watch.dueAt = environment.clock.now.addingTimeInterval(wait / .seconds(1))
        _ = try await commit([Step([.readWatch(watch, over: due), learnt])])
    }

    /// Sets the next reading; without an ad that could change, the watch rests and keeps its place.
    private mutating func goOn(
        _ rule: WatchRule,
        _ old: Watch,
        _ due: Watch,
        _ postings: [Posting]
    ) async throws(LedgerError) {
        var watch = old
        let ended: [PostingState] = [.withdrawn, .removed, .expired, .rejected, .failed, .draft]
        let isOpen = postings.contains { !ended.contains($0.state) }
        let wait = environment.capped(rule.every.then)
        let next = environment.clock.now.addingTimeInterval(wait / .seconds(1))
        watch.readings += 1
        watch.dueAt = isOpen ? max(next, heldUntil ?? next) : nil
        _ = try await commit([Step([.readWatch(watch, over: due), learnt])])
    }
}
