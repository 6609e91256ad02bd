import Documents
import RichText

/// Rich texts that were written lately, so that one description is written once for all accounts of a kind of board.
enum WrittenTexts {
    /// What a written text depends on.
    struct Question: Sendable, Equatable {
        let value: Value
        let headings: ValueRule.Rich.Headings
        let language: String
        let format: TextFormat
    }

    /// A tree, its written form, and what was lost between the source and it.
    struct Written: Sendable {
        let tree: RichText
        let text: String
        let losses: [Loss]
    }

    // A few ads' worth.
    private static let known = Remembered<Question, Written?>(capacity: 64)

    /// The written form, made by the closure unless it is remembered; nil when there is nothing to write.
    static func written(_ question: Question, _ make: () -> Written?) -> Written? { known.answer(question, make) }
}
