import Documents
import XMLTree

/// Writes a tree as XML elements: members in order, `@name` members as attributes, lists as repeated elements.
struct XMLBody {
    let options: Body.XMLOptions
    var writer = XMLWriter()

    /// Writes one member of an object.
    mutating func write(_ name: String, _ value: Value) {
        switch value {
        case .list(let list):
            for element in list { write(name, element) }
        case .object(let members): write(name, members)
        case .null:
            if options.keepsEmpty { writer.element(name) }
        case .text, .number, .boolean, .markup:
            writer.element(name, text: value.inlineText ?? "", cdata: options.usesCDATA)
        }
    }

    private mutating func write(_ name: String, _ members: Members) {
        let attributes = members.compactMap { member -> XMLElement.Attribute? in
            guard member.key.hasPrefix("@"), let text = member.value.inlineText else { return nil }
            return XMLElement.Attribute(String(member.key.dropFirst()), text)
        }
        writer.start(name, attributes)
        for member in members where !member.key.hasPrefix("@") {
            if member.key == "#text" {
                let text = member.value.inlineText ?? ""
                if options.usesCDATA, !text.isEmpty { writer.cdata(text) } else { writer.text(text) }
            } else {
                write(member.key, member.value)
            }
        }
        writer.end()
    }
}
