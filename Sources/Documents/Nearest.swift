/// Finds the known name that an unknown one was probably meant to be.
public enum Nearest: Sendable {
    /// The known name nearest to a mistyped one.
    ///
    /// Distance counts insertions, deletions, substitutions and swapped neighbours, without regard to
    /// case, hyphens and underscores. A name further away than a third of its length is no match.
    public static func name(to typed: String, among known: some Sequence<String>) -> String? {
        let wanted = folded(typed)
        let best = known.map { (name: $0, distance: distance(wanted, folded($0))) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best, best.distance <= max(1, wanted.count / 3) else { return nil }
        return best.name
    }

    private static func folded(_ name: String) -> [Character] {
        Array(name.lowercased().filter { $0 != "-" && $0 != "_" })
    }

    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var before: [Int] = []
        var last = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var cost = min(last[j] + (character == other ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, character == right[j - 1], left[i - 1] == other { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            before = last
            last = row
        }
        return last[right.count]
    }
}
