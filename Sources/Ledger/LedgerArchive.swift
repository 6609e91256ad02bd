/// A ledger that nobody else writes to while it is read whole, or filled whole.
///
/// Each call waits for the store on the calling thread. What is written between ``begin()`` and ``commit()`` is there
/// whole or not at all, and so is what was begun and never committed.
public protocol LedgerArchive: Sendable {
    /// What people know the ledger by.
    var name: String { get }

    /// What tells it from every other.
    func identity() throws(LedgerError) -> String?

    /// Where it was copied to, when it takes nothing any more.
    func moved() throws(LedgerError) -> String?

    /// Reads every record, in portions: kind by kind as ``LedgerRecord/Kind`` lists them, within a kind in an order that
    /// is the same in every store.
    func forEach(_ body: ([LedgerRecord]) throws(LedgerError) -> Void) throws(LedgerError)

    /// Begins to write.
    func begin() throws(LedgerError)

    /// Adds records, which come in the order of ``forEach(_:)``; postings have the row numbers that they come with.
    func append(_ records: [LedgerRecord]) throws(LedgerError)

    /// Takes over what tells another ledger from every other.
    func take(identity: String) throws(LedgerError)

    /// Keeps what was written.
    func commit() throws(LedgerError)

    /// Has the ledger refuse every change from now on, in a commit of its own, and say where it went.
    func retire(to place: String) throws(LedgerError)

    /// Lets others write again.
    func close()
}
