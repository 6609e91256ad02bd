import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Reads every due watch of the account.
    mutating func observe() async throws(LedgerError) {
        // What this turn has set or ended is read in its own time.
        let watches = work.watches.filter { watch in
            if case .posting(let id) = watch.owner { !touched.contains(id) } else { true }
        }
        guard !watches.isEmpty, let account else { return }
        let known = account.adapter.manifest.watches
        let orphans = watches.filter { watch in !known.contains { $0.name == watch.name } }
        if !orphans.isEmpty {
            try await record(orphans.map { .endWatch($0.owner, name: $0.name) })
        }
        guard try await isReady(account) else { return try await postpone(watches, isAsked: false) }
        for rule in known {
            let due = watches.filter { $0.name == rule.name }
            guard !due.isEmpty else { continue }
            if case .request(_, _, let pages?) = rule.reading {
                try await readEvents(rule, pages, due, account)
            } else {
                try await readPostings(rule, due, account)
            }
        }
    }

    /// Puts watches off that cannot be read now; one whose time is over says so.
    ///
    /// - Parameters:
    ///   - failure: Why the board could not be asked, when it was tried.
    ///   - isAsked: Whether it was tried.
    mutating func postpone(
        _ watches: [Watch],
        until instant: Date? = nil,
        because failure: String? = nil,
        isAsked: Bool = true
    ) async throws(LedgerError) {
        tell(watches, failure: failure, isAsked: isAsked)
        let now = environment.clock.now
        // A paused account waits for a person; until then a look now and then does no harm.
        let usual = memory.paused == nil ? environment.capped(.seconds(60)) : .seconds(600)
        let held = memory.paused == nil ? heldUntil : nil
        let later = max(instant ?? held ?? now.addingTimeInterval(usual / .seconds(1)), now.addingTimeInterval(0.2))
        let ids = watches.compactMap(\.posting)
        let postings = ids.isEmpty ? [] : try await environment.ledger.postings(PostingFilter(ids: ids))
        var steps: [Step] = [Step([learnt])]
        for watch in watches { steps.append(postponed(watch, among: postings, until: later)) }
        _ = try await commit(steps)
    }

    private func postponed(_ watch: Watch, among postings: [Posting], until later: Date) -> Step {
        let id = watch.posting
        let rule = account?.adapter.manifest.watches.first { $0.name == watch.name }
        if let rule, let posting = postings.first(where: { $0.id == id }), posting.phase != .leased {
            return step(observer(rule).unread(posting, watch: watch, until: later), posting, watch)
        }
        var postponed = watch
        postponed.dueAt = later
        return Step([.readWatch(postponed, over: watch)])
    }

    /// Tells that watches could not be read, and why.
    private func tell(_ watches: [Watch], failure: String?, isAsked: Bool) {
        guard !environment.shared.isStopped else { return }
        let rests = heldUntil.map { "the account rests until \($0.formatted(.iso8601))" }
        let why =
            memory.paused?.message ?? failure ?? lastFailure ?? rests ?? "the question cannot be put to the board yet"
        // A question that cannot be written yet is no failure of the board.
        guard failure != nil || !isAsked else { return }
        let ids = watches.compactMap(\.posting)
        let owners: [[Int64]?] = (ids.isEmpty ? [] : [ids]) + (ids.count < watches.count ? [nil] : [])
        for postings in owners {
            environment.outer.reading(
                WatchReading(account: work.account, postings: postings, failure: why, isPostponed: failure == nil)
            )
        }
    }

    func observer(_ rule: WatchRule, askedAt: Date? = nil) -> Observer {
        // An ad's time is counted from when its call left, and the board's from when it carried the call out.
        let shown = account?.adapter.call(for: .create)?.settle ?? UnknownPolicy.defaultSettle
        let settle = shown + UnknownPolicy.longestCall
        return Observer(
            rule: rule,
            now: environment.clock.now,
            askedAt: askedAt,
            settle: settle,
            cap: environment.outer.cap
        )
    }

    // MARK: One posting or several at a time

    private mutating func readPostings(
        _ rule: WatchRule,
        _ due: [Watch],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        let size: Int = if case .request(_, let batch?, _) = rule.reading { max(1, batch.upTo) } else { 1 }
        for start in stride(from: 0, to: due.count, by: size) {
            let group = Array(due[start..<min(start + size, due.count)])
            if mustRest {
                let until = heldUntil ?? environment.clock.now
                return try await postpone(Array(due[start...]), until: until, isAsked: false)
            }
            try await read(rule, group, account)
        }
    }

    private mutating func read(
        _ rule: WatchRule,
        _ group: [Watch],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        let postings = try await environment.ledger.postings(PostingFilter(ids: group.compactMap(\.posting)))
        let pairs = group.compactMap { watch in
            postings.first { $0.id == watch.posting }.map { (watch: watch, posting: $0) }
        }
        guard !pairs.isEmpty else { return }
        var ads: [WatchedAd] = []
        for pair in pairs { ads.append(try await watched(pair.posting, pair.watch, account)) }
        let isPage = if case .fetch = rule.reading { true } else { false }
        for isSecondTry in [false, true] {
            var call = context(account, attempt: environment.id())
            call.since = pairs.map { Self.beginning(of: $0.posting) }.min()
            let written = Result { () throws(CallFault) in
                try account.adapter.watchRequest(rule.name, for: ads, context: call)
            }
            // What the question needs may not be known yet, such as an id that an event will tell.
            guard case .success(let request) = written else { return try await postpone(group) }
            var asked = try await ask(
                request,
                call: rule.name,
                account,
                records: pairs.count,
                postings: pairs.map(\.posting.id),
                isRecorded: false,
                isBoards: !isPage
            )
            guard let reply = asked.reply else {
                return try await postpone(group, until: heldUntil ?? asked.notBefore, because: asked.failure)
            }
            var reading = account.adapter.readWatch(rule.name, reply, for: ads, context: call)
            let format = account.adapter.replyFormat(of: rule)
            hide(&asked, reply, to: request, in: format, ads.map(\.prepared), call, account)
            for (place, pair) in pairs.enumerated() where place < reading.elements.count {
                reading.elements[place].kept = sealing(pair.posting).sealed(reading.elements[place].kept)
            }
            // What a page's own server asks to wait is no word of the board's.
            if !isPage { heed(nil, budget: reading.budget, wasTrial: false) }
            if reading.wantsFreshToken, !isSecondTry {
                dropToken(account)
                if try await hasToken(account) { continue }
            }
            let seen = zip(pairs, reading.elements).map { ($0.watch, $0.posting.epoch, $1) }
            return try await saw(rule, seen, asked.exchange)
        }
    }

    func watched(_ posting: Posting, _ watch: Watch, _ account: DeliveryAccount) async throws(LedgerError) -> WatchedAd
    {
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
        let isEndWanted = posting.awaitsProofOfEnd || posting.desire == .absent
        return WatchedAd(PreparedAd(input: input, ad: ad), isEndWanted: isEndWanted)
    }

    // MARK: Writing it down

    /// Writes down what was seen of several postings, in one commit.
    private mutating func saw(
        _ rule: WatchRule,
        _ seen: [(Watch, epoch: Int, ElementReading)],
        _ exchange: Exchange?
    ) async throws(LedgerError) {
        // The rows are read again: what is wanted may have changed while the board was asked.
        let rows = try await environment.ledger.postings(PostingFilter(ids: seen.compactMap(\.0.posting)))
        var steps: [Step] = []
        var isTelling = false
        var changed: [Posting] = []
        for (watch, epoch, reading) in seen {
            guard let posting = rows.first(where: { $0.id == watch.posting }) else { continue }
            // What was seen before another step was taken says nothing of the posting as it is now.
            if posting.phase != .leased, posting.epoch != epoch { continue }
            // A posting that a step holds is looked at again when that step is done.
            guard posting.phase != .leased else {
                var later = watch
                later.dueAt = environment.clock.now.addingTimeInterval(environment.capped(.seconds(60)) / .seconds(1))
                let guardian = Step.Guard(posting: posting.id, epoch: posting.epoch)
                steps.append(Step(guarding: guardian, [.readWatch(later, over: watch)]))
                continue
            }
            environment.outer.reading(
                WatchReading(account: work.account, postings: [posting.id], failure: reading.unanswered(exchange))
            )
            let observer = observer(rule, askedAt: exchange?.startedAt)
            var sight = observer.look(at: posting, watch: watch, reading: reading, exchange: exchange?.id)
            if let until = heldUntil, let due = sight.watch?.dueAt, memory.paused == nil {
                sight.watch?.dueAt = max(due, until)
            }
            steps.append(withFollower(step(sight, posting, watch), sight, watch))
            if !sight.evidence.isEmpty { isTelling = true }
            if sight.posting != posting { changed.append(sight.posting) }
        }
        // A reading that showed nothing new leaves no trace: watches go on for months.
        let record = isTelling ? exchange.map { [Change.exchange($0)] } ?? [] : []
        _ = try await commit([Step(record + [learnt])] + steps)
        for posting in changed { environment.outer.progress(posting) }
    }

    func step(_ sight: Observer.Sight, _ posting: Posting, _ watch: Watch) -> Step {
        var changes: [Change] = sight.evidence.map(Change.evidence)
        // What is wanted may have changed since the row was read, and stays as it is.
        // The epoch rises with the writing: of two workers that saw something, one writes.
        if sight.posting != posting { changes.append(.delivered(sight.posting, now: environment.clock.now)) }
        if watch.posting != nil {
            let read = sight.watch.map { Change.readWatch($0, over: watch) }
            changes.append(read ?? .endWatch(watch.owner, name: watch.name))
        }
        return Step(guarding: .init(posting: posting.id, epoch: posting.epoch), changes)
    }

    /// The step with the watch that the reading starts beside its own.
    func withFollower(_ step: Step, _ sight: Observer.Sight, _ watch: Watch) -> Step {
        guard let name = sight.then, name != watch.name,
            let rule = account?.adapter.manifest.watches.first(where: { $0.name == name })
        else { return step }
        let now = environment.clock.now
        let next = Watch(
            owner: rule.scope == .account ? .account(work.account) : .posting(sight.posting.id),
            name: name,
            account: work.account,
            operation: watch.operation,
            generation: watch.generation,
            dueAt: now.addingTimeInterval(environment.capped(rule.every.first) / .seconds(1)),
            startedAt: now,
            kept: watch.kept
        )
        return Step(guarding: step.guarding, step.changes + [starting(next)])
    }
}

extension ElementReading {
    /// Why a reply says nothing of the ad, when the board could not answer or would not.
    fileprivate func unanswered(_ exchange: Exchange?) -> String? {
        guard state == nil, verdict.observed == nil, let status = exchange?.status, status >= 429 || status == 401
        else { return nil }
        return "it answered with status \(status)" + (verdict.reason.map { ": \($0)" } ?? "")
    }
}

extension Watch {
    /// Row number of the posting it belongs to, when it belongs to one.
    // Never inlined: the optimiser of Swift 6.3.1 ends the watch's life too early when it is.
    var posting: Int64? {
        @inline(never) get {
            switch owner {
            case .posting(let id): id
            case .account: nil
            }
        }
    }
}
