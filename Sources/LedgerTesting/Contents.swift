import Ledger

import struct FoundationEssentials.Date

/// What a ledger in memory holds.
struct Contents: Sendable {
    struct WatchKey: Hashable, Sendable {
        let owner: Watch.Owner
        let name: String
    }

    struct LookupKey: Hashable, Sendable {
        let account: String
        let name: String
        let question: String
    }

    /// Postings by row number less one: they are never deleted.
    var postings: [Posting] = []
    var references: [String: Int64] = [:]
    var keys: Set<PostingKey> = []
    var exchanges: [String: Exchange] = [:]
    /// Attempts in the order they were added, and the place of each.
    var attempts: [Attempt] = []
    var attemptPlaces: [String: Int] = [:]
    var evidence: [Evidence] = []
    /// Watches with the number of their first setting, which orders those that are due together.
    var watches: [WatchKey: (watch: Watch, number: Int)] = [:]
    var watchesSet = 0
    var accounts: [String: AccountState] = [:]
    var windows: [String: WindowState] = [:]
    var lookups: [LookupKey: LookupRecord] = [:]
    var revisions: [String: [UInt8]] = [:]
    var secrets: [String: [UInt8]] = [:]
    /// The account that was served last.
    var turn = ""
    var leases: [String: AccountLease] = [:]

    /// Who holds an account, or held it last.
    struct AccountLease: Sendable {
        var holder: String
        var term: Int
        var ends: Date
    }

    func posting(_ id: Int64) -> Posting? {
        id >= 1 && id <= postings.count ? postings[Int(id) - 1] : nil
    }

    mutating func put(_ posting: Posting) { postings[Int(posting.id) - 1] = posting }
}

extension Contents {
    /// Writes the steps of one call; when it throws, nothing has changed.
    mutating func write(_ steps: [Step]) throws(LedgerError) -> [StepResult] {
        // Everything that can go wrong is found on a draft of the little that it depends on.
        var draft = Draft(contents: self)
        var results: [StepResult] = []
        for step in steps { results.append(try draft.check(step)) }
        for (place, step) in steps.enumerated() where results[place].written {
            let result = results[place]
            var fresh = result.newPostings[...]
            var newest: Int64 = 0
            var learnt: [Learnt] = []
            for change in step.changes {
                if case .posting(let posting) = change, posting.id == 0, let id = fresh.popFirst() { newest = id }
                if case .learnt(let account, let base) = change { learnt.append(learn(account, from: base)) }
                apply(change, newest: newest)
            }
            let delivered = step.changes.compactMap { change in
                if case .delivered(let saved, _) = change { posting(saved.id) } else { nil }
            }
            results[place] = StepResult(
                written: true,
                newPostings: result.newPostings,
                delivered: delivered,
                learnt: learnt
            )
        }
        return results
    }

    private mutating func apply(_ change: Change, newest: Int64) {
        switch change {
        case .posting(var posting) where posting.id == 0:
            posting.id = newest
            postings.append(posting)
            references[posting.reference] = newest
            keys.insert(posting.key)
        case .posting(var posting):
            posting.opened = postings[Int(posting.id) - 1].opened
            put(posting)
        case .wished(let posting, _): postings[Int(posting.id) - 1].want(posting)
        case .delivered(var posting, let now):
            let row = postings[Int(posting.id) - 1]
            posting.opened = row.opened
            posting.adopt(row.wish, now: now)
            put(posting)
        case .exchange(let exchange): exchanges[exchange.id] = exchange
        case .attempt(let attempt): add(attempt.posting == 0 ? attempt.moved(to: newest) : attempt)
        case .evidence(let piece): evidence.append(piece.posting == 0 ? piece.moved(to: newest) : piece)
        case .watch(let watch): set(watch.owner == .posting(0) ? watch.moved(to: newest) : watch)
        case .startWatch(let watch): start(watch.owner == .posting(0) ? watch.moved(to: newest) : watch)
        case .readWatch(var watch, let read):
            guard let known = watches[WatchKey(owner: watch.owner, name: watch.name)]?.watch else { return }
            if known.dueAt != read.dueAt { watch.dueAt = [watch.dueAt, known.dueAt].compactMap(\.self).min() }
            set(watch)
        case .wakeWatch(let owner, let name, let instant):
            guard var watch = watches[WatchKey(owner: owner, name: name)]?.watch else { return }
            watch.dueAt = min(watch.dueAt ?? instant, instant)
            set(watch)
        case .endWatch(let owner, let name): watches[WatchKey(owner: owner, name: name)] = nil
        case .account(let account): accounts[account.name] = account
        // Written with its answer.
        case .learnt: break
        case .window(let window), .drawn(let window, _): windows[window.key] = window
        case .lookup(let lookup):
            let key = LookupKey(account: lookup.account, name: lookup.name, question: lookup.question)
            lookups[key] = lookup
        case .revision(let hash, _, let content, _):
            if revisions[hash] == nil { revisions[hash] = content }
        case .secret(let name, let sealed): secrets[name] = sealed
        }
    }

