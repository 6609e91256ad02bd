import Foundation
import Ledger
import PostgresTesting

@testable import PostgresLedger

/// A schema of its own on a server, for one test.
struct Place: Sendable {
    let cluster: Cluster
    let schema = "t\(UUID().uuidString.prefix(12).lowercased().replacing("-", with: ""))"

    /// A place on the server that the tests share, or on another.
    init(on cluster: Cluster? = nil) async throws {
        if let cluster { self.cluster = cluster } else { self.cluster = try await Cluster.shared.value }
    }

    /// Opens the ledger; through a proxy when its folder is given.
    func open(
        worker: String? = "worker",
        through folder: String? = nil,
        _ change: (inout PostgresLedger.Settings) -> Void = { _ in }
    ) async throws(LedgerError) -> PostgresLedger {
        var settings = PostgresLedger.Settings(schema: schema, worker: worker)
        settings.patienceForName = .zero
        change(&settings)
        return try await PostgresLedger.open(cluster.address(folder: folder), settings: settings)
    }

    /// A plain connection beside the ledger's, with the schema's tables in view.
    func connect() throws -> Connection {
        let address = try ServerAddress(cluster.address())
        let connection = try Connection(
            address,
            purpose: "test",
            connectTime: .seconds(10),
            answerTime: .seconds(60)
        )
        _ = try connection.run("SELECT set_config('search_path', $1, false)", [.text(schema)])
        return connection
    }

    /// Runs a statement beside the ledger; the first column of its rows, as text.
    @discardableResult
    func run(_ sql: String) throws -> [String?] {
        try connect().run(sql).map { cells throws(Fault) in cells.optionalText() }
    }
}
