/// Why the ledger could not do what was asked.
public enum LedgerError: Error, Sendable, Hashable {
    /// The store was written by a newer version of the program.
    case newerVersion(found: Int, known: Int, file: String)
    /// Another process holds the ledger; `holder` names it.
    case busy(holder: String)
    /// The disk is full; nothing of the last command was lost that had been accepted.
    case diskFull(file: String)
    /// The store cannot be opened or read.
    case unreadable(file: String, reason: String)
    /// The store is damaged.
    case damaged(file: String, reason: String)
    /// Anything else the store reports.
    case failed(reason: String)
}
