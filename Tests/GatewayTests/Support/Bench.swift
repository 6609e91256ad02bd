import Delivery
import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing
import Transport

@testable import Gateway

/// A workspace in a folder of its own, a ledger in memory, a board and a clock.
struct Bench {
    let folder: String
    let store = InMemoryLedger()
    let clock = JumpingClock()
    let board = PlainBoard()
    var file = WorkspaceFile()
    var environment = ["KEY": "key-of-the-bench-123456"]
    /// Is run whenever a command opens the ledger: what another command does meanwhile.
    var onOpen: @Sendable () throws -> Void = {}

    /// Makes a workspace with accounts by name, each of an adapter.
    init(_ accounts: KeyValuePairs<String, String>, manifests: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gateway-\(UUID().uuidString)").path
        let known = ["plain": Manifests.plain(), "byhand": Manifests.byHand, "feed": Manifests.feed]
        for (id, text) in known.merging(manifests, uniquingKeysWith: { $1 }) {
            try write(text, to: "adapters/\(id)/manifest.yaml")
        }
        for (name, adapter) in accounts { file.accounts.append(Self.entry(name, adapter)) }
        try write(role: "cook")
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    static func entry(_ name: String, _ adapter: String) -> WorkspaceFile.AccountEntry {
        var entry = WorkspaceFile.AccountEntry(name: name, adapter: adapter)
        if adapter == "feed" { entry.settings["directory"] = .text("public") }
        if !["byhand", "feed"].contains(adapter) {
            entry.secretPlaces = [.init(key: "key", place: .environment("KEY"))]
        }
        return entry
    }

    func write(_ text: String, to path: String) throws {
        let url = URL(filePath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Writes a role's file.
    ///
    /// - Parameter more: Further lines of it.
    func write(role id: String, title: String = "Cook", more: String = "") throws {
        try write(
            """
            schema: 1
            id: \(id)
            title: \(title)
            language: en
            employer: { name: Example Kitchens }
            locations: [{ city: Berlin, country: DE }]
            description: { body: Cooking. }
            apply: { url: https://kitchens.example/apply }
            \(more)

            """,
            to: "roles/\(id).yaml"
        )
    }

    /// The gateway as a command of its own finds it.
    var gateway: Gateway {
        get throws {
            try write(file.text, to: Workspace.fileName)
            let (store, board, onOpen) = (store, board, onOpen)
            return Gateway(
                workspace: try Workspace(root: folder),
                catalog: AdapterCatalog(folders: ["\(folder)/adapters"], bundled: []) { _ in [:] },
                pageTemplates: [:],
                environment: environment,
                transport: ScriptedTransport { board.answer($0) },
                clock: clock
            ) { _, _ in
                try onOpen()
                return store
            }
        }
    }

    /// Changes an account as a person does who edits the file.
    mutating func edit(_ name: String, _ change: (inout WorkspaceFile.AccountEntry) -> Void) throws {
        let place = try #require(file.accounts.firstIndex { $0.name == name })
        change(&file.accounts[place])
    }

    func post(_ roles: [String] = ["cook"], to: [String] = ["all"], at: Date? = nil, waits: Bool = false)
        async throws -> Report
    {
        try await gateway.post(PostRequest(roles: roles, to: to, at: at, waits: waits))
    }

    /// The posting on an account, as the ledger has it.
    func posting(_ account: String, role: String = "cook") async throws -> Posting {
        try #require(try await store.postings(PostingFilter(roles: [role], accounts: [account])).first)
    }

    /// Writes a posting as it would stand after something that a test does not play.
    func alter(_ account: String, role: String = "cook", _ change: (inout Posting) -> Void) async throws {
        var posting = try await posting(account, role: role)
        change(&posting)
        _ = try await store.commit([Step([.posting(posting)])])
    }

    /// The error of an action.
    func refusal(of action: (Gateway) async throws -> Void) async throws -> GatewayError {
        let gateway = try gateway
        return try await #require(throws: GatewayError.self) { try await action(gateway) }
    }
}
