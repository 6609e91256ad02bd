import Documents

extension ManifestMap {
    /// What reads the role alone, as against the account, the posting, the moment or what a board told.
    ///
    /// - Returns: The names of such values, and ``direct`` with such paths marked.
    func common(_ manifest: Manifest) -> (values: Set<String>, direct: [Direct]) {
        var known: [String: Bool] = [:]
        let rules = Dictionary(manifest.values.map { ($0.name, $0) }) { first, _ in first }
        let values = manifest.values.map(\.name).filter { isCommon($0, rules, &known) }
        var direct = direct
        for place in direct.indices {
            let path = direct[place].path
            direct[place].isCommon = isCommonRoot(path.first ?? "", of: path, rules, &known)
        }
        return (Set(values), direct)
    }

    private func isCommon(_ name: String, _ rules: [String: ValueRule], _ known: inout [String: Bool]) -> Bool {
        if let found = known[name] { return found }
        // What refers to itself is never asked for twice.
        known[name] = false
        let isCommon =
            rules[name]?.readsSourcesAlone == true
            && (sources[name] ?? []).allSatisfy { source in
                switch source {
                case .value(let other) where rules[other] != nil: self.isCommon(other, rules, &known)
                case .value(let root): isCommonRoot(root, of: [root], rules, &known)
                case .path(let path): isCommonRoot(path.first ?? "", of: path, rules, &known)
                }
            }
        known[name] = isCommon
        return isCommon
    }

    private func isCommonRoot(
        _ root: String,
        of path: [String],
        _ rules: [String: ValueRule],
        _ known: inout [String: Bool]
    ) -> Bool {
        if ["place", "places", "language", "it"].contains(root) { return true }
        if path == ["page", "url"] { return true }
        // A path that the role does not have is looked for among the values.
        guard RootNames.roleSet.contains(root) else { return false }
        return rules[root] == nil || isCommon(root, rules, &known)
    }
}

extension ValueRule {
    /// Whether ``ManifestMap/sources(of:)`` names all that the rule depends on, beside the operation.
    fileprivate var readsSourcesAlone: Bool {
        for filter in filters {
            if case .nudge = filter { return false }
        }
        switch origin {
        case .layout, .lookup: return false
        case .each(_, let bindings, let item):
            guard bindings.allSatisfy(\.readsSourcesAlone) else { return false }
            if case .value(let rule) = item { return rule.readsSourcesAlone }
            return true
        case .first(let rows): return rows.allSatisfy { $0.origin.map(Self.isPlain) ?? true }
        case .from, .constant, .text, .gather, .rich: return true
        }
    }

    private static func isPlain(_ origin: Origin) -> Bool {
        switch origin {
        case .from, .constant, .text, .gather, .rich: true
        case .layout, .lookup, .each, .first: false
        }
    }
}
