/// Who holds a reference.
enum Owner: Hashable {
    /// A value.
    case value(String)
    /// A look-up's question.
    case lookup(String)
    /// A body.
    case body(String)
    /// Anything else: a request, a rule, a header.
    case other

    /// The owner as a person would name it.
    var title: String {
        switch self {
        case .value(let name): name
        case .lookup(let name): "lookups.\(name)"
        case .body(let name): "bodies.\(name)"
        case .other: "the manifest"
        }
    }
}

/// What may be referred to at one place of a manifest.
struct Scope {
    /// Who holds the reference.
    var owner: Owner = .other
    /// Whether paths of a reply may stand here.
    var isReply = false
    /// Whether secrets may stand here.
    var allowsSecrets = false
    /// Whether other bodies may stand here.
    var allowsBodies = false
    /// Names that exist here alone, such as those of `let`.
    var locals: Set<String> = []
    /// Roots that exist here alone, such as `cursor`.
    var extras: Set<String> = []
    /// What `it` is.
    var element: Element = .none

    /// What `it` is.
    enum Element {
        /// There is none here.
        case none
        /// Something whose members are not known.
        case any
        /// Text or a number.
        case scalar
        /// An element of a role's list, by its path such as `contacts[]`.
        case role(String)
        /// A place.
        case place
    }
}
