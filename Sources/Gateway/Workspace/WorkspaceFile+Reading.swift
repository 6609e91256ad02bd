public import Documents
import Roles

extension WorkspaceFile {
    /// Reads the text of a `placard.yaml`.
    ///
    /// - Throws: ``Diagnostics`` with every fault and where it stands.
    public init(_ text: String, file: String) throws(Diagnostics) {
        let problems = Problems()
        let root = try YAML.parse(text, file: file)
        var reader = ObjectReader(root, problems: problems)
        if let schema = reader.requiredText("schema"), schema != "1" {
            problems.error(
                "schema",
                at: root["schema"]?.location,
                field: "schema",
                "This file has schema \(schema), and this version of Placard reads schema 1.",
                remedy: "Update Placard."
            )
        }
        self.init(store: Self.store(&reader), zone: Self.zone(&reader))
        ledger = reader.text("ledger")
        accounts = reader.entries("accounts").map { Self.account($0, reader) }
        groups = reader.entries("groups").map { member in
            let field = "groups.\(member.key)"
            return Group(name: member.key, members: Self.texts(member.value, field, "names of accounts", problems))
        }
        reader.finish()
        checkGroups(root, problems)
        guard problems.isClean else { throw Diagnostics(problems.found.map(\.withRemedy)) }
    }

    /// Where the ledger is; words that name no store, and a password, are faults.
    private static func store(_ reader: inout ObjectReader) -> String {
        guard let text = reader.text("store") else { return "placard.db" }
        do throws(StoreFault) {
            if try Store(text).holdsPassword { throw StoreFault.password }
        } catch {
            let (location, message) = (reader.node["store"]?.location, "\"store\" \(error.what).")
            reader.problems.error(error.code, at: location, field: "store", message, remedy: error.remedy)
        }
        return text
    }

    /// The zone of days; a name that no clock knows is a fault.
    private static func zone(_ reader: inout ObjectReader) -> String? {
        guard let name = reader.text("zone") else { return nil }
        if Zone.isInstalled, Zone(name) == nil {
            let hint = Nearest.name(to: name, among: Zone.names()).map { "Did you mean \"\($0)\"?" }
            reader.problems.error(
                "bad-zone",
                at: reader.node["zone"]?.location,
                field: "zone",
                "\"\(name)\" is not a known time zone.",
                remedy: hint ?? "Use a name such as Europe/Berlin."
            )
        }
        return name
    }

    /// The texts of a list; anything else is a fault.
    private static func texts(_ node: Node, _ field: String, _ what: String, _ problems: Problems) -> [String] {
        guard let items = node.items else {
            problems.error(
                "not-a-list",
                at: node.location,
                field: field,
                "\"\(field)\" must be a list of \(what), not \(node.kind).",
                remedy: node.text.map { "Write [\($0)]." } ?? "Write them as [one, two]."
            )
            return []
        }
        return items.compactMap { item in
            if let text = item.text { return text }
            problems.error(
                "not-text",
                at: item.location,
                field: field,
                "\"\(field)\" must be a list of \(what); one of them is \(item.kind).",
                remedy: "Write each as a single word or text."
            )
            return nil
        }
    }

    private static func account(_ member: Node.Member, _ root: ObjectReader) -> AccountEntry {
        root.nested(member.value, "accounts.\(member.key)") { reader in
            var entry = AccountEntry(name: member.key, adapter: reader.requiredText("adapter") ?? "")
            entry.location = member.location
            let settings = reader.entries("settings")
            entry.settings = Members(
                settings.compactMap { member in
                    setting(member.value, "\(reader.path).settings.\(member.key)", reader.problems)
                        .map { (member.key, $0) }
                }
            )
            for setting in settings where AddressSecret.isIn(entry.settings[setting.key] ?? .null) {
                refuseAddress(setting.value, "\(reader.path).settings.\(setting.key)", reader.problems)
            }
            entry.secretPlaces = reader.entries("secrets").compactMap { secret($0, reader) }
            entry.languages = reader.texts("languages")
            entry.acknowledged = reader.texts("acknowledged")
            entry.baseURL = reader.text("baseURL")
            if let node = member.value["baseURL"], let base = entry.baseURL {
                check(base, node, "\(reader.path).baseURL", reader.problems)
            }
            entry.allowsPrivateNetwork = reader.boolean("allowPrivateNetwork") ?? false
            return entry
        }
    }

    private static func check(_ base: String, _ node: Node, _ field: String, _ problems: Problems) {
        if AddressSecret.isInServer(base) { return refuseAddress(node, field, problems) }
        guard !base.hasPrefix("https://"), !base.hasPrefix("http://") else { return }
        problems.error(
            "bad-url",
            at: node.location,
            field: field,
            "\"\(base)\" is no address.",
            remedy: "Write it with https:// or http://."
        )
    }

    private static func refuseAddress(_ node: Node, _ field: String, _ problems: Problems) {
        problems.error(
            "secret-in-address",
            at: node.location,
            field: field,
            "The address of \(field) holds a user name or a password.",
            remedy: AddressSecret.remedy
        )
    }

    /// Settings keep their text: an id of digits is no number.
    ///
    /// Lists stay lists.
    private static func setting(_ node: Node, _ field: String, _ problems: Problems) -> Value? {
        if node.items != nil { return .list(texts(node, field, "texts", problems).map(Value.text)) }
        if let text = node.text { return .text(text) }
        problems.error(
            "not-text",
            at: node.location,
            field: field,
            "\"\(field)\" must be a single value or a list of them, not \(node.kind).",
            remedy: node.isNull ? "Write its value, or leave the key out." : "Write one value, or [one, two]."
        )
        return nil
    }

    private static func secret(_ member: Node.Member, _ reader: ObjectReader) -> SecretEntry? {
        guard let text = member.value.text, let place = SecretPlace(text) else {
            reader.problems.error(
                "secret-in-file",
                at: member.value.location,
                field: "\(reader.path).secrets.\(member.key)",
                "A secret is never written into this file.",
                remedy: "Write env:NAME or file:PATH, or let `placard connect` seal it."
            )
            return nil
        }
        return SecretEntry(key: member.key, place: place)
    }

    private func checkGroups(_ root: Node, _ problems: Problems) {
        let names = accounts.map(\.name)
        if names.contains(Self.everyAccount) {
            problems.error(
                "reserved-name",
                at: root["accounts"]?[Self.everyAccount]?.location,
                field: "accounts.\(Self.everyAccount)",
                "\"\(Self.everyAccount)\" means every account and cannot be the name of one.",
                remedy: "Rename it."
            )
        }
        for group in groups {
            let location = root["groups"]?[group.name]?.location
            if names.contains(group.name) {
                problems.error(
                    "group-name",
                    at: location,
                    field: "groups.\(group.name)",
                    "\"\(group.name)\" is the name of an account and of a group.",
                    remedy: "Rename one of them."
                )
            }
            for member in group.members where !names.contains(member) {
                let hint = Nearest.name(to: member, among: names).map { "Did you mean \"\($0)\"?" }
                problems.error(
                    "unknown-account",
                    at: location,
                    field: "groups.\(group.name)",
                    "The group \"\(group.name)\" names the account \"\(member)\", which does not exist.",
                    remedy: hint ?? "Connect it first, or take it out of the group."
                )
            }
        }
    }
}

extension Diagnostic {
    /// The same with something to do about it.
    fileprivate var withRemedy: Diagnostic {
        guard remedy == nil else { return self }
        return Diagnostic(
            severity,
            code: code,
            at: location,
            field: field,
            message,
            remedy: "docs/workspace.md shows the form of every key."
        )
    }
}
