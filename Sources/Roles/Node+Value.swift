import Documents
import FoundationEssentials

extension Node {
    /// A node that says what a value says, everywhere at one location.
    init(_ value: Value, at location: SourceLocation) {
        switch value {
        case .null: self.init(.scalar("null", quoted: false), at: location)
        case .boolean(let truth): self.init(.scalar(truth ? "true" : "false", quoted: false), at: location)
        case .number(let number): self.init(.scalar(number.description, quoted: false), at: location)
        case .text(let text): self.init(.scalar(text, quoted: true), at: location)
        case .markup(let markup):
            let text = Node(.scalar(markup.text, quoted: true), at: location)
            self.init(
                .mapping([Member(key: markup.dialect.key, location: location, value: text)]),
                at: location
            )
        case .list(let list): self.init(.sequence(list.map { Node($0, at: location) }), at: location)
        case .object(let members):
            self.init(
                .mapping(
                    members.map { Member(key: $0.key, location: location, value: Node($0.value, at: location)) }
                ),
                at: location
            )
        }
    }
}
