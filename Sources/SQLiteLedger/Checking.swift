import GRDB
public import Ledger

extension SQLiteLedger {
    /// What a check of the file, and of what must always hold in it, finds wrong.
    public func check() async throws(LedgerError) -> [LedgerFinding] {
        try await read { db in
            let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                .map { LedgerFinding("The file is damaged: \($0).", remedy: LedgerFinding.restore) }
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                let (table, number): (String, Int64?) = (row[0], row[1])
                return LedgerFinding(
                    "A row of `\(table)`, number \(number ?? 0), belongs to no posting.",
                    remedy: LedgerFinding.restore
                )
            }
            let broken = try Invariant.all.flatMap { invariant in
                try Row.fetchAll(db, sql: invariant.offenders).map { row in
                    let (posting, name): (String?, String?) = (row[0], row[1])
                    return invariant.finding(posting: posting, name: name ?? "")
                }
            }
            return integrity + orphans + broken
        }
    }
}
