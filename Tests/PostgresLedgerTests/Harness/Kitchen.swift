import AdapterKit
import Delivery
import Documents
import Foundation
import Ledger
import PostgresLedger
import Postings
import Roles
import Synchronization
import Transport

/// Accounts of a small board, roles to be shown there, and workers that deliver them.
struct Kitchen: Sendable {
    /// Notes who speaks for which account at the same time, and what was made.
    final class Log: Sendable {
        struct State: Sendable {
            var speaking: [String: [String: Int]] = [:]
            var meetings: [String] = []
            var made: [String: Int] = [:]
            var speakers: [String: Set<String>] = [:]
        }

        private let state = Mutex(State())

        /// Accounts for which two workers spoke at the same time.
        var meetings: [String] { state.withLock { $0.meetings } }
        /// How many ads were made, by reference.
        var made: [String: Int] { state.withLock { $0.made } }
        /// How many accounts each worker spoke for.
        var shares: [Int] { state.withLock { $0.speakers.values.map(\.count) } }

        func begin(_ account: String, _ worker: String, made reference: String?) {
            state.withLock { state in
                state.speaking[account, default: [:]][worker, default: 0] += 1
                state.speakers[worker, default: []].insert(account)
                if state.speaking[account, default: [:]].values.filter({ $0 > 0 }).count > 1 {
                    state.meetings.append(account)
                }
                if let reference { state.made[reference, default: 0] += 1 }
            }
        }

        func end(_ account: String, _ worker: String) {
            state.withLock { $0.speaking[account, default: [:]][worker, default: 0] -= 1 }
        }
    }

    private static let manifest = """
        schema: 1
        id: tiny-board
        name: Tiny Board
        kind: api
        docs: https://tiny.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings:
          key: { type: secret, title: Key }
        places: { each: 1 }
        languages: one
        auth: { bearer: key }
        values:
          reference: { from: posting.wireReference, need: always }
          title: { from: title, need: always, size: { max: 40 }, unverified: true }
        bodies:
          ad: { reference: $reference, title: $title }
        http: { base: "https://tiny.example" }
        operations:
          create:
            request: { method: POST, path: /ads, json: ad }
            repeat: never
            keep: { remoteID: { at: $.id, type: text } }
            proves: acknowledged
          withdraw:
            request: { method: DELETE, path: "/ads/{kept.remoteID}" }
            values: accepted
            repeat: safe
            proves: withdrawn
        limits:
          - { unit: requests, count: 100, per: 1m, of: account, during: [create] }
        life: { reopen: new-creation, closing: by itself }

        """

    let accounts: [String: DeliveryAccount]
    let log = Log()

    init(accounts names: [String]) throws {
        let pack = AdapterPack(id: "tiny-board", files: ["manifest.yaml": Array(Self.manifest.utf8)])
        let adapter = try Adapter.load(pack)
        let made = names.map { name in
            DeliveryAccount(
                name: name,
                adapter: adapter,
                settings: [:],
                secrets: ["key": "key of \(name)"],
                baseURL: nil,
                policy: NetworkPolicy(),
                fingerprint: "one",
                directory: nil
            )
        }
        accounts = Dictionary(made.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Wants an ad of so many roles on every account.
    func want(_ count: Int, in ledger: some Ledger) async throws {
        for number in 0..<count {
            let document: Value = .object([
                "schema": .number(1), "id": .text("cook\(number)"), "title": .text("Cook"), "language": .text("en"),
                "employer": .object(["name": .text("Example Kitchens")]),
                "locations": .list([.object(["city": .text("Berlin"), "country": .text("DE")])]),
                "description": .object(["body": .text("Cooking.")]),
                "apply": .object(["url": .text("https://kitchens.example/apply")]),
            ])
            let role = try Role(document: document, source: "role")
            let revision = Revision(of: role)
            var changes: [Change] = [
                .revision(hash: revision.hash, role: role.id, content: Array(revision.content.utf8), at: Date())
            ]
            for (name, account) in accounts {
                for wish in FanOut.wishes(for: role, account: name, languages: [], manifest: account.adapter.manifest) {
                    var posting = Posting(
                        reference: "p-\(role.id)-\(name)",
                        key: wish.key,
                        adapter: "tiny-board",
                        placeLabel: nil,
                        desire: .present(revision: revision.hash),
                        opened: Date()
                    )
                    (posting.state, posting.phase, posting.dueAt) = (.queued, .due, Date())
                    changes.append(.posting(posting))
                }
            }
            _ = try await ledger.commit([Step(changes)])
        }
    }

    /// Has a worker deliver until so many ads are at rest.
    func run(_ worker: String, on ledger: some Ledger, until count: Int) async throws {
        let environment = Environment(
            ledger: ledger,
            transport: BusyBoard(log: log, worker: worker, ledger: ledger),
            clock: SystemClock(),
            accounts: accounts,
            documents: FileDocuments(),
            vault: nil,
            pageTemplates: [:],
            worker: worker,
            zone: "UTC"
        )
        let end = Date(timeIntervalSinceNow: 60)
        let isDone = Mutex(false)
        while Date() < end, !isDone.withLock({ $0 }) {
            try await Reconciler(environment).run(PostingFilter(), deadline: end) { postings in
                let isReached = postings.filter { $0.phase == .idle }.count == count
                isDone.withLock { $0 = isReached }
                return isReached
            }
        }
    }
}

/// A board whose calls take as long as some questions to the database.
private final class BusyBoard: Transport {
    private let log: Kitchen.Log
    private let worker: String
    private let ledger: any Ledger

    init(log: Kitchen.Log, worker: String, ledger: any Ledger) {
        self.ledger = ledger
        self.log = log
        self.worker = worker
    }

    func send(_ request: Request) async -> Outcome {
        let key = request.headers["Authorization"] ?? ""
        let account = String(key.split(separator: " ").last ?? "")
        let reference = JSON.parse(request.body)?.object?["reference"]?.scalarText
        log.begin(account, worker, made: request.method == "POST" ? reference : nil)
        for _ in 0..<10 { _ = try? await ledger.serverNow() }
        log.end(account, worker)
        return .replied(Reply(status: 201, body: Array(#"{"id":"1"}"#.utf8)))
    }
}
