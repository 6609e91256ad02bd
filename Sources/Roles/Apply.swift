import Documents

/// How to apply: a web address or an e-mail address, at least one of them.
public struct Apply: Sendable, Hashable {
    /// A question to ask applicants.
    public struct Question: Sendable, Hashable {
        /// The question.
        public let text: String

        /// Whether it must be answered; nil while nobody has said.
        public let required: Bool?
    }

    /// Address of the application form; http, https or mailto.
    public let url: String?

    /// Address to write to.
    public let email: String?

    /// Questions to applicants; an empty list says that there are none.
    public let questions: [Question]?
}

extension Apply: Fact {
    init(_ reader: inout ObjectReader) {
        url = reader.words("url", .applyAddress)
        email = reader.words("email", .email)
        let outer = reader
        questions =
            reader.node("questions") == nil
            ? nil
            : reader.list("questions").enumerated().compactMap { index, node in
                Question(node, "\(outer.path(of: "questions"))[\(index)]", with: outer)
            }
        if reader.node("url") == nil, reader.node("email") == nil {
            reader.problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path,
                "There is no way to apply.",
                remedy: "Write apply.url or apply.email."
            )
        }
    }

    var fact: Value {
        var members = Members()
        members.put("url", url)
        members.put("email", email)
        members.put("questions", questions)
        return .object(members)
    }
}

extension Apply.Question: Fact {
    init?(_ node: Node, _ field: String, with outer: ObjectReader) {
        if let text = node.text?.trimmed, !text.isEmpty {
            self.init(text: text, required: nil)
            return
        }
        let read = outer.nested(node, field) { reader in
            (text: reader.requiredWords("text"), required: reader.boolean("required"))
        }
        guard let text = read.text else { return nil }
        self.init(text: text, required: read.required)
    }

    var fact: Value {
        var members = Members()
        members.put("text", text)
        members.put("required", required)
        return .object(members)
    }
}
