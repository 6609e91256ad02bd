import Documents
import Roles

extension ManifestDraft {
    /// Reads where a value comes from; exactly one origin must be there.
    func origin(_ reader: inout ObjectReader, name: String, scope: Scope) -> ValueRule.Origin? {
        var found: [ValueRule.Origin] = []
        let here = reader.node
        func has(_ key: String) -> Bool { here[key].map { !$0.isNull } ?? false }
        let from = sources(&reader, "from", scope: scope)
        if has("from") { found.append(.from(from)) }
        let constant = reader.node("const")
        if let constant { found.append(.constant(constant.value)) }
        if let text = template(&reader, "text", scope: scope) { found.append(.text(text)) }
        let rows = reader.objects("first") { self.row(&$0, scope: scope) }
        if has("first") { found.append(.first(rows)) }
        let each = self.each(&reader, name: name, scope: scope)
        if let each { found.append(each) }
        let gather = sources(&reader, "gather", scope: scope)
        if has("gather") { found.append(.gather(gather)) }
        if let rich = reader.object("rich", { self.rich(&$0, scope: scope) }) { found.append(.rich(rich)) }
        if let lookup = lookupOrigin(&reader, scope: scope) { found.append(lookup) }
        if let layout = reader.object("layout", { self.layout(&$0, scope: scope) }) { found.append(.layout(layout)) }
        if found.count != 1 {
            problems.error(
                found.isEmpty ? "no-origin" : "several-origins",
                at: reader.node.location,
                field: reader.path,
                found.isEmpty
                    ? "\"\(reader.path)\" does not say where it comes from."
                    : "\"\(reader.path)\" has several origins.",
                remedy: "Give it one of: from, const, text, first, each, gather, rich, lookup, layout."
            )
        }
        return found.first
    }

    private func row(_ reader: inout ObjectReader, scope: Scope) -> ValueRule.Row {
        let here = reader.node
        let when = conditions(&reader, "when", scope: scope)
        var found: [ValueRule.Origin] = []
        let from = sources(&reader, "from", scope: scope)
        if let node = here["from"], !node.isNull { found.append(.from(from)) }
        if let constant = reader.node("const") { found.append(.constant(constant.value)) }
        if let text = template(&reader, "text", scope: scope) { found.append(.text(text)) }
        let omits = reader.boolean("omit") ?? false
        if found.count + (omits ? 1 : 0) != 1 {
            problems.error(
                found.isEmpty ? "no-origin" : "several-origins",
                at: reader.node.location,
                field: reader.path,
                found.isEmpty ? "The row says nothing." : "The row says several things.",
                remedy: "Give it one of: from, const, text, omit: true."
            )
        }
        return ValueRule.Row(when: when, origin: omits ? nil : found.first)
    }

    private func each(_ reader: inout ObjectReader, name: String, scope: Scope) -> ValueRule.Origin? {
        let place = self.place(reader, "each")
        let source = source(&reader, "each", scope: scope)
        let hasEach = reader.node["each"] != nil
        var inner = scope
        inner.element = source.map { element(of: $0, at: place, field: reader.path(of: "each"), scope: scope) } ?? .any
        let lets = reader.entries("let")
        inner.locals.formUnion(lets.map(\.key))
        let path = reader.path(of: "let")
        let bindings = lets.map { member in
            if names.valueSet.contains(member.key) || RootNames.reserved.contains(member.key) {
                problems.error(
                    "name-taken",
                    at: member.location,
                    field: "\(path).\(member.key)",
                    "\"\(member.key)\" is already the name of a value or a root.",
                    remedy: "Choose another name for this list alone."
                )
            }
            var own = inner
            own.locals.remove(member.key)
            return reader.nested(member.value, "\(path).\(member.key)") {
                self.value(&$0, name: member.key, scope: own)
            }
        }
        let item = reader.node("item").map { node in
            reader.nested(node, reader.path(of: "item")) { self.value(&$0, name: name, scope: inner) }
        }
        let object = reader.node("object").map { tree($0, field: reader.path(of: "object"), scope: inner) }
        if !hasEach, !lets.isEmpty || item != nil || object != nil {
            problems.error(
                "no-each",
                at: reader.node.location,
                field: reader.path,
                "let, item and object shape the elements of a list, and there is no list.",
                remedy: "Add each with the list's path."
            )
        }
        if item != nil, object != nil {
            problems.error(
                "several-origins",
                at: reader.node.location,
                field: reader.path,
                "The element has both item and object.",
                remedy: "Keep one of them."
            )
        }
        guard hasEach else { return nil }
        let shape = item.map(ValueRule.Item.value) ?? object.map(ValueRule.Item.object) ?? .itself
        return .each(source ?? .path([]), bindings: bindings, item: shape)
    }

    /// What the elements of a list are.
    private func element(of source: Source, at location: SourceLocation, field: String, scope: Scope) -> Scope.Element {
        guard case .path(let steps) = source else { return .any }
        if steps == ["places"] { return .place }
        if steps[0] == "facets" { return .scalar }
        let path = steps.joined(separator: ".")
        guard RootNames.members[steps[0]] == nil, let list = RoleSchema.field(at: path) else { return .any }
        if let element = RoleSchema.field(at: path + "[]") {
            return element.kind == .object ? .role(path + "[]") : .scalar
        }
        if list.kind != .list {
            problems.error(
                "not-a-list",
                at: location,
                field: field,
                "\"\(path)\" is no list.",
                remedy: "Use from for a single value."
            )
        }
        return .any
    }

    private func lookupOrigin(_ reader: inout ObjectReader, scope: Scope) -> ValueRule.Origin? {
        let place = self.place(reader, "lookup")
        let pinned = sources(&reader, "pinned", scope: scope)
        guard let name = reader.text("lookup") else {
            if reader.node["pinned"] != nil {
                problems.error(
                    "no-lookup",
                    at: self.place(reader, "pinned"),
                    field: reader.path(of: "pinned"),
                    "\"pinned\" stands in for a look-up's answer, and there is no look-up.",
                    remedy: "Add lookup with its name."
                )
            }
            return nil
        }
        if names.lookups[name] == nil {
            unknown(name, as: "lookup", among: names.lookups.keys.sorted(), at: place, field: reader.path(of: "lookup"))
        } else {
            use(.lookup(name), by: scope.owner, at: place)
        }
        return .lookup(name, pinned: pinned)
    }
}
