import AdapterKit
import Delivery
import Documents
public import FoundationEssentials
public import Ledger
import Postings
import RoleFiles
import Roles
import Transport

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
        try refusePast(request.at)
        // Most posts send something, and by then the transport is to be there.
        transport.prepare()
        let files = try roles(request.roles)
        for finding in files.flatMap(strangers) { warn(of: finding) }
        let entries = try workspace.accounts(named: request.to)
        guard !entries.isEmpty else { throw noAccounts() }
        let forerun = forerun(files, on: entries)
        let ledger = try await openLedger(.writing)
        let readied = try await readied(entries, ledger)
        try readied.refuseWhenUnreadable()
        let accounts = readied.accounts
        let unchanged = try await declare(files, entries, readied, at: request.at, ledger)
        let filter = PostingFilter(roles: files.map(\.role.id), accounts: readied.names)
        let goal = request.waits ? Goal.live : Goal.accepted
        let reach = GoalReach(goal: goal, accounts: accounts)
        if let unchanged, readied.held.isEmpty, unchanged.allSatisfy({ $0.isAtRest && reach.isSettled($0) }) {
            // All is as it should be: no board is asked anything.
            return try await told(Report(unchanged, goal: goal, boards: boardNames(accounts), reach: reach), ledger)
        }
        let unread = Unread()
        // Nothing happens after the goal: the postings that reached it are those to report.
        let settled = try await deliver(
            filter,
            accounts: accounts,
            ledger: ledger,
            roles: await forerun.value,
            deadline: clock.now.addingTimeInterval(request.timeout / .seconds(1)),
            unread: unread,
            progress: progress
        ) { reach.isSettled($0) }
        var postings: [Posting]
        if let known = settled, readied.held.isEmpty {
            postings = known
        } else {
            let all = PostingFilter(roles: filter.roles, accounts: entries.map(\.name))
            postings = try await ledger.postings(all)
            postings += unknown(files, readied, beside: postings)
        }
        let report = Report(postings, goal: goal, boards: boardNames(accounts), reach: reach, readied: readied)
        return try await told(report, ledger, unread)
    }

    /// Refuses a start that lies back by more than a day: it is a slip, and the ad would go out at once.
    func refusePast(_ start: Date?) throws(GatewayError) {
        guard let start, start < clock.now.addingTimeInterval(-86_400) else { return }
        throw GatewayError(
            code: "past-start",
            "\(start.formatted(.iso8601)) has passed: nothing can be scheduled for then.",
            remedy: "Give --at a date to come, or leave it out to post now."
        )
    }

    /// Stand-ins for the postings that a broken adapter keeps from being declared: nobody knows how many there
    /// would be.
    private func unknown(_ files: [RoleFile], _ readied: Readied, beside known: [Posting]) -> [Posting] {
        var missing: [Posting] = []
        for entry in readied.unreadable {
            for role in files.map(\.role) {
                let key = PostingKey(role: role.id, account: entry.name, places: "", language: role.language ?? "und")
                guard !known.contains(where: { $0.key.role == key.role && $0.key.account == key.account }) else {
                    continue
                }
                var posting = Posting(
                    reference: "",
                    key: key,
                    adapter: entry.adapter,
                    placeLabel: nil,
                    desire: .present(revision: Revision(of: role).hash),
                    opened: clock.now
                )
                posting.phase = .parked
                missing.append(posting)
            }
        }
        return missing
    }

    /// Writes down what is wanted; an account that is not in order has its postings wait for it.
    ///
    /// - Returns: The postings when all were as they should be; nil when something was written.
    private func declare(
        _ files: [RoleFile],
        _ entries: [WorkspaceFile.AccountEntry],
        _ readied: Readied,
        at: Date?,
        _ ledger: any Ledger
    ) async throws -> [Posting]? {
        let filter = PostingFilter(roles: files.map(\.role.id), accounts: entries.map(\.name))
        return try await wish(of: filter, ledger) { known, _ in
            let outdated = try await outdated(files, entries.filter(readied.serves), known, ledger)
            var declaring = Declaring(now: clock.now, notBefore: at, outdated: outdated)
            declaring.lost = lostFiles(of: readied.accounts, known)
            var steps: [Step] = []
            for file in files {
                let revision = Revision(of: file.role)
                var declared: [Step] = []
                for entry in entries {
                    guard let manifest = readied.manifests[entry.name] else { continue }
                    declared += declaring.steps(
                        for: file.role,
                        revision: revision,
                        on: entry,
                        manifest: manifest,
                        known: known.filter { $0.key.role == file.role.id && $0.key.account == entry.name },
                        zone: zone
                    )
                }
                if !declared.isEmpty { steps += [declaring.keeping(revision, of: file.role)] + declared }
            }
            return steps.map(readied.holding)
        }
    }

    /// The postings at rest of which another ad would be made now: settings, the adapter or a template have changed.
    private func outdated(
        _ files: [RoleFile],
        _ entries: [WorkspaceFile.AccountEntry],
        _ known: [Posting],
        _ ledger: any Ledger
    ) async throws -> Set<Int64> {
        let resting = known.filter { $0.phase == .idle && $0.observed == .present && $0.desire != .absent }
        guard !resting.isEmpty else { return [] }
        let drafts = try await drafts(of: files, on: entries, known: known, ledger) { posting in
            posting.map(resting.contains) ?? false
        }
        return Set(drafts.filter { $0.intention.action != .nothing }.compactMap(\.posting?.id))
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
