import Documents
import FoundationEssentials
import RichText

/// What was read while one value was evaluated.
struct Trace: Sendable {
    /// Paths of role facts that were there, without the places in lists: `contacts.email`.
    var facts: Set<String> = []

    /// Names of other values.
    var values: Set<String> = []
}

extension Value {
    /// Whether this says anything: neither null nor an empty text, list or object.
    var saysSomething: Bool {
        switch self {
        case .null: false
        case .text(let text): !text.isEmpty
        case .markup(let markup): !markup.text.isEmpty
        case .list(let list): !list.isEmpty
        case .object(let members): !members.isEmpty
        case .boolean, .number: true
        }
    }

    /// The value at a path of keys and, for lists, places; nil when a step is missing or says nothing.
    func descend(_ path: some Sequence<String>) -> Value? {
        var here = self
        for step in path {
            switch here {
            case .object(let members):
                guard let next = members[step] else { return nil }
                here = next
            case .list(let list):
                guard let place = Int(step), list.indices.contains(place) else { return nil }
                here = list[place]
            default: return nil
            }
        }
        return here == .null ? nil : here
    }

    /// Every text inside, in order, marked-up text without its marks.
    var allTexts: [String] {
        switch self {
        case .null, .boolean: []
        case .number(let number): [number.description]
        case .text(let text): [text]
        case .markup(let markup): [ParsedTexts.parsed(markup).text.plainText]
        case .list(let list): list.flatMap(\.allTexts)
        case .object(let members): members.flatMap(\.value.allTexts)
        }
    }
}
