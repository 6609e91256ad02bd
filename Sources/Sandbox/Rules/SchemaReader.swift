import Documents

extension Schema {
    /// Reads `unknown`, `fields` and `groups` of an object.
    init(_ reader: inout ObjectReader) {
        unknown = reader.choice("unknown", of: Unknown.self) ?? .ignore
        fields = reader.objects("fields") { FieldRule(&$0) }.compactMap(\.self)
        groups = reader.objects("groups") { GroupRule(&$0) }.compactMap(\.self)
    }
}

extension ObjectReader {
    mutating func fieldPath(_ key: String, required: Bool = false) -> FieldPath? {
        guard let found = required ? self.required(key) : node(key) else { return nil }
        return fieldPath(found, path(of: key))
    }

    mutating func fieldPaths(_ key: String) -> [FieldPath] {
        guard let found = node(key) else { return [] }
        return (found.items ?? [found]).compactMap { fieldPath($0, path(of: key)) }
    }

    private func fieldPath(_ node: Node, _ field: String) -> FieldPath? {
        if let text = node.text, let path = FieldPath(text) { return path }
        problems.error(
            "path",
            at: node.location,
            field: field,
            "\"\(field)\" is no path of a field.",
            remedy: "Write names joined by dots, such as pay.min or tags[].name."
        )
        return nil
    }

    /// A member that names a refusal, alone or with code and words.
    mutating func refusal(_ key: String) -> RefusalUse? {
        guard let found = node(key) else { return nil }
        if let name = found.text { return RefusalUse(name: name) }
        return nested(found, path(of: key)) { reader in
            RefusalUse(
                name: reader.requiredText("as") ?? "invalid",
                code: reader.template("code"),
                message: reader.template("message"),
                field: reader.template("field")
            )
        }
    }
}

extension FieldRule {
    /// Reads one rule; nil when its path is missing or malformed.
    init?(_ reader: inout ObjectReader) {
        let path = reader.fieldPath("at", required: true)
        self.path = path ?? FieldPath(key: "at")
        required = reader.boolean("required") ?? false
        emptyAllowed = reader.text("empty") == "allowed"
        forbidden = reader.boolean("forbidden") ?? false
        when = reader.conditions("when")
        null = reader.choice("null", of: Null.self) ?? .absent
        kind = reader.choice("type", of: Kind.self)
        length = reader.object("length") { LengthRule(&$0) }
        readNumbers(&reader)
        readUnique(&reader)
        values = reader.texts("values")
        fold = reader.boolean("fold") ?? false
        pattern = reader.pattern("pattern")
        not = reader.pattern("not")
        tags = reader.object("tags") { Tags(&$0) }
        schemes = reader.texts("schemes")
        time = reader.object("time") { Time(&$0) }
        same = reader.reference("same")
        differs = reader.reference("differs")
        notBelow = reader.reference("notBelow")
        readCatalogue(&reader)
        fault = reader.choice("fault", of: Fault.self) ?? .refuse
        refuse = reader.refusal("refuse") ?? refuse
        stage = reader.choice("stage", of: Stage.self) ?? .request
        fallback = reader.template("default")
        if let found = reader.node("change") {
            changes = (found.items ?? [found]).compactMap { item in
                reader.choice(item.text ?? "", at: item.location, field: reader.path(of: "change"), of: Change.self)
            }
        }
        cdata = reader.boolean("cdata") ?? false
        _ = reader.text("note")
        if path == nil { return nil }
    }

    private mutating func readNumbers(_ reader: inout ObjectReader) {
        let bounds = reader.object("range") { ($0.decimal("min"), $0.decimal("max"), $0.decimal("above")) }
        (minimum, maximum, above) = bounds ?? (nil, nil, nil)
        count = reader.object("count") { Span(min: $0.integer("min"), max: $0.integer("max")) }
    }

    private mutating func readUnique(_ reader: inout ObjectReader) {
        guard let found = reader.node("unique") else { return }
        unique = found.text != "false"
        if unique, found.text != "true" { uniquePath = reader.fieldPath("unique") }
    }

    private mutating func readCatalogue(_ reader: inout ObjectReader) {
        guard let found = reader.node("catalogue") else { return }
        if let name = found.text {
            catalogue = Catalogue(name: name, conditions: [])
        } else {
            catalogue = reader.nested(found, reader.path(of: "catalogue")) { inner in
                Catalogue(name: inner.requiredText("name") ?? "", conditions: inner.templates("where"))
            }
        }
    }
}

extension LengthRule {
    init(_ reader: inout ObjectReader) {
        min = reader.integer("min", in: 0...Int.max)
        max = reader.integer("max", in: 0...Int.max)
        unit = reader.choice("unit", of: Unit.self) ?? .characters
        links = reader.integer("links")
        trims = reader.boolean("trim") ?? false
        countsText = reader.text("of") == "text"
    }
}

extension FieldRule.Tags {
    init(_ reader: inout ObjectReader) {
        allowed = Set(reader.texts("allowed").map { $0.lowercased() })
        others = reader.choice("others", of: Others.self) ?? .refuse
        let pairs = reader.entries("attributes").map { member in
            (member.key.lowercased(), member.value.items?.compactMap(\.text) ?? [member.value.text].compactMap(\.self))
        }
        attributes = reader.node("attributes") == nil ? nil : Dictionary(pairs) { $1 }
    }
}

extension FieldRule.Time {
    init(_ reader: inout ObjectReader) {
        notFuture = reader.boolean("notFuture") ?? false
        future = reader.boolean("future") ?? false
        atLeast = reader.duration("atLeast")
        atMost = reader.duration("atMost")
        from = reader.reference("from")
    }
}

extension GroupRule {
    init?(_ reader: inout ObjectReader) {
        var demands: [(Demand, [FieldPath])] = []
        let simple: [(String, Demand)] = [
            ("exactlyOne", .exactlyOne), ("atLeastOne", .atLeastOne), ("atMostOne", .atMostOne),
            ("together", .together),
        ]
        for (key, demand) in simple where reader.node(key) != nil { demands.append((demand, reader.fieldPaths(key))) }
        if reader.node("total") != nil {
            let rule = LengthRule(&reader)
            demands.append((.total(max: rule.max ?? Int.max, rule), reader.fieldPaths("total")))
        }
        refuse = reader.refusal("refuse") ?? RefusalUse(name: "invalid")
        when = reader.conditions("when")
        guard demands.count == 1 else {
            reader.problems.error(
                "group",
                at: reader.node.location,
                field: reader.path,
                "A group needs exactly one demand, this one has \(demands.count).",
                remedy: "Use one of: exactlyOne, atLeastOne, atMostOne, together, total."
            )
            return nil
        }
        (demand, paths) = demands[0]
    }
}
