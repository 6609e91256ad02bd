extension LedgerError: CustomStringConvertible {
    /// Short stable name, such as `ledger-busy`.
    public var code: String {
        switch self {
        case .newerVersion: "ledger-newer"
        case .busy: "ledger-busy"
        case .diskFull: "disk-full"
        case .unreadable: "ledger-unreadable"
        case .refused: "ledger-refused"
        case .unreachable: "ledger-unreachable"
        case .missing: "ledger-missing"
        case .moved: "ledger-moved"
        case .damaged: "ledger-damaged"
        case .failed: "ledger-failed"
        }
    }

    /// What happened, in one sentence.
    public var message: String {
        switch self {
        case .newerVersion(let found, let known, let file):
            "The ledger \(file) has version \(found), and this program knows versions up to \(known)."
        case .busy(let holder): "The ledger is in use by \(holder)."
        case .diskFull(let file):
            "The disk that holds \(file) is full; nothing of this change was written, and all that was accepted before is kept."
        case .unreadable(let file, let reason): "The ledger \(file) cannot be opened: \(reason)."
        case .refused(let ledger, let reason, _): "The ledger \(ledger) cannot be opened: \(reason)."
        case .unreachable(let ledger, let reason): "The database server of the ledger \(ledger) \(reason)."
        case .missing(let ledger): "The database \(ledger) holds no ledger yet."
        case .moved(let ledger, let place):
            "The ledger \(ledger) was copied to \(place) and takes nothing any more."
        case .damaged(let file, let reason): "The ledger \(file) is damaged: \(reason)."
        case .failed(let reason): "The ledger could not do this: \(reason)."
        }
    }

    /// What a person can do.
    public var remedy: String {
        switch self {
        case .newerVersion: "Install the program's newer version, or work in another workspace."
        case .busy: "Wait until it has finished or stop it, then run the command again."
        case .diskFull: "Free some space, then run the command again."
        case .unreadable: "Check the path, its owner and its permissions."
        case .refused(_, _, let remedy): remedy
        case .unreachable: "See that the server runs and can be reached, then run the command again."
        case .missing: "Run `placard ledger migrate` to make its tables; a command that posts does so as well."
        case .moved(_, let place): "Write `store: \(place)` into placard.yaml, or set PLACARD_STORE to it."
        case .damaged: "Keep the file as it is, and put the last good copy in its place."
        case .failed: "Run the command again; if this stays, `placard doctor` checks the ledger."
        }
    }

    /// What happened and what to do about it.
    public var description: String { "\(message) \(remedy)" }
}
