import Synchronization

/// Matches whole texts against regular expressions that come as data.
///
/// Compiling an expression costs far more than applying it, and the same settings and values are checked again and
/// again: what was decided lately is remembered. The answer depends on the two texts alone.
public enum Pattern: Sendable {
    private struct Question: Hashable, Sendable {
        let pattern: String
        let text: String
    }

    private static let known = Mutex<[Question: Bool]>([:])
    private static let capacity = 512

    /// Whether a text has the form of a pattern from its first character to its last.
    ///
    /// - Returns: Nil when the pattern is no regular expression.
    public static func matches(_ pattern: String, _ text: String) -> Bool? {
        let question = Question(pattern: pattern, text: text)
        if let answer = known.withLock({ $0[question] }) { return answer }
        guard let regex = try? Regex(pattern) else { return nil }
        let answer = text.wholeMatch(of: regex) != nil
        known.withLock { known in
            if known.count >= capacity { known.removeAll(keepingCapacity: true) }
            known[question] = answer
        }
        return answer
    }
}
