import GRDB
import Ledger

/// What a failure of the store means for the caller.
struct Failures: Sendable {
    /// The ledger's path.
    let file: String

    /// Translates any error that a body on a connection can throw.
    func ledgerError(_ error: any Error) -> LedgerError {
        switch error {
        case let error as LedgerError: error
        case let error as DatabaseError: ledgerError(error)
        case let error as UnknownWord: .damaged(file: file, reason: "`\(error.word)` is no word of this ledger")
        case is MalformedJSON: .damaged(file: file, reason: "a stored value is no JSON")
        default: .failed(reason: "\(error)")
        }
    }

    private func ledgerError(_ error: DatabaseError) -> LedgerError {
        // The statement and its arguments are left out: they hold what adapters and people wrote.
        let reason = error.message ?? error.resultCode.description
        if error.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER { return .moved(ledger: file, to: reason) }
        return switch error.resultCode {
        case .SQLITE_FULL: .diskFull(file: file)
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(holder: "another program that has \(file) open")
        case .SQLITE_CORRUPT: .damaged(file: file, reason: reason)
        case .SQLITE_NOTADB: .damaged(file: file, reason: "it is no ledger (\(reason))")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH: .unreadable(file: file, reason: reason)
        // The file that readers and the writer share could not grow.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .diskFull(file: file)
        case .SQLITE_IOERR:
            .failed(reason: "reading or writing \(file) failed (\(reason), code \(error.extendedResultCode.rawValue))")
        default: .failed(reason: reason)
        }
    }

    /// Whether the failure leaves the other calls of the same transaction unharmed.
    static func isConfined(_ error: any Error) -> Bool {
        switch error {
        case is LedgerError: true
        case let error as DatabaseError:
            [.SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH].contains(error.resultCode)
        default: false
        }
    }
}
