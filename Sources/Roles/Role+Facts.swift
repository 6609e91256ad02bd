public import Documents

extension Role {
    /// The tree that adapters read by path.
    ///
    /// Keys are those of a role file, and ``RoleSchema`` lists every path. Absent is unknown: nothing
    /// is added that the role does not say. So `pay.hidden` and `employer.anonymous` are absent when
    /// nobody wrote them; ``RoleSchema/Field/absentReadsAs`` tells conditions what to take them for.
    /// Dates are texts such as `2026-12-01`, to be read in `dates.zone`. `employmentType` is one text,
    /// or a list when the role names several. `language` is the language that the texts are in.
    ///
    /// - Parameters:
    ///   - account: Account whose overrides hold; nil for the role's own facts.
    ///   - language: Language wanted; the role's own texts stand in for what is not translated.
    public func facts(account: String? = nil, language: String? = nil) -> Value {
        var (facts, translations) = overridden(for: account)
        guard let language, let found = Self.best(language, among: Array(translations.keys)) else {
            return .object(facts)
        }
        if let changes = translations[found] { facts = Merging.facts(facts, with: changes) }
        facts["language"] = .text(found)
        return .object(facts)
    }

    /// The board-specific answers for an account; empty when there are none.
    public func facets(account: String) -> Members { boards[account]?.facets ?? Members() }

    /// What may be spent for an account; nil while nobody has said.
    public func spend(account: String) -> Spend? { boards[account]?.spend }

    /// The facts for an account, and its translations.
    private func overridden(for account: String?) -> (facts: Members, translations: [String: Members]) {
        guard let overrides = account.flatMap({ boards[$0] }) else { return (tree, translations) }
        return (Merging.facts(tree, with: overrides.changes), overrides.translations)
    }

    /// The wanted language, or the nearest more general one.
    private static func best(_ wanted: String, among known: [String]) -> String? {
        var tag = wanted
        while true {
            if known.contains(tag) { return tag }
            guard let cut = tag.lastIndex(of: "-") else { return nil }
            tag = String(tag[..<cut])
        }
    }
}
