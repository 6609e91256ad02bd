import Documents

extension ManifestDraft {
    /// Judges what only the whole manifest shows.
    func check(_ manifest: Manifest?) {
        guard let manifest else { return }
        checkCycles()
        checkCalls(manifest)
        checkDocument(manifest)
        checkWords(manifest)
        // A broken manifest leaves things unused that are meant to be used.
        if problems.isClean { checkUnused(manifest) }
    }

    /// Places in the values, each after those it refers to.
    func valueOrder(of manifest: Manifest) -> [Int] {
        let places = Dictionary(manifest.values.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var order: [Int] = []
        var seen: Set<String> = []
        func visit(_ name: String) {
            guard let place = places[name], seen.insert(name).inserted else { return }
            for edge in edges[.value(name)] ?? [] {
                if case .value(let other) = edge.to { visit(other) }
            }
            order.append(place)
        }
        for value in manifest.values { visit(value.name) }
        return order
    }

    /// Values, bodies and look-ups must not refer to themselves, whatever the way round.
    private func checkCycles() {
        var done: Set<Owner> = []
        var path: [Owner] = []
        func visit(_ owner: Owner) {
            guard !done.contains(owner) else { return }
            path.append(owner)
            for edge in edges[owner] ?? [] {
                if let start = path.firstIndex(of: edge.to) {
                    let round = (path[start...] + [edge.to]).map(\.title).joined(separator: " → ")
                    problems.error(
                        "cycle",
                        at: edge.location,
                        field: owner.title,
                        "These refer to each other in a circle: \(round).",
                        remedy: "Let one of them read the role instead."
                    )
                } else {
                    visit(edge.to)
                }
            }
            path.removeLast()
            done.insert(owner)
        }
        let owners =
            names.values.map(Owner.value) + names.bodies.map(Owner.body) + names.lookups.keys.sorted().map(Owner.lookup)
        for owner in owners { visit(owner) }
    }

    /// What nothing refers to is probably a mistake.
    private func checkUnused(_ manifest: Manifest) {
        for value in manifest.values where !used.contains(.value(value.name)) && value.shows == nil {
            warn("values.\(value.name)", "unused-value", "Nothing refers to the value \"\(value.name)\".")
        }
        for body in manifest.bodies where !used.contains(.body(body.name)) {
            warn("bodies.\(body.name)", "unused-body", "Nothing refers to the body \"\(body.name)\".")
        }
        for watch in manifest.watches where !startedWatches.contains(watch.name) && watch.scope != .account {
            warn("watches.\(watch.name)", "unused-watch", "Nothing starts the watch \"\(watch.name)\".")
        }
    }

    private func warn(_ path: String, _ code: String, _ message: String) {
        problems.add(
            Diagnostic(.warning, code: code, at: places[path], field: path, message, remedy: "Remove it, or use it.")
        )
    }
}
