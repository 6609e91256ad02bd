public import Documents

/// The text of the ad: sections, or one body.
public struct Description: Sendable, Hashable {
    /// The parts of a description, in the order of an ad.
    public enum Section: String, Sendable, Hashable, CaseIterable {
        /// What the role is about.
        case intro

        /// What the person does.
        case duties

        /// What the person brings.
        case requirements

        /// What the person gets.
        case benefits

        /// How to go on.
        case closing
    }

    /// The sections that are written; empty when there is one body.
    public let sections: [Section: Markup]

    /// The whole text as one; nil when there are sections.
    public let body: Markup?

    /// The texts in the order of an ad.
    public var texts: [Markup] { body.map { [$0] } ?? Section.allCases.compactMap { sections[$0] } }
}

extension Description: Fact {
    var fact: Value {
        var members = Members()
        for section in Section.allCases { members.put(section.rawValue, sections[section]) }
        members.put("body", body)
        return .object(members)
    }

    /// Reads a text, `{ html: … }`, or an object of sections.
    static func read(_ found: Node, _ field: String, with outer: ObjectReader) -> Description? {
        let isText = found.members.map { $0.count == 1 && Markup.Dialect(key: $0[0].key) != nil } ?? true
        if isText { return outer.markup(found, field).map { Description(sections: [:], body: $0) } }
        return outer.nested(found, field) { reader in
            var sections: [Section: Markup] = [:]
            for section in Section.allCases { sections[section] = reader.markup(section.rawValue) }
            let body = reader.markup("body")
            if sections.isEmpty == (body == nil) {
                reader.problems.error(
                    body == nil ? "missing" : "body-and-sections",
                    at: found.location,
                    field: field,
                    body == nil ? "\"\(field)\" has no text." : "\"\(field)\" has a body and sections.",
                    remedy: "Write one body, or some of: \(Section.allCases.map(\.rawValue).joined(separator: ", "))."
                )
                return nil
            }
            return Description(sections: sections, body: body)
        }
    }
}
