import Documents

/// A path of names such as `ad.values[my.key].title`.
struct Reference: Sendable, Hashable {
    let steps: [String]

    /// Reads a reference, or nil when it is malformed.
    init?(_ text: String) {
        guard let steps = Reference.steps(text), !steps.isEmpty else { return nil }
        self.steps = steps
    }

    /// Splits at dots; what stands in brackets is one step.
    static func steps(_ text: String) -> [String]? {
        var steps: [String] = []
        var step = ""
        var inBrackets = false
        var afterBracket = false
        for character in text {
            switch character {
            case "[" where !inBrackets:
                if !step.isEmpty { steps.append(step) } else if !steps.isEmpty, !afterBracket { return nil }
                step = ""
                inBrackets = true
            case "]" where inBrackets:
                steps.append(step)
                step = ""
                inBrackets = false
                afterBracket = true
                continue
            case "." where !inBrackets:
                if step.isEmpty, !afterBracket { return nil }
                if !step.isEmpty { steps.append(step) }
                step = ""
            default:
                if afterBracket { return nil }
                step.append(character)
            }
            afterBracket = false
        }
        guard !inBrackets, !step.isEmpty || afterBracket else { return nil }
        if !step.isEmpty { steps.append(step) }
        return steps
    }

    func resolve(in scope: Scope) -> Datum {
        steps.dropFirst().reduce(scope[steps[0]]) { $0[$1] }
    }

    /// First name of every scope; anything else can never be found.
    static let roots: Set<String> = [
        "request", "path", "body", "element", "account", "ad", "previous", "task", "result", "refusal", "limit",
        "token", "count", "pages", "cursor", "more", "now", "board", "item", "event", "crawl", "missing", "results",
        "number", "refusals", "ads", "tasks", "events", "items",
    ]
}
