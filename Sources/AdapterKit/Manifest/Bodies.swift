public import Documents

/// A board's tree: literals and references, and no operator at all.
///
/// Absence does the work of conditions: a reference to an absent value leaves its key out, and an object
/// or list that held references and kept none is left out with it.
public indirect enum Tree: Sendable, Hashable {
    /// Text, number, truth value or null as it stands.
    case literal(Value)
    /// `$name` or `$path`.
    case reference(Source)
    /// `$name*`: a list spliced into the surrounding list.
    case splice(Source)
    /// Text with references in braces.
    case template(Template)
    /// Another body by name, `$bodies.name`.
    case body(String)
    /// A list.
    case list([Tree])
    /// An object.
    case object([TreeMember])
}

/// One member of a tree's object.
public struct TreeMember: Sendable, Hashable {
    /// The key, without its mark.
    public var key: String
    /// What the key's mark demands.
    public var mark: Mark
    /// The member.
    public var tree: Tree

    /// Marks behind a key.
    public enum Mark: Sendable, Hashable {
        /// No mark.
        case none
        /// `key!`: without this member the enclosing object is left out.
        case decisive
        /// `key+`: stays though empty.
        case kept
    }
}

/// A named body.
public struct Body: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its shape.
    public var shape: Shape

    /// Shapes of bodies.
    public enum Shape: Sendable, Hashable {
        /// A tree, written as JSON or form by the request that names it.
        case tree(Tree)
        /// An XML document; the root object has one member, `@name` members are attributes.
        case xml(XMLOptions, root: Tree)
        /// A page made from a page template; members are the template's values; `jsonLD` names a body.
        case page(template: String, data: Tree, jsonLD: String?)
        /// Lines with references; a line in which one is absent is left out.
        case text([Template])
    }

    /// How XML is written.
    public struct XMLOptions: Sendable, Hashable {
        /// Whether text stands in CDATA sections.
        public var usesCDATA: Bool
        /// Whether an absent value keeps its empty element.
        public var keepsEmpty: Bool
        /// Whether the declaration is written.
        public var hasDeclaration: Bool
    }
}
