import Documents
import Signing

/// A hash of what a board shows.
enum ContentHash {
    /// SHA-256 in hexadecimal digits over the values that belong to the ad.
    ///
    /// The operation, the clock, what was kept or minted and the posting's own times do not count, nor does the
    /// order of the values in the manifest.
    ///
    /// - Parameter runs: What of the values was written ahead; it gives the same hash.
    static func of(_ values: Members, _ evaluation: Evaluation, _ runs: CommonRuns? = nil) -> String {
        if let runs {
            let (count, written) = runs.hashed { key in
                evaluation.map.volatile.contains(key) ? nil : values[key].map { Self.bytes(key, $0) }
            }
            var start: [UInt8] = []
            text("o", String(count), to: &start)
            return Digest.hex(Digest.sha256(start + written))
        }
        var members = values.all.filter { !evaluation.map.volatile.contains($0.key) }
        members.sort { $0.key < $1.key }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16_384)
        text("o", String(members.count), to: &bytes)
        for member in members {
            write(member.key, evaluation.withoutClock(member.key) ?? member.value, to: &bytes)
        }
        return Digest.hex(Digest.sha256(bytes))
    }

    /// What one value adds to what is hashed.
    static func bytes(_ key: String, _ value: Value) -> [UInt8] {
        var bytes: [UInt8] = []
        write(key, value, to: &bytes)
        return bytes
    }

    private static func write(_ key: String, _ value: Value, to bytes: inout [UInt8]) {
        text("k", key, to: &bytes)
        write(value, to: &bytes)
    }

    /// Writes a value so that no two values give the same bytes: a letter for its kind, and lengths before texts.
    private static func write(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(UInt8(ascii: "0"))
        case .boolean(let truth): bytes.append(truth ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .number: text("n", value.scalarText ?? "", to: &bytes)
        case .text(let words): text("s", words, to: &bytes)
        case .markup(let markup): text("m", markup.text, to: &bytes)
        case .list(let list):
            text("l", String(list.count), to: &bytes)
            for element in list { write(element, to: &bytes) }
        case .object(let members):
            text("o", String(members.all.count), to: &bytes)
            for member in members { write(member.key, member.value, to: &bytes) }
        }
    }

    private static func text(_ kind: Unicode.Scalar, _ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: kind))
        bytes += String(text.utf8.count).utf8
        bytes.append(UInt8(ascii: ":"))
        bytes += text.utf8
    }
}

extension Evaluation {
    /// For a value set back to a bound that moves with the clock: what the role says instead.
    fileprivate func withoutClock(_ name: String) -> Value? {
        guard !roots.capped.isEmpty, adapter.value(named: name) != nil else { return nil }
        let facts = evaluated(name).trace.facts.intersection(roots.capped.keys).sorted()
        guard !facts.isEmpty else { return nil }
        return .list(facts.compactMap { input.role.descend($0.split(separator: ".").map(String.init)) })
    }
}
