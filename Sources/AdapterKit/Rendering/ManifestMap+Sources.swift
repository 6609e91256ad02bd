import Documents

extension ManifestMap {
    /// Everything a value reads, the values of its elements included.
    static func sources(of rule: ValueRule) -> [Source] {
        var found = sources(of: rule.origin) + rule.when.flatMap(\.sources)
        for filter in rule.filters {
            switch filter {
            case .daysFromNow: found.append(.path(["clock", "now"]))
            case .track: found.append(.path(["posting", "wireReference"]))
            default: break
            }
        }
        if let source = rule.count?.maxFrom { found.append(source) }
        found += [rule.range?.atLeast, rule.range?.atMost].compactMap { $0 }
        return found
    }

    private static func sources(of origin: ValueRule.Origin) -> [Source] {
        switch origin {
        case .from(let sources), .gather(let sources): return sources
        case .constant: return []
        case .text(let template): return template.sources
        case .first(let rows):
            return rows.flatMap { $0.when.flatMap(\.sources) + ($0.origin.map(sources) ?? []) }
        case .each(let source, let bindings, let item):
            let own = Set(bindings.map { Source.value($0.name) })
            let inner: [Source] =
                switch item {
                case .value(let rule): sources(of: rule)
                case .object(let tree): tree.sources
                case .itself: []
                }
            return [source] + (bindings.flatMap(sources) + inner).filter { !own.contains($0) }
        case .rich(let rich): return rich.from + rich.tagsIf.flatMap { $0.when.flatMap(\.sources) }
        case .lookup(let name, let pinned): return [.path(["lookups", name])] + pinned
        case .layout(let layout): return layout.lines.flatMap(\.sources)
        }
    }
}

extension Template {
    /// What the text refers to, in order.
    var sources: [Source] {
        parts.compactMap { part in
            guard case .reference(let source) = part else { return nil }
            return source
        }
    }
}

extension Condition {
    /// What the condition reads of a render.
    var sources: [Source] {
        switch self {
        case .present(let path), .absent(let path), .equals(let path, _), .among(let path, _):
            [path.source].compactMap { $0 }
        case .contains(let path, let template): [path.source].compactMap { $0 } + template.sources
        case .same(let first, let second): [first.source, second.source].compactMap { $0 }
        case .status: []
        }
    }
}

extension ReplyPath {
    /// The path as one of a render, or nil when it reads a reply.
    var source: Source? {
        switch root {
        case .source(.value(let name)) where components.isEmpty: return .value(name)
        case .source(.value(let name)): return .path([name] + keys)
        case .source(.path(let path)): return .path(path + keys)
        case .element: return .path(["it"] + keys)
        case .document, .header, .body: return nil
        }
    }

    private var keys: [String] {
        components.map { component in
            switch component {
            case .key(let key): key
            case .index(let index): String(index)
            case .every: "*"
            }
        }
    }
}

extension Tree {
    /// What the tree refers to, in order; other bodies are left out.
    var sources: [Source] {
        switch self {
        case .literal, .body: []
        case .reference(let source), .splice(let source): [source]
        case .template(let template): template.sources
        case .list(let list): list.flatMap(\.sources)
        case .object(let members): members.flatMap(\.tree.sources)
        }
    }
}
