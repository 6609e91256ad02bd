import AdapterKit
import Delivery
import FoundationEssentials
public import Ledger
import Postings
import RoleFiles
import Roles

/// What a command does to a posting.
private enum Alteration {
    /// Nothing: it already is as asked.
    case nothing
    /// It is wanted otherwise now.
    case changed(Posting)
    /// It cannot be done, and why.
    case refused(PostingError)
}

extension Gateway {
    /// Ends the ads of roles, on all their accounts or on those named.
    public func withdraw(
        _ names: [String],
        to: [String],
        waits: Bool,
        timeout: Duration? = nil,
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) async throws -> Report {
        try await change(names, to: to, goal: waits ? .gone : .ended, timeout: timeout, progress: progress) {
            posting,
            now in
            posting.isEnded ? .nothing : .changed(Declaring.ended(posting, now: now))
        }
    }

    /// Prolongs the ads of roles, or creates anew what a board has ended.
    public func renew(
        _ names: [String],
        to: [String],
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) async throws -> Report {
        // A renewal can cost: it goes to accounts that are named, as a post does.
        guard !to.isEmpty else { throw noAccounts() }
        return try await change(names, to: to, goal: .renewed, timeout: nil, progress: progress) { posting, now in
            if let refusal = refusalToRenew(posting) { return .refused(refusal) }
            var posting = posting
            posting.renewalsAsked += 1
            Declaring.wake(&posting, now: now)
            return .changed(posting)
        }
    }

    /// Why a posting cannot be renewed.
    private func refusalToRenew(_ posting: Posting) -> PostingError? {
        if posting.desire == .absent {
            return PostingError(
                code: "withdrawn",
                message: "The ad is withdrawn: there is nothing to prolong.",
                remedy: "Post the role again if it shall be up."
            )
        }
        if posting.observed == .none {
            return PostingError(
                code: "never-sent",
                message: "The ad was never on the board: there is nothing to prolong.",
                remedy: "Post the role: `placard post \(posting.key.role) --to \(posting.key.account)`."
            )
        }
        // What the board has ended is created anew, for which no renewal is needed.
        if [.removed, .expired].contains(posting.state) { return nil }
        guard let adapter = try? catalog.adapter(posting.adapter), !Capabilities(adapter.manifest).renews else {
            return nil
        }
        return PostingError(
            code: "no-renewal",
            message: "This board has no way to prolong an ad.",
            remedy: "Withdraw the ad and post the role again for a new one."
        )
    }

    /// Reads every watch of the postings once, now, and delivers what is due.
    public func sync(
        _ names: [String],
        timeout: Duration = .seconds(60),
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) async throws -> Report {
        let ledger = try await openLedger(.writing)
        let filter = try await known(names, ledger)
        let postings = try await ledger.postings(filter)
        let readied = try await readied(for: postings, ledger)
        let now = clock.now
        let watches = try await ledger.watches(filter, dueBy: nil, limit: 100_000)
        let readings = watches.map { Step([.wakeWatch($0.owner, name: $0.name, at: now)]) }
        if !readings.isEmpty { _ = try await ledger.commit(readings) }
        try await wish(of: filter, ledger) { postings, _ in
            let lost = lostFiles(of: readied.accounts, postings)
            return postings.compactMap { old in
                // A worker is at it already.
                guard old.phase != .leased else { return nil }
                if lost.contains(old.id) { return Declaring.step(Declaring.rewritten(old, now: now), over: old) }
                guard old.phase == .ambiguous || old.state == .outcomeUnknown else { return nil }
                var posting = old
                posting.phase = .ambiguous
                posting.dueAt = now
                return Declaring.step(posting, over: old)
            }
        }
        let unread = Unread()
        try await deliver(
            filter,
            accounts: readied.accounts,
            ledger: ledger,
            deadline: now.addingTimeInterval(timeout / .seconds(1)),
            unread: unread,
            progress: progress
        ) { $0.isAtRest || ($0.dueAt ?? .distantPast) > now }
        // What was to be read now and is still due was never asked.
        let missed = try await ledger.watches(filter, dueBy: now, limit: 100_000)
        try await note(missed.filter { readied.names.contains($0.account) }, in: unread, ledger)
        let after = try await ledger.postings(filter)
        return try await told(
            Report(after, goal: .settled, boards: boardNames(readied.accounts), readied: readied),
            ledger,
            unread
        )
    }

    /// Where the postings stand, from the ledger alone.
    public func status(_ names: [String]) async throws -> Report {
        let ledger = try await openLedger(.reading)
        let filter = try await known(names, ledger)
        return try await told(Report(try await ledger.postings(filter), goal: nil, boards: [:]), ledger)
    }

