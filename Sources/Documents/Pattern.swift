/// Matches whole texts against regular expressions that come as data.
///
/// Compiling an expression costs far more than applying it, and the same settings and values are checked again and
/// again.
public enum Pattern: Sendable {
    private struct Question: Equatable, Sendable {
        let pattern: String
        let text: String
    }

    private static let known = Remembered<Question, Bool?>(capacity: 128)

    /// Whether a text has the form of a pattern from its first character to its last.
    ///
    /// - Returns: Nil when the pattern is no regular expression.
    public static func matches(_ pattern: String, _ text: String) -> Bool? {
        known.answer(Question(pattern: pattern, text: text)) {
            (try? Regex(pattern)).map { text.wholeMatch(of: $0) != nil }
        }
    }
}
