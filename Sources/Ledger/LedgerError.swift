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
    /// The database server refuses the ledger to this user or program.
    case refused(ledger: String, reason: String, remedy: String)
    /// The database server does not answer, or went away and did not come back in time.
    case unreachable(ledger: String, reason: String)
    /// The database holds no ledger, and none was to be made.
    case missing(ledger: String)
    /// The ledger was copied elsewhere, and takes nothing any more.
    case moved(ledger: String, to: String)
    /// The store is damaged.
    case damaged(file: String, reason: String)
    /// Anything else the store reports.
    case failed(reason: String)
}
