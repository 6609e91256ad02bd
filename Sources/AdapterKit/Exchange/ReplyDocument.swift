import Documents
import Transport
import XMLTree

/// The body of a reply, read as the manifest says.
enum ReplyDocument {
    /// There is no body.
    case empty
    /// A tree made of JSON.
    case json(Value)
    /// A tree made of XML: an element's members are its elements, `@name` its attributes; repeated ones are lists.
    case xml(Value)
    /// Text that is not read further.
    case text
    /// The body is not what it should be, or was cut.
    case unreadable

    init(_ reply: Reply, format: RequestRule.ReplyFormat) {
        let hasBody = reply.body.contains { $0 != 0x20 && !(0x09...0x0D).contains($0) }
        switch format {
        case _ where reply.truncated && format != .text: self = .unreadable
        case _ where !hasBody: self = .empty
        case .text: self = .text
        case .json:
            // A byte order mark is no JSON, and yet some servers write one.
            let body = reply.body.starts(with: [0xEF, 0xBB, 0xBF]) ? reply.body.dropFirst(3) : reply.body[...]
            self = JSON.parse(body).map(ReplyDocument.json) ?? .unreadable
        case .xml:
            if let root = try? XML.parse(reply.body) { self = .xml(Self.value(of: root)) } else { self = .unreadable }
        }
    }

    /// The tree, when there is one.
    var root: Value? {
        switch self {
        case .json(let value), .xml(let value): value
        case .empty, .text, .unreadable: nil
        }
    }

    var isXML: Bool { if case .xml = self { true } else { false } }

    var isUnreadable: Bool { if case .unreadable = self { true } else { false } }

    private static func value(of element: XMLElement) -> Value {
        var names: [String] = []
        var groups: [String: [Value]] = [:]
        for child in element.elements {
            if groups[child.name] == nil { names.append(child.name) }
            groups[child.name, default: []].append(value(of: child))
        }
        guard !names.isEmpty || !element.attributes.isEmpty else { return .text(element.text) }
        var members = Members(element.attributes.map { ("@\($0.name)", .text($0.value)) })
        for name in names {
            let values = groups[name] ?? []
            members[name] = values.count == 1 ? values[0] : .list(values)
        }
        if names.isEmpty, !element.text.isEmpty { members["#text"] = .text(element.text) }
        return .object(members)
    }
}

extension Value {
    /// The scalar as text, that of an XML element with attributes included.
    var replyText: String? { scalarText ?? self["#text"]?.scalarText }
}
