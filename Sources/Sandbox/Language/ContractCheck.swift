import Documents

/// Checks that the names used in a contract are defined in it.
struct ContractCheck {
    let contract: Contract
    let root: Node
    let problems: Problems

    /// Refusals that exist without being written.
    static let builtIn: Set<String> = Set(Refusals.defaults.keys)

    func run() {
        var seen: Set<String> = []
        for (index, route) in contract.routes.enumerated() {
            let node = root["routes"]?.items?[index]
            if !seen.insert(route.name).inserted {
                fault(
                    "repeated-name",
                    node,
                    "routes[\(index)].name",
                    "Two routes are called \"\(route.name)\".",
                    "Rename one."
                )
            }
            for name in route.auth { known(name, contract.auth.keys, "auth scheme", node, "routes[\(index)].auth") }
            for action in route.actions { check(action, node, "routes[\(index)]") }
            for use in route.require { refusal(use.refuse.name, node, "routes[\(index)].require") }
            if let otherwise = route.choice?.otherwise {
                refusal(otherwise.name, node, "routes[\(index)].choose.otherwise")
            }
            for action in route.actions where action.effect == .token && action.grant == nil {
                fault(
                    "grant",
                    node,
                    "routes[\(index)].grant",
                    "A token route needs a grant.",
                    "Add grant: {for: …, kind: …}."
                )
            }
        }
        for schema in contract.schemas.values { check(schema, root["schemas"], "schemas") }
        for scheme in contract.auth.values {
            for name in scheme.refusalNames { refusal(name, root["auth"], "auth") }
        }
        for limit in contract.limits {
            refusal(limit.refuse, root["limits"], "limits")
            for name in limit.routes {
                known(name, contract.routes.map(\.name), "route", root["limits"], "limits.routes")
            }
        }
        for name in [contract.feed?.schema, contract.crawl?.schema, contract.paste?.schema].compactMap(\.self) {
            known(name, contract.schemas.keys, "schema", root, "schema")
        }
    }

    private func check(_ action: Action, _ node: Node?, _ field: String) {
        for name in action.schemas { known(name, contract.schemas.keys, "schema", node, "\(field).schema") }
        check(action.schema, node, field)
        for name in action.refusalNames { refusal(name, node, field) }
        if let task = action.later?.task { known(task, contract.tasks.keys, "task", node, "\(field).later.task") }
        let places = Array(contract.collections.keys) + ["tasks"] + contract.catalogues.keys.map { "catalogues.\($0)" }
        known(action.collection, places, "collection", node, "\(field).in")
        if [.update, .delete, .close, .renew, .read].contains(action.effect), action.find == nil {
            fault(
                "find",
                node,
                "\(field).find",
                "Effect \(action.effect.rawValue) needs find.",
                "Say which record: find: {id: …}."
            )
        }
        if [.crawl, .crawlGone].contains(action.effect), contract.crawl == nil, contract.feed == nil {
            fault(
                "crawl",
                node,
                "\(field).effect",
                "There is nothing to crawl.",
                "Add crawl: or feed: to the contract."
            )
        }
        if let grant = action.grant {
            known(grant.scheme, contract.auth.keys, "auth scheme", node, "\(field).grant.for")
        }
    }

    private func check(_ schema: Schema, _ node: Node?, _ field: String) {
        for rule in schema.fields {
            refusal(rule.refuse.name, node, "\(field).fields.\(rule.path.text)")
            if let catalogue = rule.catalogue {
                known(catalogue.name, contract.catalogues.keys, "catalogue", node, "\(field).fields.\(rule.path.text)")
            }
        }
        for group in schema.groups { refusal(group.refuse.name, node, "\(field).groups") }
    }

    private func refusal(_ name: String, _ node: Node?, _ field: String) {
        known(name, Array(ContractCheck.builtIn) + Array(contract.refusals.keys), "refusal", node, field)
    }

    private func known(_ name: String, _ names: some Sequence<String>, _ what: String, _ node: Node?, _ field: String) {
        let all = Array(names)
        guard !all.contains(name) else { return }
        let near = Nearest.name(to: name, among: all)
        fault(
            "unknown-name",
            node,
            field,
            "No \(what) is called \"\(name)\".",
            near.map { "Did you mean \"\($0)\"?" }
                ?? "Define it, or use one of: \(all.sorted().joined(separator: ", "))."
        )
    }

    private func fault(_ code: String, _ node: Node?, _ field: String, _ message: String, _ remedy: String) {
        problems.error(code, at: node?.location ?? root.location, field: field, message, remedy: remedy)
    }
}
