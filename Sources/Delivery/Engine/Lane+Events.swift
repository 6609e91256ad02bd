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
        guard var watch = due.first else { return }
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
            // A page that tells nothing of our ads leaves no trace.
            if let exchange = asked.exchange, page.events.contains(where: { keys[$0.key]?.isEmpty == false }) {
                _ = try await environment.ledger.commit([Step([.exchange(exchange)])])
            }
            for event in page.events {
                for id in keys[event.key] ?? [] { try await hear(event, rule, watch, id, asked.exchange, account) }
            }
            watch.cursor = page.cursor ?? watch.cursor
            read += 1
            guard page.hasMore else { break }
        }
        environment.outer.reading(WatchReading(account: work.account, postings: nil))
        try await goOn(rule, watch, postings)
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

    private mutating func hear(
        _ event: WatchEvent,
        _ rule: WatchRule,
        _ watch: Watch,
        _ id: Int64,
        _ exchange: Exchange?,
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        // The row is read for each event: the one before may have changed it.
        guard let posting = try await environment.ledger.postings(PostingFilter(ids: [id])).first,
            posting.phase != .leased
        else { return }
        var own = watch
        own.operation = posting.state == .withdrawing ? .withdraw : .create
        own.generation = posting.generation
        let ad = try await watched(posting, own, account)
        let reading = account.adapter.readEvent(event, of: rule.name, for: ad, context: context(account, attempt: ""))
        let sight = observer(rule, askedAt: exchange?.startedAt).look(
            at: posting,
            watch: own,
            reading: reading,
            exchange: exchange?.id
        )
        let step = try await withFollower(step(sight, posting, own), sight, own)
        guard !step.changes.isEmpty else { return }
        let written = try await environment.ledger.commit([step]).first?.written == true
        if written, sight.posting != posting { environment.outer.progress(sight.posting) }
    }

    /// Sets the next reading; without an ad that could change, the watch rests and keeps its place.
    private mutating func goOn(_ rule: WatchRule, _ old: Watch, _ postings: [Posting]) async throws(LedgerError) {
        var watch = old
        let ended: [PostingState] = [.withdrawn, .removed, .expired, .rejected, .failed, .draft]
        let isOpen = postings.contains { !ended.contains($0.state) }
        let wait = environment.capped(rule.every.then)
        let next = environment.clock.now.addingTimeInterval(wait / .seconds(1))
        watch.readings += 1
        watch.dueAt = isOpen ? max(next, heldUntil ?? next) : nil
        _ = try await commit([Step([.watch(watch), learnt])])
    }
}
