import Documents

/// Chooses among the candidates of a look-up, and never guesses.
struct Choosing {
    let adapter: Adapter
    let lookup: Lookup
    let scope: CallScope

    func choice(among candidates: [Candidate]) -> LookupChoice {
        if let pinned {
            // A person's word stands even where the board does not offer it now.
            return .chosen(fitting(pinned, candidates).first ?? Candidate(id: pinned, label: pinned))
        }
        guard !candidates.isEmpty else {
            return .none(
                message: "The board offers nothing for the look-up \"\(lookup.name)\" of \(adapter.manifest.id).",
                remedy: Evaluation.change(adapter.map.rolePaths(ofLookup: lookup.name, adapter.manifest))
            )
        }
        switch lookup.pick {
        case .person: return .person(candidates)
        case .personUnlessOne: return candidates.count == 1 ? .chosen(candidates[0]) : .person(candidates)
        case .only: return .chosen(candidates[0])
        case .label(let source):
            guard let wanted = scope.resolve(source)?.scalarText, !wanted.isEmpty else { return .person(candidates) }
            let fitting = fitting(wanted, candidates)
            guard let first = fitting.first else {
                let offered = candidates.prefix(10).map { "\"\($0.label)\"" }.joined(separator: ", ")
                return .none(
                    message: "The board offers no \"\(wanted)\" for the look-up \"\(lookup.name)\".",
                    remedy: "Use one of: \(offered)."
                )
            }
            return fitting.count == 1 ? .chosen(first) : .person(fitting)
        }
    }

    /// What a person pinned for a value of this look-up.
    private var pinned: String? {
        for rule in adapter.manifest.values {
            guard case .lookup(lookup.name, let sources) = rule.origin else { continue }
            for source in sources {
                if let text = scope.resolve(source)?.scalarText, !text.isEmpty { return text }
            }
        }
        return nil
    }

    /// Candidates with that id, otherwise those with that label.
    private func fitting(_ text: String, _ candidates: [Candidate]) -> [Candidate] {
        let byID = candidates.filter { $0.id == text }
        if !byID.isEmpty { return byID }
        let wanted = PageText.folded(text).lowercased()
        return candidates.filter { PageText.folded($0.label).lowercased() == wanted }
    }
}