    private mutating func learn(_ account: AccountState, from base: AccountState) -> Learnt {
        let before = accounts[account.name] ?? AccountState(name: account.name)
        let after = account.merged(from: base, over: before)
        accounts[account.name] = after
        return Learnt(before: before, after: after)
    }

    private mutating func add(_ attempt: Attempt) {
        if let place = attemptPlaces[attempt.id] {
            attempts[place] = attempt
        } else {
            attemptPlaces[attempt.id] = attempts.count
            attempts.append(attempt)
        }
    }

    private mutating func start(_ fresh: Watch) {
        var watch = fresh
        if let known = watches[WatchKey(owner: watch.owner, name: watch.name)]?.watch {
            watch.cursor = known.cursor
            if let due = known.dueAt, let first = watch.dueAt { watch.dueAt = min(due, first) }
        }
        set(watch)
    }

    private mutating func set(_ watch: Watch) {
        let key = WatchKey(owner: watch.owner, name: watch.name)
        watchesSet += 1
        watches[key] = (watch, watches[key]?.number ?? watchesSet)
    }
}

/// Follows steps on what guards and uniqueness depend on.
private struct Draft {
    let contents: Contents
    /// Postings as the steps checked so far leave them.
    var rows: [Int64: Posting] = [:]
    var references: Set<String> = []
    var keys: Set<PostingKey> = []
    var windows: [String: String] = [:]
    var count: Int64

    init(contents: Contents) {
        self.contents = contents
        count = Int64(contents.postings.count)
    }

    mutating func check(_ step: Step) throws(LedgerError) -> StepResult {
        if let needed = step.guarding {
            guard row(needed.posting)?.epoch == needed.epoch else { return StepResult(written: false, newPostings: []) }
        }
        if let hold = step.holding, contents.leases[hold.account]?.term != hold.term {
            return StepResult(written: false, newPostings: [])
        }
        for change in step.changes where try !isAsRead(change) { return StepResult(written: false, newPostings: []) }
        var fresh: [Int64] = []
        for change in step.changes {
            switch change {
            case .window(let window), .drawn(let window, _): windows[window.key] = window.memory
            case .posting(let posting) where posting.id == 0: fresh.append(try add(posting))
            case .posting(let posting): rows[posting.id] = posting
            case .wished(let posting, _):
                var row = try known(posting)
                row.want(posting)
                rows[posting.id] = row
            case .delivered(var posting, let now):
                posting.adopt(try known(posting).wish, now: now)
                rows[posting.id] = posting
            case .attempt(let attempt): try belongs(attempt.posting, fresh)
            case .evidence(let evidence): try belongs(evidence.posting, fresh)
            case .watch(let watch), .startWatch(let watch):
                if case .posting(let id) = watch.owner { try belongs(id, fresh) }
            default: break
            }
        }
        return StepResult(written: true, newPostings: fresh)
    }

    private mutating func add(_ posting: Posting) throws(LedgerError) -> Int64 {
        guard contents.references[posting.reference] == nil, !contents.keys.contains(posting.key),
            references.insert(posting.reference).inserted, keys.insert(posting.key).inserted
        else { throw .failed(reason: "the reference \(posting.reference) or its key exists already") }
        count += 1
        rows[count] = posting
        return count
    }

    private func row(_ id: Int64) -> Posting? { rows[id] ?? contents.posting(id) }

    private func known(_ posting: Posting) throws(LedgerError) -> Posting {
        guard let row = row(posting.id), row.reference == posting.reference, row.key == posting.key else {
            throw .failed(reason: "row \(posting.id) is not the posting \(posting.reference)")
        }
        return row
    }

    /// Whether what a change depends on is as its writer had read it.
    private func isAsRead(_ change: Change) throws(LedgerError) -> Bool {
        switch change {
        case .drawn(let window, let read):
            return windows[window.key] ?? contents.windows[window.key]?.memory ?? "" == read.memory
        case .posting(let posting) where posting.id != 0, .wished(let posting, _):
            let row = try known(posting)
            return row.phase.takes(change, over: row.wish)
        default: return true
        }
    }

    private func belongs(_ id: Int64, _ fresh: [Int64]) throws(LedgerError) {
        let row = id == 0 ? fresh.last ?? 0 : id
        guard row >= 1, row <= count else { throw .failed(reason: "a record belongs to no posting") }
    }
}