    /// A report that says of each posting how far it was seen, and what it still waits for.
    func told(_ report: Report, _ ledger: any Ledger, _ unread: Unread = Unread()) async throws -> Report {
        var report = report
        report.unread = try await self.unread(report.postings, unread, ledger)
        // Each adapter that matters is read once, the broken ones too.
        let open = report.postings.filter { $0.isTaken || $0.state == .withdrawn && $0.witness == .board }
        let readable = Set(open.map(\.adapter)).filter { (try? catalog.adapter($0)) != nil }
        let told = open.filter { readable.contains($0.adapter) }
        report.unseen = Set(told.filter(isUnseen).map(\.id))
        report.blind = Set(told.filter(endsUnseen).map(\.id))
        report.waits = try await waits(of: report, ledger)
        return report
    }

    private func change(
        _ names: [String],
        to: [String],
        goal: Goal,
        timeout: Duration?,
        progress: @escaping @Sendable (Posting) -> Void,
        _ alter: (Posting, Date) -> Alteration
    ) async throws -> Report {
        let ledger = try await openLedger(.writing)
        let filter = try await self.filter(names, to: to, ledger)
        let known = try await ledger.postings(filter)
        guard !known.isEmpty else { throw noPostings(names, to) }
        let readied = try await readied(for: known, ledger)
        let now = clock.now
        var refusals: [Int64: PostingError] = [:]
        try await wish(of: filter, ledger) { postings, overtaken in
            var steps: [Step] = []
            for old in postings where overtaken?.contains(old.id) ?? true {
                switch alter(old, now) {
                case .nothing: continue
                case .changed(let posting): steps.append(readied.holding(Declaring.step(posting, over: old)))
                case .refused(let error): refusals[old.id] = error
                }
            }
            return steps
        }
        let unread = Unread()
        let limit = timeout ?? .seconds(goal == .gone ? 180 : 60)
        let refused = Set(refusals.keys)
        let reach = GoalReach(goal: goal, accounts: readied.accounts)
        try await deliver(
            filter,
            accounts: readied.accounts,
            ledger: ledger,
            deadline: now.addingTimeInterval(limit / .seconds(1)),
            unread: unread,
            progress: progress
        ) { refused.contains($0.id) || reach.isSettled($0) }
        let after = try await ledger.postings(filter)
        let report = Report(
            after,
            goal: goal,
            boards: boardNames(readied.accounts),
            readied: readied,
            refusals: refusals
        )
        return try await told(report, ledger, unread)
    }

    /// The postings meant by roles (files, their names or ids) and accounts; no role means every one.
    func filter(_ names: [String], to: [String], _ ledger: any Ledger) async throws -> PostingFilter {
        var roles: [String] = []
        for name in names { roles.append(try await role(name, ledger)) }
        let accounts = to.isEmpty ? nil : try workspace.accounts(named: to).map(\.name)
        return PostingFilter(roles: roles.isEmpty ? nil : roles, accounts: accounts)
    }

    /// The id of the role that a name means: that in its file, unless only the name itself was ever posted.
    private func role(_ name: String, _ ledger: any Ledger) async throws -> String {
        if name.contains("/") || [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) {
            return try roles([name]).first?.role.id ?? name
        }
        // A file that is wrong keeps nobody from asking for what was posted of it.
        guard isRoleFile(name), let id = try? roles([name]).first?.role.id, id != name else { return name }
        guard try await ledger.postings(PostingFilter(roles: [id])).isEmpty else { return id }
        return try await ledger.postings(PostingFilter(roles: [name])).isEmpty ? id : name
    }

    /// The postings meant by roles, each of which is a file or in the ledger.
    ///
    /// - Throws: ``GatewayError`` with the nearest name for one that is neither.
    func known(_ names: [String], _ ledger: any Ledger) async throws -> PostingFilter {
        let filter = try await self.filter(names, to: [], ledger)
        for (name, role) in zip(names, filter.roles ?? []) where !isRoleFile(name) {
            guard try await ledger.postings(PostingFilter(roles: [role])).isEmpty else { continue }
            try refuseUnknown(name, beside: try await ledger.postings(PostingFilter()).map(\.key.role))
        }
        return filter
    }

    private func noPostings(_ names: [String], _ to: [String]) -> GatewayError {
        GatewayError(
            code: "no-postings",
            "The ledger knows no posting of \(names.joined(separator: ", "))"
                + (to.isEmpty ? "." : " on \(to.joined(separator: ", "))."),
            remedy: "`placard status` lists what there is."
        )
    }
}

extension Posting {
    /// Whether it is to end, and nothing of it is on its board any more.
    var isEnded: Bool {
        self.desire == .absent && [.none, .absent].contains(self.observed) && isAtRest
    }

    /// Whether its board took the ad, and it is not known to be seen.
    var isTaken: Bool {
        self.desire != .absent && self.phase == .idle
            && [.acknowledged, .handedOver, .inReview].contains(self.state)
    }

    /// Whether nobody works on it and nothing of it is due.
    var isAtRest: Bool { self.phase == .idle || self.phase == .parked }
}
