import Ledger
import Postings

import struct FoundationEssentials.Date

extension Contents {
    func postings(_ filter: PostingFilter) -> [Posting] {
        postings.filter(filter.matches).sorted { left, right in
            let (left, right) = (left.key, right.key)
            return (left.role, left.account, left.places, left.language)
                < (right.role, right.account, right.places, right.language)
        }
    }

    /// Takes what is due, one posting of each account in turn, beginning behind the account served last.
    mutating func claim(_ filter: PostingFilter, limit: Int, worker: String, now: Date, lease: Duration) -> [Posting] {
        let due = claimable(filter, worker: worker, now: now)
        var perAccount = Dictionary(grouping: due, by: \.key.account)
            .mapValues { $0.sorted { ($0.dueAt ?? now, $0.id) > ($1.dueAt ?? now, $1.id) } }
        let names = perAccount.keys.sorted()
        var waiting = names.filter { $0 > turn } + names.filter { $0 <= turn }
        var taken: [Posting] = []
        while taken.count < limit, !waiting.isEmpty {
            for account in waiting where taken.count < limit {
                guard let posting = perAccount[account]?.popLast() else { continue }
                taken.append(posting.claimed(by: worker, now: now, lease: lease))
                turn = account
            }
            waiting.removeAll { perAccount[$0]?.isEmpty != false }
        }
        for posting in taken { put(posting) }
        return taken
    }

    /// What can be claimed: due, and of an account that may be served and that no other worker holds.
    private func claimable(_ filter: PostingFilter, worker: String, now: Date) -> [Posting] {
        postings.filter { posting in
            filter.matches(posting) && posting.isWaiting && posting.dueAt.map { $0 <= now } == true
                && accounts[posting.key.account]?.heldUntil(at: now) == nil
                && !isHeld(posting.key.account, beside: worker, now: now)
        }
    }

    /// Frees the leased postings that are chosen.
    mutating func recover(now: Date, _ isFree: (Posting) -> Bool) -> [Posting] {
        let free = postings.filter { $0.phase == .leased && isFree($0) }.map { posting in
            let interrupted = attempts.last {
                $0.posting == posting.id && $0.epoch == posting.epoch && $0.ending == .sending && $0.operation != .find
            }
            return posting.recovered(interrupted: interrupted, now: now)
        }
        for posting in free { put(posting) }
        return free
    }

    // MARK: Accounts that workers hold

    private func isHeld(_ account: String, beside worker: String, now: Date) -> Bool {
        leases[account].map { $0.holder != worker && $0.ends > now } ?? false
    }

    mutating func take(_ names: [String], worker: String, now: Date, lease: Duration) -> [Hold] {
        names.filter { !isHeld($0, beside: worker, now: now) }.map { name in
            var held = leases[name] ?? AccountLease(holder: "", term: 0, ends: now)
            if held.holder != worker { held.term += 1 }
            held.holder = worker
            held.ends = now.addingTimeInterval(lease / .seconds(1))
            leases[name] = held
            return Hold(account: name, term: held.term)
        }
    }

    mutating func giveBack(_ names: [String], worker: String) {
        for name in names where leases[name]?.holder == worker { leases[name]?.ends = .distantPast }
    }

    /// Gives back what is held under a name, or everything; who comes next is another holder.
    mutating func forgetHolder(_ worker: String?) {
        for (name, held) in leases where worker == nil || held.holder == worker {
            leases[name] = AccountLease(holder: "", term: held.term, ends: .distantPast)
        }
    }

    func accountsDue(_ filter: PostingFilter, worker: String, now: Date) -> [String] {
        let reading = watches(filter, dueBy: now).map(\.account).filter { !isHeld($0, beside: worker, now: now) }
        return Set(claimable(filter, worker: worker, now: now).map(\.key.account) + reading).sorted()
    }

    // MARK: Watches

    func watches(_ filter: PostingFilter, dueBy: Date?) -> [Watch] {
        let owned = Set(postings.filter(filter.matches).map(\.key.account))
        let found = watches.values.filter { watch, _ in
            if let dueBy, watch.dueAt.map({ $0 <= dueBy }) != true { return false }
            if case .posting(let id) = watch.owner, filter.namesPostings {
                return posting(id).map(filter.matches) == true
            }
            return filter.namesPostings
                ? owned.contains(watch.account) : filter.accounts?.contains(watch.account) != false
        }
        return found.sorted { left, right in
            (left.watch.dueAt ?? .distantFuture, left.number) < (right.watch.dueAt ?? .distantFuture, right.number)
        }
        .map(\.watch)
    }

    func nextDue(_ filter: PostingFilter) -> Date? {
        let postings = postings.filter { filter.matches($0) && $0.isWaiting }.compactMap { posting -> Date? in
            guard let due = posting.dueAt else { return nil }
            let held = accounts[posting.key.account]
            return held?.paused != nil ? nil : held?.heldUntil(at: due) ?? due
        }
        return (postings + watches(filter, dueBy: .distantFuture).compactMap(\.dueAt)).min()
    }

    func timeline(of posting: Int64) -> Timeline {
        let attempts = attempts.filter { $0.posting == posting }.stablySorted(by: \.startedAt)
        let evidence = evidence.filter { $0.posting == posting }.stablySorted(by: \.at)
        let ids = Set(attempts.map(\.exchange) + evidence.compactMap(\.exchange))
        let exchanges = ids.compactMap { self.exchanges[$0] }
            .sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        return Timeline(attempts: attempts, evidence: evidence, exchanges: exchanges)
    }
}

extension Posting {
    /// Whether the posting waits to be claimed.
    fileprivate var isWaiting: Bool { self.phase == .due || self.phase == .ambiguous }
}

extension Array {
    /// Elements of the same date keep their order.
    fileprivate func stablySorted(by date: KeyPath<Element, Date>) -> [Element] {
        enumerated().sorted { ($0.element[keyPath: date], $0.offset) < ($1.element[keyPath: date], $1.offset) }
            .map(\.element)
    }
}
