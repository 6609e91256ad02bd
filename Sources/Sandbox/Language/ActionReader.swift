import Documents

extension Action {
    /// Reads the keys of an action; the object may hold further keys that the caller asks for.
    init(_ reader: inout ObjectReader, waits: [String: Duration]) {
        schemas = reader.texts("schema")
        schema = Schema(&reader)
        partial = reader.boolean("partial") ?? false
        forbid = reader.forbidden()
        require = reader.needs("require")
        effect = reader.choice("effect", of: Effect.self) ?? .none
        collection = reader.text("in") ?? "ads"
        readFind(&reader)
        key = reader.template("key")
        readDuplicate(&reader)
        missing = reader.says("missing", "accept") ? nil : reader.refusal("missing") ?? missing
        ended = reader.ended()
        replaces = reader.text("values").map { $0 == "replace" } ?? !partial
        sets = reader.templates("set")
        keepsNothing = reader.text("keep") == "none"
        idempotency = reader.object("idempotency") { Idempotency(&$0) } ?? nil
        hidden = reader.duration("hidden", named: waits)
        lasts = reader.duration("lasts", named: waits)
        expires = reader.template("expires")
        later = reader.object("later") { inner in
            Later(wait: inner.duration("wait", named: waits) ?? .zero, task: inner.text("task"))
        }
        emits = reader.emissions("emits", waits: waits)
        silent = reader.boolean("silent") ?? false
        readFilter(&reader)
        page = reader.object("page") { Paging(&$0) }
        oldestFirst = reader.text("sort") == "oldest"
        url = reader.template("url")
        grant = reader.object("grant") { Grant(&$0) } ?? nil
        if let node = reader.node("reply") {
            replies = (node.items ?? [node]).enumerated().compactMap { index, item in
                reader.nested(item, "\(reader.path(of: "reply"))[\(index)]") { Reply(&$0) }
            }
        }
    }

    private mutating func readFind(_ reader: inout ObjectReader) {
        let found: (Find?, Bool)? = reader.object("find") { inner in
            let mine = inner.boolean("mine") ?? false
            if let id = inner.template("id") { return (.id(id), mine) }
            if let key = inner.template("key") { return (.key(key), mine) }
            let values = inner.templates("where")
            if values.isEmpty {
                inner.problems.error(
                    "find",
                    at: inner.node.location,
                    field: inner.path,
                    "\"find\" does not say which record.",
                    remedy: "Use one of: id, key, where."
                )
            }
            return (.values(values), mine)
        }
        (find, mine) = found ?? (nil, false)
    }

    private mutating func readDuplicate(_ reader: inout ObjectReader) {
        guard let node = reader.node("duplicate") else { return }
        if node.members != nil {
            duplicate = .refuse(
                reader.nested(node, reader.path(of: "duplicate")) { $0.refusal("refuse") }
                    ?? RefusalUse(name: "conflict")
            )
            return
        }
        switch node.text {
        case "refuse": duplicate = .refuse(RefusalUse(name: "conflict"))
        case "same": duplicate = .same
        case "overwrite": duplicate = .overwrite
        case "second": duplicate = .second
        default:
            reader.problems.error(
                "unknown-value",
                at: node.location,
                field: reader.path(of: "duplicate"),
                "\"\(node.text ?? "")\" is not a value of \"duplicate\".",
                remedy: "Use one of: refuse, same, overwrite, second."
            )
        }
    }

    private mutating func readFilter(_ reader: inout ObjectReader) {
        guard let node = reader.node("filter"), let members = node.members else { return }
        for member in members {
            let field = "\(reader.path(of: "filter")).\(member.key)"
            let inner = member.value["contains"]
            if inner != nil { containing.insert(member.key) }
            let template = Template(
                (inner ?? member.value).text ?? "",
                at: member.value.location,
                field: field,
                problems: reader.problems
            )
            filter.append(NamedTemplate(name: member.key, removes: false, template: template))
        }
    }
}

extension Action.Idempotency {
    init?(_ reader: inout ObjectReader) {
        let key = reader.template("key", required: true)
        life = reader.duration("life") ?? .seconds(86_400)
        by = reader.owner("by")
        onRepeat = reader.says("onRepeat", "reply") ? nil : reader.refusal("onRepeat")
        guard let key else { return nil }
        self.key = key
    }
}

extension Action.Paging {
    init(_ reader: inout ObjectReader) {
        number = reader.template("number")
        size = reader.template("size")
        fallback = reader.integer("default", in: 1...10_000) ?? 10
        max = reader.integer("max", in: 1...10_000) ?? 100
        cursor = reader.template("cursor")
        beyond = reader.refusal("beyond")
    }
}

extension ObjectReader {
    /// Conditions with the refusal that answers when one does not hold.
    mutating func needs(_ key: String) -> [Action.Need] {
        guard let found = node(key) else { return [] }
        return (found.items ?? [found]).enumerated().compactMap { index, item in
            nested(item, "\(path(of: key))[\(index)]") { reader in
                let refuse = reader.refusal("refuse") ?? RefusalUse(name: "invalid")
                return Condition(&reader).map { Action.Need(condition: $0, refuse: refuse) }
            }
        }
    }

    mutating func forbidden() -> [Action.Forbidden] {
        guard let found = node("forbid") else { return [] }
        return (found.items ?? [found]).enumerated().compactMap { index, item in
            if let text = item.text, let path = FieldPath(text) {
                return Action.Forbidden(path: path, refuse: RefusalUse(name: "invalid"))
            }
            return nested(item, "\(path(of: "forbid"))[\(index)]") { reader in
                let refuse = reader.refusal("refuse") ?? RefusalUse(name: "invalid")
                return reader.fieldPath("at", required: true).map { Action.Forbidden(path: $0, refuse: refuse) }
            }
        }
    }

    /// What happens to a record that has ended: one word for every state, or one per state.
    mutating func ended() -> [String: Action.Ended] {
        guard let found = node("ended") else { return [:] }
        func read(_ node: Node) -> Action.Ended {
            switch node.text {
            case "accept": .accept
            case "reopen": .reopen
            case let name: .refuse(RefusalUse(name: name ?? "unknown-ad"))
            }
        }
        if let members = found.members, found["as"] == nil {
            return Dictionary(members.map { ($0.key, read($0.value)) }) { $1 }
        }
        if let use = found.members == nil ? nil : refusal("ended") { return ["*": .refuse(use)] }
        return ["*": read(found)]
    }

    mutating func emissions(_ key: String, waits: [String: Duration]) -> [Action.Emission] {
        objects(key) { reader in
            let type = reader.template("type", required: true)
            let after = reader.duration("after", named: waits) ?? .zero
            let problems = reader.problems
            let data = reader.node("json").map { JSONTemplate($0, path: reader.path(of: "json"), problems: problems) }
            return type.map { Action.Emission(type: $0, after: after, data: data) }
        }
        .compactMap(\.self)
    }

    /// Whom something is counted for: a word or a template.
    mutating func owner(_ key: String) -> Template? {
        guard let found = node(key) else { return nil }
        let words = [
            "account": "{account.name}", "token": "{request.headers.authorization}", "ip": "{request.peer}",
            "board": "",
        ]
        guard let text = found.text, let word = words[text] else { return template(key) }
        return Template(word, at: found.location, field: path(of: key), problems: problems)
    }
}
