import Documents
import Foundation
import PostgresTesting
import Testing

/// A workspace whose ledger is in a database.
struct DatabaseBench {
    let bench: Workbench
    /// Where the ledger is.
    let store: String

    /// A workspace with a role, and a place for its ledger.
    init(on cluster: Cluster? = nil, store: String? = nil) async throws {
        let server = if let cluster { cluster } else { try await Cluster.shared.value }
        self.store = store ?? server.store(Self.newSchema)
        bench = try Workbench()
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
    }

    /// A name that no other test uses.
    static var newSchema: String { "e\(UUID().uuidString.prefix(12).lowercased().replacing("-", with: ""))" }

    /// The environment of every command.
    var environment: [String: String] { Workbench.secret.merging(["PLACARD_STORE": store]) { $1 } }

    func run(_ arguments: String...) throws -> Workbench.Outcome { try bench.run(arguments, environment: environment) }

    func remove() { bench.remove() }
}
