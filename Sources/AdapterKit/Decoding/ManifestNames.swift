import Documents

/// The names that a manifest defines, gathered before anything is decoded, so that a reference can be
/// judged where it stands even when what it names is broken itself.
struct ManifestNames {
    /// Names of values, in order.
    let values: [String]
    /// Names of bodies, in order.
    let bodies: [String]
    /// Kinds of settings by name, as written.
    let settings: [String: String]
    /// Names of facets.
    let facets: [String]
    /// Names of minted values.
    let mint: [String]
    /// What each look-up keeps, by the look-up's name.
    let lookups: [String: [String]]
    /// Kinds of kept values by name, as written.
    let kept: [String: String]
    /// Names of the calls that are there.
    let operations: [String]
    /// Names of watches.
    let watches: [String]
    /// Values, for quick answers.
    let valueSet: Set<String>
    /// Bodies that are lines of text, since a request or the document takes them as text.
    let textBodies: Set<String>
    /// Allowed words of settings and facets, by path such as `settings.scheme`.
    let words: [String: [String]]

    init(_ root: Node) {
        func keys(_ node: Node?) -> [String] { node?.members?.map(\.key) ?? [] }
        values = keys(root["values"])
        valueSet = Set(values)
        bodies = keys(root["bodies"])
        facets = keys(root["facets"])
        mint = keys(root["mint"])
        operations = keys(root["operations"])
        watches = keys(root["watches"])
        settings = Self.table(root["settings"]?.members) { $0["type"]?.text ?? "text" }
        lookups = Self.table(root["lookups"]?.members) { keys($0["keep"]) }
        let calls = (root["operations"]?.members ?? []) + (root["watches"]?.members ?? [])
        kept = Self.table(calls.flatMap { $0.value["keep"]?.members ?? [] }) { $0["type"]?.text ?? "text" }
        let requests = (calls + (root["lookups"]?.members ?? [])).map(\.value["request"])
        let document = [root["document"]?["body"], root["document"]?["item"]]
        textBodies = Set((requests.map { $0?["text"] } + document).compactMap { $0?.text })
        var words: [String: [String]] = [:]
        for kind in ["settings", "facets"] {
            for member in root[kind]?.members ?? [] {
                let path = "\(kind).\(member.key)"
                if member.value["type"]?.text == "boolean" { words[path] = ["true", "false"] }
                if let list = member.value["oneOf"]?.items { words[path] = list.compactMap(\.text) }
            }
        }
        self.words = words
    }

    private static func table<Entry>(_ members: [Node.Member]?, _ entry: (Node) -> Entry) -> [String: Entry] {
        Dictionary((members ?? []).map { ($0.key, entry($0.value)) }) { first, _ in first }
    }
}
