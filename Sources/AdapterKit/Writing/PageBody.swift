import Documents

/// Writes a page from a page template and the body's data.
struct PageBody {
    let adapter: Adapter
    let scope: WireScope
    let language: String
    let templates: [String: String]

    /// The page's bytes.
    ///
    /// Entries of `facts` that have a `kind` and no `label` get one in the page's language, and a role's own word such as
    /// `full-time` is said in it too.
    /// A template may use the names of the data, `language`, `direction`, `jsonLD` and the words of ``PageWords``.
    func bytes(template file: String, data tree: Tree, jsonLD: String?) throws(DocumentFault) -> [UInt8] {
        guard let text = templates[file] else {
            throw DocumentFault(
                "no-template",
                "There is no page template \"\(file)\".",
                remedy:
                    "Put it into Templates/pages, or name one of: \(templates.keys.sorted().joined(separator: ", "))."
            )
        }
        var data = scope.build(tree)?.object ?? [:]
        data["language"] = .text(language)
        data["direction"] = .text(TextDirection(language: language).rawValue)
        for word in PageWords.words(for: language) { data[word.key] = word.value }
        if let facts = data["facts"]?.list { data["facts"] = .list(facts.map(labelled)) }
        if let jsonLD, case .tree(let tree)? = adapter.body(named: jsonLD)?.shape, let value = scope.build(tree) {
            data["jsonLD"] = .text(HTMLText.script(JSON.text(value)))
        }
        let page = PageTemplate(
            file: file,
            text: text,
            known: tree.keys.union(data.allKeys).union(elementKeys).union(["jsonLD", "label"]),
            html: htmlNames(tree)
        )
        return Array(try page.filled(data).utf8)
    }

    private func labelled(_ fact: Value) -> Value {
        guard var members = fact.object, members["label"] == nil, let kind = members["kind"]?.text,
            let label = PageWords.label(kind, language: language)
        else { return fact }
        members["label"] = .text(label)
        if Self.worded.contains(kind), let text = members["text"]?.text,
            let words = VocabularyWords.words(for: text, language: language)
        {
            members["text"] = .text(words)
        }
        return .object(members)
    }

    /// Kinds of facts that hold words of a role's closed vocabularies.
    private static let worded = ["employment", "hours", "workplace", "start"]

    /// Data members that are HTML written here, and nothing else.
    private func htmlNames(_ tree: Tree) -> Set<String> {
        guard case .object(let members) = tree else { return ["jsonLD"] }
        let names = members.filter { member in
            guard case .reference(.value(let name)) = member.tree else { return false }
            return adapter.value(named: name)?.isHTML ?? false
        }
        return Set(names.map(\.key)).union(["jsonLD"])
    }

    /// Keys of the elements that values make.
    private var elementKeys: Set<String> {
        adapter.manifest.values.reduce(into: []) { keys, rule in
            if case .each(_, _, .object(let tree)) = rule.origin { keys.formUnion(tree.keys) }
        }
    }
}

extension Tree {
    /// Every key of every object inside.
    var keys: Set<String> {
        switch self {
        case .object(let members): members.reduce(into: []) { $0.formUnion($1.tree.keys.union([$1.key])) }
        case .list(let list): list.reduce(into: []) { $0.formUnion($1.keys) }
        case .literal(let value): value.object?.allKeys ?? []
        case .reference, .splice, .template, .body: []
        }
    }
}

extension Members {
    /// Every key, at any depth.
    var allKeys: Set<String> {
        reduce(into: []) { keys, member in
            keys.insert(member.key)
            for element in member.value.list ?? [member.value] { keys.formUnion(element.object?.allKeys ?? []) }
        }
    }
}
