/// Something that is remembered of a ledger as a whole.
///
/// Notes lie among the memories of rate windows, under names that no window has: what is written there only while it
/// is as it was read is just what a note needs.
public enum LedgerNote: String, Sendable, Hashable, CaseIterable {
    /// Fingerprint of the key that seals what is secret in the ledger.
    case key = "/key"
    /// Where the ledger was copied to, when it takes nothing any more.
    case moved = "/moved"
}

extension Ledger {
    /// What a note says; nil while nobody has written it.
    public func text(of note: LedgerNote) async throws(LedgerError) -> String? {
        try await windows([note.rawValue]).first.flatMap { $0.memory.isEmpty ? nil : $0.memory }
    }

    /// Writes a note, while it says what the writer had read.
    ///
    /// - Returns: Whether it was written.
    @discardableResult
    public func write(
        _ text: String?,
        to note: LedgerNote,
        over read: String?
    ) async throws(LedgerError) -> Bool {
        let states = [text, read].map { WindowState(key: note.rawValue, memory: $0 ?? "") }
        return try await commit([Step([.drawn(states[0], from: states[1])])]).allSatisfy(\.written)
    }
}
