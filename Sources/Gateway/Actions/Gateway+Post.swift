import AdapterKit
import Delivery
import Documents
public import FoundationEssentials
public import Ledger
import Postings
import RoleFiles
import Roles
import Synchronization

/// How `post` is asked for.
public struct PostRequest: Sendable {
    /// Role files or ids.
    public var roles: [String]
    /// Accounts and groups.
    public var to: [String]
    /// Nothing is sent before this instant.
    public var at: Date?
    /// Whether to wait until the ads are seen.
    public var waits: Bool
    /// How long the command may take.
    public var timeout: Duration

    /// Creates a request.
    public init(roles: [String], to: [String], at: Date? = nil, waits: Bool = false, timeout: Duration? = nil) {
        self.roles = roles
        self.to = to
        self.at = at
        self.waits = waits
        self.timeout = timeout ?? .seconds(waits ? 180 : 60)
    }
}

extension Gateway {
    /// Makes the boards show these roles: declares what should be, then delivers until the goal or the deadline.
    ///
    /// What was declared is durable before the first byte leaves; what is unfinished stays queued.
    public func post(
        _ request: PostRequest,
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) async throws -> Report {
        let files = try roles(request.roles)
        let entries = try workspace.accounts(named: request.to)
        guard !entries.isEmpty else { throw noAccounts() }
        let ledger = try await openLedger(.writing)
        var accounts: [DeliveryAccount] = []
        for entry in entries { accounts.append(try await deliveryAccount(entry, ledger: ledger)) }
        try await declare(files, entries, accounts, at: request.at, ledger)
        let filter = PostingFilter(roles: files.map(\.role.id), accounts: entries.map(\.name))
        let goal = request.waits ? Goal.live : Goal.accepted
        let reach = GoalReach(goal: goal, accounts: accounts)
        let settled = Mutex<[Posting]?>(nil)
        try await deliver(
            filter,
            accounts: accounts,
            ledger: ledger,
            deadline: clock.now.addingTimeInterval(request.timeout / .seconds(1)),
            progress: progress
        ) { postings in
            guard postings.allSatisfy({ reach.isSettled($0) }) else { return false }
            // Nothing happens after the goal: these are the postings to report.
            settled.withLock { $0 = postings }
            return true
        }
        let postings: [Posting]
        if let known = settled.withLock({ $0 }) {
            postings = known
        } else {
            postings = try await ledger.postings(filter)
        }
        return Report(postings, goal: goal, boards: boardNames(accounts), reach: reach)
    }

    private func declare(
        _ files: [RoleFile],
        _ entries: [WorkspaceFile.AccountEntry],
        _ accounts: [DeliveryAccount],
        at: Date?,
        _ ledger: any Ledger
    ) async throws {
        var declaring = Declaring(now: clock.now, notBefore: at)
        let known = try await ledger.postings(
            PostingFilter(roles: files.map(\.role.id), accounts: entries.map(\.name))
        )
        var steps: [Step] = []
        for file in files {
            let revision = Revision(of: file.role)
            var declared: [Step] = []
            for (entry, account) in zip(entries, accounts) {
                declared += declaring.steps(
                    for: file.role,
                    revision: revision,
                    on: entry,
                    manifest: account.adapter.manifest,
                    known: known.filter { $0.key.role == file.role.id && $0.key.account == entry.name },
                    zone: zone
                )
            }
            if !declared.isEmpty { steps += [declaring.keeping(revision, of: file.role)] + declared }
        }
        guard !steps.isEmpty else { return }
        _ = try await ledger.commit(steps)
    }

    func boardNames(_ accounts: [DeliveryAccount]) -> [String: String] {
        Dictionary(accounts.map { ($0.name, $0.adapter.manifest.name) }) { first, _ in first }
    }

    func noAccounts() -> GatewayError {
        GatewayError(
            code: "no-accounts",
            "No account is named.",
            remedy: "Name accounts or groups with --to; `placard accounts` lists them, `placard connect` adds one."
        )
    }
}
