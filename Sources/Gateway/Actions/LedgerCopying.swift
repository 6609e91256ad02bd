import Documents
public import Ledger
import Signing

/// How many records a ledger holds of each kind, and a hash of everything that they say.
public struct LedgerTally: Sendable, Hashable {
    /// How many there are.
    public private(set) var counts: [LedgerRecord.Kind: Int] = [:]
    private var state: [UInt8] = []

    /// The hash, in hexadecimal digits.
    public var hash: String { Digest.hex(state.isEmpty ? Digest.sha256("") : state) }

    var isEmpty: Bool { counts.isEmpty }

    init() {}

    mutating func add(_ records: [LedgerRecord]) {
        for record in records {
            counts[record.kind, default: 0] += 1
            state = Digest.sha256(state + Digest.sha256(record.text))
        }
    }

    /// What a ledger holds.
    init(of archive: any LedgerArchive) throws(LedgerError) {
        var tally = LedgerTally()
        try archive.forEach { portion throws(LedgerError) in tally.add(portion.filter(\.isCopied)) }
        self = tally
    }
}

extension LedgerRecord {
    /// Whether a copy has it too: that the ledger moved is true of the former place alone.
    var isCopied: Bool { if case .window(let window) = self { window.key != LedgerNote.moved.rawValue } else { true } }
}

/// Copies a ledger into another store, so that at no time two of them take changes.
///
/// The former one is retired before the copy is kept: whatever happens in between, the same copying goes on from there.
struct LedgerCopying: Sendable {
    let source: any LedgerArchive
    let target: any LedgerArchive
    /// What people know the target by, fit for `store:`.
    let place: String

    /// Copies everything, and compares what arrived with what was sent.
    func run() throws -> LedgerTally {
        let moved = try source.moved()
        if let moved, moved != place { throw LedgerError.moved(ledger: source.name, to: moved) }
        guard let id = try source.identity() else { throw LedgerError.missing(ledger: source.name) }
        let present = try LedgerTally(of: target)
        if try !present.isEmpty || target.moved() != nil {
            // A copy that was kept though nobody heard of it.
            if moved != nil, try target.identity() == id, try LedgerTally(of: source) == present { return present }
            throw GatewayError(
                code: "store-not-empty",
                "\(target.name) holds a ledger with records: a copy would mix with them.",
                remedy: "Name a file that is not there, an empty database, or another schema with ?schema=NAME."
            )
        }
        try target.begin()
        var sent = LedgerTally()
        try source.forEach { portion throws(LedgerError) in
            let records = portion.filter(\.isCopied)
            sent.add(records)
            try target.append(records)
        }
        try target.take(identity: id)
        let arrived = try LedgerTally(of: target)
        guard arrived == sent else {
            throw GatewayError(
                code: "copy-differs",
                "What arrived in \(target.name) is not what was sent: \(Self.words(arrived)) instead of \(Self.words(sent)).",
                remedy: "Nothing was kept, and \(source.name) goes on. Please report this."
            )
        }
        if moved == nil { try source.retire(to: place) }
        do throws(LedgerError) {
            try target.commit()
        } catch {
            throw GatewayError(
                code: "copy-unfinished",
                "\(source.name) takes nothing any more, and the copy in \(target.name) may not have been kept: "
                    + "\(error.message)",
                remedy: "Run the same command again: it finishes the copy. \(error.remedy)"
            )
        }
        return arrived
    }

    private static func words(_ tally: LedgerTally) -> String {
        let counts = LedgerRecord.Kind.allCases.compactMap { kind in tally.counts[kind].map { "\($0) \(kind.rawValue)" }
        }
        return "\(counts.joined(separator: ", ")) (hash \(tally.hash.prefix(12)))"
    }
}
