import Ledger

/// How one kind of record is read whole, and how a record is added.
struct ArchiveTable {
    let columns: String
    let from: String
    /// By what they are ordered: where rows were added one after the other, as they were.
    let order: String
    let read: (inout CellReader) throws(Fault) -> LedgerRecord

    init(
        _ columns: String,
        from: String,
        order: String,
        _ read: @escaping (inout CellReader) throws(Fault) -> LedgerRecord
    ) {
        self.columns = columns
        self.from = from
        self.order = order
        self.read = read
    }

    static func of(_ kind: LedgerRecord.Kind) -> ArchiveTable {
        switch kind {
        case .revisions:
            ArchiveTable("hash, role, content, at", from: "revision", order: "hash") { cells throws(Fault) in
                .revision(
                    hash: try cells.text(),
                    role: try cells.text(),
                    content: try cells.bytes(),
                    at: try cells.date()
                )
            }
        case .postings:
            ArchiveTable(PostingRow.columns, from: "posting", order: "id") { cells throws(Fault) in
                .posting(try PostingRow.posting(&cells))
            }
        case .exchanges:
            ArchiveTable(ExchangeRow.select, from: "exchange", order: "id") { cells throws(Fault) in
                .exchange(try ExchangeRow.exchange(&cells))
            }
        case .attempts:
            ArchiveTable(AttemptRow.select, from: "attempt", order: "number") { cells throws(Fault) in
                .attempt(try AttemptRow.attempt(&cells))
            }
        case .evidence:
            ArchiveTable(EvidenceRow.select, from: "evidence", order: "id") { cells throws(Fault) in
                .evidence(try EvidenceRow.evidence(&cells))
            }
        case .watches:
            ArchiveTable(WatchRow.select, from: "watch", order: "number") { cells throws(Fault) in
                .watch(try WatchRow.watch(&cells))
            }
        case .accounts:
            ArchiveTable(AccountRow.select, from: "account", order: "name") { cells throws(Fault) in
                .account(try AccountRow.account(&cells))
            }
        case .windows:
            ArchiveTable(WindowRow.select, from: "rate_window", order: "key") { cells throws(Fault) in
                .window(try WindowRow.window(&cells))
            }
        case .lookups:
            ArchiveTable(LookupRow.select, from: "lookup", order: "account, name, question") { cells throws(Fault) in
                .lookup(try LookupRow.lookup(&cells))
            }
        case .secrets:
            ArchiveTable("name, sealed", from: "secret", order: "name") { cells throws(Fault) in
                .secret(name: try cells.text(), sealed: try cells.bytes())
            }
        }
    }

    static func adding(_ record: LedgerRecord) -> Statement {
        switch record {
        case .posting(let posting): PostingRow.inserting(posting, id: posting.id)
        case .exchange(let exchange): Statement(ExchangeRow.save, ExchangeRow.cells(exchange))
        case .attempt(let attempt): Statement(AttemptRow.save, AttemptRow.cells(attempt, posting: attempt.posting))
        case .evidence(let evidence):
            Statement(EvidenceRow.add, EvidenceRow.cells(evidence, posting: evidence.posting))
        case .watch(let watch): Statement(WatchRow.save, WatchRow.cells(watch, owner: watch.owner))
        case .account(let account): Statement(AccountRow.save, AccountRow.cells(account))
        case .window(let window): Statement(WindowRow.save, WindowRow.cells(window))
        case .lookup(let lookup): Statement(LookupRow.save, LookupRow.cells(lookup))
        case .revision(let hash, let role, let content, let at):
            Statement(
                Statements.insert("revision", ["hash", "role", "content", "at"]),
                [.text(hash), .text(role), .bytes(content), .date(at)]
            )
        case .secret(let name, let sealed):
            Statement(Statements.insert("secret", ["name", "sealed"]), [.text(name), .bytes(sealed)])
        }
    }
}
