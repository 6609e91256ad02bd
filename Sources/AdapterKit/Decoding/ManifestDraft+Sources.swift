import Documents
import Roles

extension ManifestDraft {
    /// Reads what a reference names, and judges it.
    ///
    /// A name without a dot is first a value's name, then a root or a key of the role. Inside the
    /// definition of a value its own name is the role's key, so that `title: { from: title }` is plain.
    func source(_ text: String, at location: SourceLocation, field: String, scope: Scope) -> Source? {
        let steps = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard steps.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(Self.isNameScalar) }) else {
            problems.error(
                "bad-path",
                at: location,
                field: field,
                "\"\(text)\" is no name and no path.",
                remedy: "Write names of letters, digits, hyphens and underscores, with a dot between them."
            )
            return nil
        }
        if steps.count == 1, scope.locals.contains(text) { return .value(text) }
        if steps.count == 1, names.valueSet.contains(text), scope.owner != .value(text) {
            use(.value(text), by: scope.owner, at: location)
            return .value(text)
        }
        guard judge(steps, text, at: location, field: field, scope: scope) else { return nil }
        return .path(steps)
    }

    /// Reads the source in a member, or nil when it is absent.
    func source(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> Source? {
        let place = self.place(reader, key)
        guard let text = reader.text(key) else { return nil }
        return source(text, at: place, field: reader.path(of: key), scope: scope)
    }

    /// Reads the sources in a member that is one path or a list of paths.
    func sources(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> [Source] {
        let nodes = reader.node[key]?.items ?? reader.node[key].map { [$0] } ?? []
        let field = reader.path(of: key)
        let texts = reader.texts(key)
        guard texts.count == nodes.count else { return [] }
        return zip(texts, nodes).compactMap { source($0, at: $1.location, field: field, scope: scope) }
    }

    /// Notes that one definition refers to another.
    func use(_ target: Owner, by owner: Owner, at location: SourceLocation) {
        if target != owner { used.insert(target) }
        edges[owner, default: []].append(Edge(to: target, location: location))
    }

    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
    }

    private func judge(
        _ steps: [String],
        _ text: String,
        at location: SourceLocation,
        field: String,
        scope: Scope
    ) -> Bool {
        let root = steps[0]
        if scope.extras.contains(text) { return true }
        switch root {
        case "settings", "secrets", "facets", "kept", "minted", "lookups":
            return judgeDefined(steps, text, at: location, field: field, scope: scope)
        case "it": return judgeElement(steps, text, at: location, field: field, scope: scope)
        default: break
        }
        if let members = RootNames.members[root] {
            if steps.count == 1, RootNames.whole.contains(root) { return true }
            if steps.count == 2, members.contains(steps[1]) { return true }
            guard steps.count > 1, !members.isEmpty else {
                let remedy =
                    members.isEmpty
                    ? "Read \"\(root)\" as it is."
                    : "Use one of: \(members.map { "\(root).\($0)" }.joined(separator: ", "))."
                problems.error("unknown-path", at: location, field: field, "There is no \"\(text)\".", remedy: remedy)
                return false
            }
            return unknown(text, "\(root).", steps[1], among: members, at: location, field: field)
        }
        if RoleSchema.field(at: text) != nil { return true }
        if steps.count > 1, names.valueSet.contains(root), !RootNames.roleSet.contains(root) {
            problems.error(
                "no-members",
                at: location,
                field: field,
                "\"\(root)\" is a value and has no members to name.",
                remedy: "Define another value for \"\(text)\"."
            )
            return false
        }
        return unknownName(text, steps, at: location, field: field, scope: scope)
    }

    private func unknownName(
        _ text: String,
        _ steps: [String],
        at location: SourceLocation,
        field: String,
        scope: Scope
    ) -> Bool {
        if case .value(text) = scope.owner {
            problems.error(
                "cycle",
                at: location,
                field: field,
                "The value \"\(text)\" refers to itself.",
                remedy: "Name a path of the role, such as title or pay.min."
            )
            return false
        }
        let near =
            steps.count > 1
            ? RoleSchema.nearest(to: text) ?? Nearest.name(to: steps[0], among: RootNames.all)
            : Nearest.name(to: text, among: names.values + scope.locals.sorted() + RootNames.all)
        problems.error(
            steps.count > 1 ? "unknown-path" : "unknown-name",
            at: location,
            field: field,
            steps.count > 1
                ? "There is no \"\(text)\" to read." : "\"\(text)\" is neither a value nor a key of the role.",
            remedy: near.map { "Did you mean \"\($0)\"?" } ?? "Define it under values, or name a path of the role."
        )
        return false
    }
}
