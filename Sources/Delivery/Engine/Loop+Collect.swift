import AdapterKit
import FoundationEssentials
import Ledger

extension Loop {
    /// Claims what is due, grouped by account, for accounts that have no lane running and may have something due.
    func collect(_ lanes: LaneEnvironment, _ turn: inout Turn) async throws(LedgerError) -> [LaneWork] {
        let now = environment.clock.now
        guard !shared.isStopped, now < deadline else { return [] }
        var free = filter
        free.accounts = turn.unseen
        guard !turn.unseen.isEmpty || fleet != nil else { return [] }
        if let fleet { return try await collect(lanes, &turn, with: fleet) }
        if turn.isAfterLanes {
            // A look costs less than a claim, and nearly always finds that all is done.
            let due = try await environment.ledger.nextDue(free)
            guard let due, due <= now else {
                turn.begin([], resting: turn.unseen, until: due)
                return []
            }
        }
        let found = try await claim(free, now: now)
        // What did not fit into one look is looked at again; of the others it is known when they are due.
        let resting = found.isMore ? [] : turn.unseen.filter { !found.has($0) }
        free.accounts = resting
        let nextDue = resting.isEmpty ? nil : try await environment.ledger.nextDue(free)
        let works = try await works(found, lanes)
        // Only now nothing can fail: a lane that is counted begins, and so it ends.
        turn.begin(found.names, resting: resting, until: nextDue)
        return works
    }

    /// The same among other workers: only accounts that this one holds, for as long as there is work for them.
    private func collect(_ lanes: LaneEnvironment, _ turn: inout Turn, with fleet: Fleet)
        async throws(LedgerError) -> [LaneWork]
    {
        try await fleet.keepUp()
        let now = environment.clock.now
        var free = filter
        free.accounts = turn.unseen
        guard !turn.unseen.isEmpty else {
            turn.begin([], resting: [], until: now.addingTimeInterval(environment.poll / .seconds(1)))
            return []
        }
        let taken = try await fleet.takeDue(free, room: Fleet.width - turn.running)
        free.accounts = taken.names
        let found = taken.names.isEmpty ? Found() : try await claim(free, now: now)
        let works = try await works(found, lanes)
        let resting = turn.unseen.filter { !found.has($0) }
        // What others give to do, or give back, is not told; what did not fit is looked at again at once.
        let isMore = (taken.isMore || found.isMore) && !found.names.isEmpty && turn.running < Fleet.width
        let look = isMore ? now : now.addingTimeInterval(environment.poll / .seconds(1))
        turn.begin(found.names, resting: resting, until: look)
        return works
    }

    /// What was found to do.
    private struct Found {
        /// The postings by account.
        let postings: [String: [Posting]]
        /// The watches by account.
        let watches: [String: [Watch]]
        /// When the leases of the postings end, by the clock that is never set.
        let leaseEnds: Duration
        /// Whether there may be more than fits into one look.
        let isMore: Bool
        /// The accounts that there is something to do for, sorted.
        let names: [String]

        init(_ postings: [Posting] = [], _ watches: [Watch] = [], leaseEnds: Duration = .zero) {
            self.postings = Dictionary(grouping: postings) { $0.key.account }
            self.watches = Dictionary(grouping: watches) { $0.account }
            self.leaseEnds = leaseEnds
            isMore = max(postings.count, watches.count) >= Loop.claimLimit
            names = Set(self.postings.keys).union(self.watches.keys).sorted()
        }

        /// Whether there is something to do for an account.
        func has(_ account: String) -> Bool { postings[account] != nil || watches[account] != nil }

        /// The revisions of roles that ads are made from.
        var revisions: Set<String> {
            Set(postings.values.joined().compactMap { $0.desire == .absent ? nil : $0.revision })
        }
    }

    private func claim(_ filter: PostingFilter, now: Date) async throws(LedgerError) -> Found {
        // The lease begins before it is granted, so that it never seems longer than it is.
        let leaseEnds = environment.clock.elapsed + Self.lease
        let postings = try await environment.ledger.claim(
            filter,
            limit: Self.claimLimit,
            worker: environment.worker,
            now: now,
            lease: Self.lease
        )
        let watches = try await environment.ledger.watches(filter, dueBy: now, limit: Self.claimLimit)
        return Found(postings, watches, leaseEnds: leaseEnds)
    }

    private func works(_ found: Found, _ lanes: LaneEnvironment) async throws(LedgerError) -> [LaneWork] {
        let names = found.names
        let memories = names.isEmpty ? [] : try await environment.ledger.accounts(names)
        // Roles that several accounts show are read and parsed once.
        for revision in found.revisions.sorted() { _ = try await lanes.role(revision) }
        return names.map { name in
            LaneWork(
                account: name,
                memory: memories.first { $0.name == name } ?? AccountState(name: name),
                postings: found.postings[name] ?? [],
                watches: found.watches[name] ?? [],
                leaseEnds: found.leaseEnds,
                hold: fleet?.holdings.hold(of: name)
            )
        }
    }
}
