import GRDB
import Ledger

/// How one kind of record is read whole.
struct ArchiveTable: Sendable {
    let columns: String
    let from: String
    /// By what they are ordered: where rows were added one after the other, as they were.
    let order: String
    let read: @Sendable (Row) throws -> LedgerRecord

    static func of(_ kind: LedgerRecord.Kind) -> ArchiveTable {
        switch kind {
        case .revisions:
            ArchiveTable(columns: "hash, role, content, at", from: "revision", order: "hash") { row in
                var cells = CellReader(row)
                return .revision(
                    hash: cells.text(),
                    role: cells.text(),
                    content: cells.optionalBytes() ?? [],
                    at: cells.date()
                )
            }
        case .postings:
            ArchiveTable(columns: PostingRow.columns, from: "posting", order: "id") {
                .posting(try PostingRow.posting($0))
            }
        case .exchanges:
            ArchiveTable(columns: ExchangeRow.select, from: "exchange", order: "id") {
                .exchange(try ExchangeRow.exchange($0))
            }
        case .attempts:
            ArchiveTable(columns: AttemptRow.select, from: "attempt", order: "rowid") {
                .attempt(try AttemptRow.attempt($0))
            }
        case .evidence:
            ArchiveTable(columns: EvidenceRow.select, from: "evidence", order: "id") {
                .evidence(try EvidenceRow.evidence($0))
            }
        case .watches:
            ArchiveTable(columns: WatchRow.select, from: "watch", order: "rowid") { .watch(try WatchRow.watch($0)) }
        case .accounts:
            ArchiveTable(columns: AccountRow.select, from: "account", order: "name") {
                .account(try AccountRow.account($0))
            }
        case .windows:
            ArchiveTable(columns: WindowRow.select, from: "rate_window", order: "key") {
                .window(WindowRow.window($0))
            }
        case .lookups:
            ArchiveTable(columns: LookupRow.select, from: "lookup", order: "account, name, question") {
                .lookup(try LookupRow.lookup($0))
            }
        case .secrets:
            ArchiveTable(columns: "name, sealed", from: "secret", order: "name") { row in
                var cells = CellReader(row)
                return .secret(name: cells.text(), sealed: cells.optionalBytes() ?? [])
            }
        }
    }
}

/// What keeps a file from being written once its ledger was copied elsewhere, whichever program tries.
enum Retirement {
    /// The triggers that are there.
    static func triggers(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'moved\\_%' ESCAPE '\\'"
        )
    }

    /// The statements that make them.
    static func statements(_ db: Database, _ place: String) throws -> [String] {
        let tables = try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        let words = place.replacing("'", with: "''")
        return tables.flatMap { table in
            ["INSERT", "UPDATE", "DELETE"].map { act in
                "CREATE TRIGGER moved_\(table)_\(act) BEFORE \(act) ON \(table) BEGIN SELECT RAISE(ABORT, '\(words)'); END"
            }
        }
    }
}
