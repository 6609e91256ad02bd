import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Reads every due watch of the account.
    mutating func observe() async throws(LedgerError) {
        guard !work.watches.isEmpty, let account else { return }
        guard await isReady(account) else { return try await postpone(work.watches) }
        for rule in account.adapter.manifest.watches {
            let due = work.watches.filter { $0.name == rule.name }
            guard !due.isEmpty else { continue }
            if let until = try await windowIsFull(rule.name, records: due.count, postings: ids(due), account) {
                try await postpone(due, until: until)
                continue
            }
            try await saveWindows()
            if case .request(_, _, let pages?) = rule.reading {
                try await readEvents(rule, pages, due, account)
            } else {
                try await readPostings(rule, due, account)
            }
        }
        let known = account.adapter.manifest.watches.map(\.name)
        for orphan in work.watches where !known.contains(orphan.name) {
            _ = try await environment.ledger.commit([Step([.endWatch(orphan.owner, name: orphan.name)])])
        }
    }

    private func ids(_ watches: [Watch]) -> [Int64] {
        watches.compactMap { if case .posting(let id) = $0.owner { id } else { nil } }
    }

    private func saveWindows() async throws(LedgerError) {
        guard !windows.isEmpty else { return }
        let changes = windows.map { Change.window(WindowState(key: $0.key, memory: $0.value.text)) }
        _ = try await environment.ledger.commit([Step(changes)])
    }

    private func postpone(_ watches: [Watch], until: Date? = nil) async throws(LedgerError) {
        let later = until ?? memory.cooldownUntil ?? environment.clock.now.addingTimeInterval(
            environment.capped(.seconds(60)) / .seconds(1)
        )
        let steps = watches.map { watch in
            var watch = watch
            watch.dueAt = max(later, environment.clock.now.addingTimeInterval(0.2))
            return Step([.watch(watch)])
        }
        _ = try await environment.ledger.commit(steps + [Step([.account(memory)])])
    }

    // MARK: One posting or several at a time

    private mutating func readPostings(
        _ rule: WatchRule,
        _ due: [Watch],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        let postings = try await environment.ledger.postings(PostingFilter(ids: ids(due)))
        var pairs: [(Watch, Posting)] = []
        for watch in due {
            guard case .posting(let id) = watch.owner else { continue }
            if let posting = postings.first(where: { $0.id == id }) { pairs.append((watch, posting)) }
        }
        let size: Int = if case .request(_, let batch?, _) = rule.reading { batch.upTo } else { 1 }
        for start in stride(from: 0, to: pairs.count, by: max(1, size)) {
            let group = Array(pairs[start..<min(start + max(1, size), pairs.count)])
            try await read(rule, group, account)
        }
    }

    private mutating func read(
        _ rule: WatchRule,
        _ group: [(Watch, Posting)],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        var ads: [WatchedAd] = []
        for (watch, posting) in group { ads.append(try await watched(posting, watch, account)) }
        let call = context(account, attempt: UUID().uuidString)
        guard let request = try? account.adapter.watchRequest(rule.name, for: ads, context: call) else {
            // What the question needs is not known yet, such as an id that an event will tell.
            return try await later(group.map(\.0))
        }
        let (outcome, exchange) = await ask(request, call: rule.name, account)
        guard let reply = outcome.reply else {
            hold(outcome.failure)
            return try await later(group.map(\.0))
        }
        let reading = account.adapter.readWatch(rule.name, reply, for: ads, context: call)
        heed(outcome, reading)
        for (place, pair) in group.enumerated() where place < reading.elements.count {
            try await saw(rule, pair.0, pair.1, reading.elements[place], exchange)
        }
    }

    private func later(_ watches: [Watch]) async throws(LedgerError) {
        try await postpone(watches)
    }

    private mutating func watched(
        _ posting: Posting,
        _ watch: Watch,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> WatchedAd {
        var input = try await input(for: posting, account)
        for member in watch.kept { input.kept[member.key] = member.value }
        let accepted = posting.accepted ?? posting.sent
        let ad = Ad(
            operation: watch.operation ?? .find,
            values: accepted?.values ?? [:],
            fields: [],
            findings: [],
            contentHash: accepted?.contentHash ?? ""
        )
        let isEndWanted = posting.state == .withdrawing || posting.desire == .absent
        return WatchedAd(PreparedAd(input: input, ad: ad), isEndWanted: isEndWanted)
    }

    // MARK: A feed of events

    private mutating func readEvents(
        _ rule: WatchRule,
        _ pages: WatchRule.Pages,
        _ due: [Watch],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        guard var watch = due.first else { return }
        let postings = try await environment.ledger.postings(PostingFilter(accounts: [account.name]))
        for _ in 0..<20 {
            let call = context(account, attempt: UUID().uuidString, cursor: watch.cursor)
            let input = accountInput(account)
            guard let request = try? account.adapter.eventsRequest(rule.name, account: input, context: call) else {
                return try await later([watch])
            }
            let (outcome, exchange) = await ask(request, call: rule.name, account)
            guard let reply = outcome.reply else {
                hold(outcome.failure)
                return try await later([watch])
            }
            let page = account.adapter.readEvents(rule.name, reply, account: input, context: call)
            guard case .accepted = page.verdict.kind else { return try await later([watch]) }
            for event in page.events { try await hear(event, rule, watch, postings, exchange, account) }
            watch.cursor = page.cursor ?? watch.cursor
            guard page.hasMore else { break }
        }
        watch.readings += 1
        watch.dueAt = environment.clock.now.addingTimeInterval(environment.capped(rule.every.then) / .seconds(1))
        let open = postings.contains { ![.withdrawn, .removed, .expired, .rejected, .failed, .draft].contains($0.state) }
        _ = try await environment.ledger.commit([
            Step([open ? .watch(watch) : .endWatch(watch.owner, name: watch.name)])
        ])
    }

    private mutating func hear(
        _ event: WatchEvent,
        _ rule: WatchRule,
        _ watch: Watch,
        _ postings: [Posting],
        _ exchange: Exchange,
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        for old in postings {
            let call = context(account, attempt: exchange.id)
            var own = watch
            own.operation = old.state == .withdrawing ? .withdraw : .create
            let ad = try await watched(old, own, account)
            guard account.adapter.eventKey(rule.name, for: ad, context: call) == event.key else { continue }
            guard let posting = try await environment.ledger.postings(PostingFilter(ids: [old.id])).first else { continue }
            let reading = account.adapter.readEvent(event, of: rule.name, for: ad, context: call)
            try await saw(rule, nil, posting, reading, exchange, asWatch: own)
        }
    }

    // MARK: Writing it down

    private mutating func saw(
        _ rule: WatchRule,
        _ watch: Watch?,
        _ posting: Posting,
        _ reading: ElementReading,
        _ exchange: Exchange,
        asWatch: Watch? = nil
    ) async throws(LedgerError) {
        guard let own = watch ?? asWatch else { return }
        // A posting that another step holds is looked at again when that step is done.
        guard posting.phase != .leased else {
            if let watch { try await postpone([watch]) }
            return
        }
        let observer = Observer(rule: rule, now: environment.clock.now, cap: environment.cap)
        let sight = observer.look(at: posting, watch: own, reading: reading, exchange: exchange.id)
        var changes: [Change] = sight.evidence.map(Change.evidence)
        if sight.posting != posting { changes.append(.posting(sight.posting)) }
        if watch != nil {
            changes.append(sight.watch.map(Change.watch) ?? .endWatch(own.owner, name: own.name))
        }
        if let then = sight.then, let next = follow(then, sight.posting, own) { changes.append(.watch(next)) }
        guard !changes.isEmpty else { return }
        _ = try await environment.ledger.commit([
            Step(guarding: .init(posting: posting.id, epoch: posting.epoch), changes)
        ])
        if sight.posting != posting { environment.progress(sight.posting) }
    }

    private func follow(_ name: String, _ posting: Posting, _ watch: Watch) -> Watch? {
        guard let rule = account?.adapter.manifest.watches.first(where: { $0.name == name }) else { return nil }
        let now = environment.clock.now
        return Watch(
            owner: rule.scope == .account ? .account(work.account) : .posting(posting.id),
            name: name,
            account: work.account,
            operation: watch.operation,
            generation: watch.generation,
            dueAt: now.addingTimeInterval(environment.capped(rule.every.first) / .seconds(1)),
            startedAt: now
        )
    }
}
