import Documents

/// Lays one document over another: objects member by member, everything else whole; null takes away.
enum Merging {
    /// Lays a fragment of a role file over a role file; what comes from the fragment keeps its location.
    static func node(_ base: Node, with fragment: Node, under path: String = "") -> Node {
        guard let below = base.members, let above = fragment.members else { return fragment }
        var members = below
        for member in above {
            let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
            if let place = members.firstIndex(where: { $0.key == member.key }) {
                let value =
                    isWhole(inner, members[place].value, member.value)
                    ? member.value : node(members[place].value, with: member.value, under: inner)
                members[place] = Node.Member(key: member.key, location: member.location, value: value)
            } else {
                members.append(member)
            }
        }
        // What a fragment breaks inside an object is to be mended in the fragment.
        return Node(.mapping(members), at: path.isEmpty ? base.location : fragment.location)
    }

    /// Lays changed facts over facts.
    static func facts(_ base: Members, with changes: Members) -> Members {
        var merged = base
        for change in changes {
            switch (merged[change.key], change.value) {
            case (_, .null): merged[change.key] = nil
            case (.object(let below)?, .object(let above)): merged[change.key] = .object(facts(below, with: above))
            case (nil, .object(let above)): merged[change.key] = .object(facts(Members(), with: above))
            default: merged[change.key] = change.value
            }
        }
        return merged
    }

    /// The changes that, laid over `base`, give `target`; null where something is taken away.
    static func difference(from base: Members, to target: Members) -> Members {
        var changes = Members()
        for member in target where base[member.key] != member.value {
            if case .object(let below)? = base[member.key], case .object(let above) = member.value {
                changes[member.key] = .object(difference(from: below, to: above))
            } else {
                changes[member.key] = member.value
            }
        }
        for member in base where target[member.key] == nil { changes[member.key] = .null }
        return changes
    }

    /// A fragment of a role file that, laid over one saying `base`, says `target`; null only where `base` says more.
    static func fragment(from base: Members, to target: Members) -> Members {
        var changes = Members()
        for member in target where member.value != .null {
            if case .object(let above) = member.value {
                changes[member.key] = .object(fragment(from: base[member.key]?.object ?? Members(), to: above))
            } else {
                changes[member.key] = member.value
            }
        }
        for member in base where member.value != .null && (target[member.key] ?? .null) == .null {
            changes[member.key] = .null
        }
        return changes
    }

    /// Whether a fragment's value replaces the one below it whole, although both are objects.
    private static func isWhole(_ path: String, _ below: Node, _ above: Node) -> Bool {
        let steps = path.split(separator: ".")
        // One category, and one marked-up text, is a value of its own.
        if steps.dropLast().last == "categories" || steps.dropLast().last == "description" { return true }
        guard steps.last == "description" else { return false }
        // A body replaces sections, and sections replace a body.
        return below.isBody != above.isBody || above.isBareText
    }
}

extension Node {
    /// Whether a description has one text in place of sections.
    fileprivate var isBody: Bool { isBareText || self["body"].map { !$0.isNull } == true }

    /// Whether a description is marked-up text itself.
    fileprivate var isBareText: Bool {
        guard let members else { return true }
        return members.count == 1 && Markup.Dialect(key: members[0].key) != nil
    }
}
