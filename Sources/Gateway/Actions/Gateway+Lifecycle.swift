import Delivery
import FoundationEssentials
public import Ledger
import Postings
import RoleFiles
import Roles

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
            posting.isEnded ? nil : Declaring.ended(posting, now: now)
        }
    }

    /// Prolongs the ads of roles, or creates anew what a board has ended.
    public func renew(
        _ names: [String],
        to: [String],
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) async throws -> Report {
        try await change(names, to: to, goal: .accepted, timeout: nil, progress: progress) { posting, now in
            guard posting.desire != .absent else { return nil }
            var posting = posting
            posting.renewalsAsked += 1
            Declaring.wake(&posting, now: now)
            return posting
        }
    }

    /// Reads every watch of the postings once, now, and delivers what is due.
    public func sync(
        _ names: [String],
        timeout: Duration = .seconds(60),
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) async throws -> Report {
        let ledger = try await openLedger(.writing)
        let filter = try self.filter(names, to: [])
        let postings = try await ledger.postings(filter)
        let now = clock.now
        let watches = try await ledger.watches(filter, dueBy: nil, limit: 100_000)
        let steps =
            watches.map { watch in
                var watch = watch
                watch.dueAt = now
                return Step([.watch(watch)])
            }
            + postings.filter { $0.phase == .ambiguous || $0.state == .outcomeUnknown }.map { old in
                var posting = old
                posting.phase = .ambiguous
                posting.dueAt = now
                return Step(guarding: .init(posting: old.id, epoch: old.epoch), [.posting(posting)])
            }
        if !steps.isEmpty { _ = try await ledger.commit(steps) }
        let accounts = try await accounts(of: postings, ledger)
        try await deliver(
            filter,
            accounts: accounts,
            ledger: ledger,
            deadline: now.addingTimeInterval(timeout / .seconds(1)),
            progress: progress
        ) { postings in
            postings.allSatisfy { $0.phase == .idle || $0.phase == .parked || ($0.dueAt ?? .distantPast) > now }
        }
        return Report(try await ledger.postings(filter), goal: nil, boards: boardNames(accounts))
    }

    /// Where the postings stand, from the ledger alone.
    public func status(_ names: [String]) async throws -> Report {
        let ledger = try await openLedger(.reading)
        return Report(try await ledger.postings(filter(names, to: [])), goal: nil, boards: [:])
    }

    private func change(
        _ names: [String],
        to: [String],
        goal: Goal,
        timeout: Duration?,
        progress: @escaping @Sendable (Posting) -> Void,
        _ alter: (Posting, Date) -> Posting?
    ) async throws -> Report {
        let ledger = try await openLedger(.writing)
        let filter = try self.filter(names, to: to)
        let known = try await ledger.postings(filter)
        guard !known.isEmpty else { throw noPostings(names, to) }
        let accounts = try await accounts(of: known, ledger)
        let now = clock.now
        let steps = known.compactMap { old in
            alter(old, now).map { Step(guarding: .init(posting: old.id, epoch: old.epoch), [.posting($0)]) }
        }
        if !steps.isEmpty { _ = try await ledger.commit(steps) }
        let limit = timeout ?? .seconds(goal == .gone ? 180 : 60)
        try await deliver(
            filter,
            accounts: accounts,
            ledger: ledger,
            deadline: now.addingTimeInterval(limit / .seconds(1)),
            progress: progress
        ) { $0.allSatisfy(goal.isSettled) }
        return Report(try await ledger.postings(filter), goal: goal, boards: boardNames(accounts))
    }

    /// The accounts that postings belong to; one that the workspace no longer has is a fault that says so, unless
    /// nothing of it is left to do.
    func accounts(of postings: [Posting], _ ledger: any Ledger) async throws -> [DeliveryAccount] {
        var accounts: [DeliveryAccount] = []
        for name in Set(postings.map(\.key.account)).sorted() {
            let isOver = postings.allSatisfy { $0.key.account != name || $0.isEnded }
            if isOver, workspace.file.account(name) == nil { continue }
            guard let entry = workspace.file.account(name) else {
                throw GatewayError(
                    code: "account-removed",
                    "The ledger has postings on the account \(name), which is no longer in \(Workspace.fileName).",
                    remedy: "Connect it again under this name: its ads can be ended only through it."
                )
            }
            accounts.append(try await deliveryAccount(entry, ledger: ledger))
        }
        return accounts
    }

    /// The postings meant by roles (files or ids) and accounts; no role means every one.
    func filter(_ names: [String], to: [String]) throws -> PostingFilter {
        let roles = try names.map { name in
            name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json")
                ? try self.roles([name]).first?.role.id ?? name : name
        }
        let accounts = to.isEmpty ? nil : try workspace.accounts(named: to).map(\.name)
        return PostingFilter(roles: roles.isEmpty ? nil : roles, accounts: accounts)
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
        desire == .absent && [.none, .absent].contains(observed) && [.idle, .parked].contains(phase)
    }
}
