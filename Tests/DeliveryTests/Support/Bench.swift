import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Roles
import Testing
import Transport

/// A ledger, a board, a clock and accounts, and the commands that a person gives.
struct Bench {
    let store: InMemoryLedger
    let clock = HandClock()
    let board = TinyBoard()
    var accounts: [String: DeliveryAccount] = [:]
    var cap: Duration?
    var vault: (any TokenVault)?
    var retry = RetryPolicy()

    init(
        _ manifest: String = TinyAdapter.text(),
        accounts names: [String] = ["kitchen"],
        directory: String? = nil,
        isShared: Bool = false
    ) throws {
        store = InMemoryLedger(isShared: isShared)
        let adapter: Adapter
        do {
            adapter = try TinyAdapter.load(manifest)
        } catch {
            Issue.record("\(error)")
            throw error
        }
        for name in names { accounts[name] = Self.account(name, adapter, directory: directory) }
    }

    static func account(
        _ name: String,
        _ adapter: Adapter,
        fingerprint: String = "one",
        directory: String? = nil
    ) -> DeliveryAccount {
        DeliveryAccount(
            name: name,
            adapter: adapter,
            settings: [:],
            secrets: ["key": "tok\u{2D}1234567890"],
            baseURL: nil,
            policy: NetworkPolicy(),
            fingerprint: fingerprint,
            directory: directory
        )
    }

    func role(_ title: String, id: String = "cook") throws -> Role {
        let document: Value = .object([
            "schema": .number(1), "id": .text(id), "title": .text(title), "language": .text("en"),
            "employer": .object(["name": .text("Example Kitchens")]),
            "locations": .list([.object(["city": .text("Berlin"), "country": .text("DE")])]),
            "description": .object(["body": .text("Cooking.")]),
            "apply": .object(["url": .text("https://kitchens.example/apply")]),
        ])
        return try Role(document: document, source: "role")
    }

    /// Wants an ad with this title on every account, as `post` does.
    func want(_ title: String, id: String = "cook", on names: [String]? = nil) async throws {
        let role: Role
        do { role = try self.role(title, id: id) } catch { Issue.record("\(error)"); throw error }
        let revision = Revision(of: role)
        for name in names ?? accounts.keys.sorted() {
            let manifest = try #require(accounts[name]?.adapter.manifest)
            var changes: [Change] = [
                .revision(hash: revision.hash, role: id, content: Array(revision.content.utf8), at: clock.now)
            ]
            for wish in FanOut.wishes(for: role, account: name, languages: [], manifest: manifest) {
                let known = try await store.postings(PostingFilter(roles: [id], accounts: [name])).first {
                    $0.key == wish.key
                }
                let read = known?.wish
                var posting =
                    known
                    ?? Posting(
                        reference: "p-\(id)-\(name)",
                        key: wish.key,
                        adapter: manifest.id,
                        placeLabel: nil,
                        desire: .absent,
                        opened: clock.now
                    )
                if posting.desire != .present(revision: revision.hash) {
                    posting.desire = .present(revision: revision.hash)
                    if known != nil { posting.generation += 1 }
                    wake(&posting)
                } else if [.outcomeUnknown, .failed, .needsEdit, .rejected].contains(posting.state) {
                    wake(&posting)
                }
                changes.append(read.map { .wished(posting, over: $0) } ?? .posting(posting))
            }
            _ = try await store.commit([Step(changes)])
        }
    }

    /// Wants no ad any more, as `withdraw` does.
    func unwant() async throws {
        for old in try await store.postings(PostingFilter()) {
            var posting = old
            posting.desire = .absent
            posting.generation += 1
            wake(&posting)
            _ = try await store.commit([Step([.wished(posting, over: old.wish)])])
        }
    }

    private func wake(_ posting: inout Posting) {
        posting.tries = 0
        posting.dueAt = clock.now
        if posting.state == .draft { posting.state = .queued }
        if posting.phase != .leased { posting.phase = posting.observed == .unknown ? .ambiguous : .due }
    }

    /// Runs the loop until the postings are as far as they are to come, or for this long.
    func run(
        _ filter: PostingFilter = PostingFilter(),
        for seconds: Double = 600,
        ledger: (any Ledger)? = nil,
        transport: (any Transport)? = nil,
        until isReached: @escaping @Sendable ([Posting]) -> Bool = {
            $0.allSatisfy { $0.phase == .idle || $0.phase == .parked }
        }
    ) async throws {
        try await Reconciler(environment(ledger, transport)).run(
            filter,
            deadline: clock.now.addingTimeInterval(seconds),
            isReached: isReached
        )
    }

    /// What a worker works with.
    func environment(
        _ ledger: (any Ledger)? = nil,
        _ transport: (any Transport)? = nil,
        clock: (any DeliveryClock)? = nil,
        worker: String = "w"
    ) -> Environment {
        let board = board
        return Environment(
            ledger: ledger ?? store,
            transport: transport ?? ScriptedTransport { board.answer($0) },
            clock: clock ?? self.clock,
            accounts: accounts,
            documents: FileDocuments(),
            vault: vault,
            pageTemplates: [:],
            retry: retry,
            worker: worker,
            zone: "UTC",
            cap: cap
        )
    }

    /// Runs the loop until its first call has been answered, and no further.
    func runOneCall() async throws {
        let (board, clock) = (board, clock)
        try await run(for: 0.5, transport: HookedTransport(board) { _ in clock.move(by: 1) })
    }

    /// The one posting there is.
    var posting: Posting {
        get async throws { try #require(try await store.postings(PostingFilter()).first) }
    }

    func timeline() async throws -> Timeline { try await store.timeline(of: 1) }
}

/// Whether every ad was seen live.
@Sendable func areLive(_ postings: [Posting]) -> Bool { postings.allSatisfy { $0.state == .live && $0.phase == .idle } }

/// Whether every ad was seen gone.
@Sendable func areGone(_ postings: [Posting]) -> Bool {
    postings.allSatisfy { $0.state == .withdrawn && $0.phase == .idle }
}
