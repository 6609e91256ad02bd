import Ledger

/// Why a connection could not do something.
enum Fault: Error {
    /// The connection is gone, or could not be had; nothing of the work in hand was committed.
    case lost(String)
    /// The connection went while a commit was under way: it may have happened or not.
    case uncertain(String)
    /// Somebody has what this connection needs: the worker's name, or the server itself while it starts.
    case held(String)
    /// The server refused the statement.
    case server(ServerError)
    /// Something that no retry mends.
    case final(LedgerError)
    /// A stored value is not what the program writes.
    case damaged(String)
}

/// What the server said about a statement it refused.
struct ServerError: Error, Sendable, Hashable {
    /// Five characters that tell the kind of error.
    let state: String
    /// What it is.
    let message: String
    /// The offending values, when there are any; not for everyone's eyes.
    let detail: String?
    /// The table concerned.
    let table: String?

    /// Whether the same transaction may well succeed when it is repeated: others stood in its way.
    var isConflict: Bool { ["40001", "40P01", "55P03"].contains(state) }

    /// Whether the failure leaves the other calls of the same transaction unharmed, once they run without it.
    var isConfined: Bool { state.hasPrefix("22") || state.hasPrefix("23") || state == "54000" }

    /// Whether the server ends the connection with it, or will not serve one now.
    var endsConnection: Bool { state.hasPrefix("57P") || state.hasPrefix("08") || state == "25P03" }
}

/// What a fault means for the caller.
struct Failures: Sendable {
    /// What people know the ledger by; without the password.
    let name: String

    func ledgerError(_ fault: Fault) -> LedgerError {
        switch fault {
        case .final(let error): error
        case .server(let error): ledgerError(error)
        case .damaged(let reason): .damaged(file: name, reason: reason)
        case .held(let holder): .busy(holder: holder)
        case .lost(let reason):
            .unreachable(
                ledger: name,
                reason: "went away and did not come back in time (\(reason)); nothing of this change was written"
            )
        case .uncertain(let reason):
            .unreachable(
                ledger: name,
                reason: "went away during a commit and did not come back in time (\(reason)), so that it is not known "
                    + "whether this change was written"
            )
        }
    }

    private func ledgerError(_ error: ServerError) -> LedgerError {
        switch error.state {
        case "53100": .diskFull(file: name)
        case "XX001", "XX002": .damaged(file: name, reason: error.message)
        case "23505" where error.table == "posting":
            .failed(reason: "the reference or key of a new posting exists already (\(error.detail ?? error.message))")
        case Retirement.state: .moved(ledger: name, to: error.message)
        case "23503": .failed(reason: "a record belongs to no posting (\(error.detail ?? error.message))")
        case "57014": .failed(reason: "the database server of \(name) took too long and was told to stop")
        case "25006":
            .refused(
                ledger: name,
                reason: "the database server is a copy that cannot be written",
                remedy: "Name the primary one in the ledger's address, or several with "
                    + "target_session_attrs=read-write."
            )
        case "42501":
            .refused(
                ledger: name,
                reason: error.message,
                remedy: "Grant the user its rights, or name another user in the ledger's address."
            )
        case _ where error.isConflict:
            .failed(reason: "other workers on \(name) stood in the way several times (\(error.message))")
        default: .failed(reason: "\(error.message) (\(error.state))")
        }
    }
}
