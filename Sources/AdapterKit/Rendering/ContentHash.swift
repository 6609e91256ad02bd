import Documents
import Signing

/// A hash of what a board shows.
enum ContentHash {
    /// SHA-256 in hexadecimal digits over the values that belong to the ad.
    ///
    /// The operation, the clock, what was kept or minted and the posting's own times do not count, nor does the
    /// order of the values in the manifest.
    static func of(_ values: Members, _ evaluation: Evaluation) -> String {
        var pairs: [(String, Value)] = []
        for member in values where !evaluation.map.volatile.contains(member.key) {
            pairs.append((member.key, evaluation.withoutClock(member.key) ?? member.value))
        }
        pairs.sort { $0.0 < $1.0 }
        return Digest.hex(Digest.sha256(JSON.text(.object(Members(pairs)))))
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
