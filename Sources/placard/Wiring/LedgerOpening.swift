import Gateway
import Glibc
import Ledger
import PostgresLedger
import SQLiteLedger

/// Opens the ledger where its workspace keeps it: the one place that names SQLite and PostgreSQL.
struct LedgerOpening: StoreKeeper {
    /// The command, as others are told who has the ledger.
    let command: String

    func open(_ workspace: Workspace, _ access: Gateway.Access) async throws -> any Ledger {
        switch workspace.store {
        case .file(let path): try await SQLiteLedger.open(path: workspace.absolute(path), settings: file(access))
        case .postgres(let database):
            try await PostgresLedger.open(database.text, settings: settings(database, workspace, access))
        }
    }

    func migrate(_ workspace: Workspace) async throws -> Migration {
        switch workspace.store {
        case .file(let path):
            try await SQLiteLedger.migrate(path: workspace.absolute(path), settings: file(.making))
        case .postgres(let database):
            try await PostgresLedger.migrate(database.text, settings: settings(database, workspace, .making))
        }
    }

    func archive(_ store: Store, of workspace: Workspace, makes: Bool) async throws -> any LedgerArchive {
        switch store {
        case .file(let path):
            return try await SQLiteLedger.archive(path: workspace.absolute(path), settings: file(.making))
        case .postgres(let database):
            let access: PostgresLedger.Settings.Access = makes ? .making : .writing
            let settings = PostgresLedger.Settings(schema: database.schema, access: access)
            return try await PostgresLedger.archive(database.text, settings: settings)
        }
    }

    private func file(_ access: Gateway.Access) -> SQLiteLedger.Settings {
        SQLiteLedger.Settings(access: access.writes ? .wait(.seconds(10)) : .readOnly, command: "placard \(command)")
    }

    private func settings(
        _ database: DatabaseAddress,
        _ workspace: Workspace,
        _ access: Gateway.Access
    ) -> PostgresLedger.Settings {
        var settings = PostgresLedger.Settings(schema: database.schema, readers: 1)
        switch access {
        case .reading: settings.access = .reading
        case .making: settings.access = .making
        // Where the workspace names a ledger, another in its place would know nothing of what was posted.
        case .wishing, .writing: settings.access = workspace.file.ledger == nil ? .making : .writing
        }
        // One command at a time delivers from a folder, as with a file: what it leaves in a crash is the next one's.
        if [.writing, .making].contains(access) {
            settings.worker = "\(Self.machine):\(workspace.root)"
        }
        return settings
    }

    /// What this machine calls itself.
    private static var machine: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count) == 0 else { return "machine" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
