import Documents
import RichText
import Synchronization

/// Rich texts that were written lately, so that one description is written once for all accounts of a kind of board.
///
/// What is written depends on the question alone, so nobody can see whether an answer was remembered.
enum WrittenTexts {
    /// What a written text depends on.
    struct Question: Sendable, Hashable {
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

    private static let known = Mutex<[Question: Written?]>([:])

    /// How many texts are remembered: a few ads' worth.
    private static let capacity = 64

    /// The written form, made by the closure unless it is remembered; nil when there is nothing to write.
    static func written(_ question: Question, _ make: () -> Written?) -> Written? {
        if let known = known.withLock({ $0[question] }) { return known }
        let written = make()
        known.withLock { known in
            if known.count >= capacity { known.removeAll(keepingCapacity: true) }
            known[question] = .some(written)
        }
        return written
    }
}
