public import Documents

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
        self.init(store: reader.text("store") ?? "placard.db", zone: reader.text("zone"))
        ledger = reader.text("ledger")
        accounts = reader.entries("accounts").map { Self.account($0, reader) }
        groups = reader.entries("groups").map { member in
            Group(name: member.key, members: (member.value.items ?? []).compactMap(\.text))
        }
        reader.finish()
        checkGroups(root, problems)
        try problems.refuseIfBroken()
    }

    private static func account(_ member: Node.Member, _ root: ObjectReader) -> AccountEntry {
        root.nested(member.value, "accounts.\(member.key)") { reader in
            var entry = AccountEntry(name: member.key, adapter: reader.requiredText("adapter") ?? "")
            entry.location = member.location
            entry.settings = Members(reader.entries("settings").map { ($0.key, setting($0.value)) })
            entry.secretPlaces = reader.entries("secrets").compactMap { secret($0, reader) }
            entry.languages = reader.texts("languages")
            entry.acknowledged = reader.texts("acknowledged")
            entry.baseURL = reader.text("baseURL")
            entry.allowsPrivateNetwork = reader.boolean("allowPrivateNetwork") ?? false
            return entry
        }
    }

    /// Settings keep their text: an id of digits is no number.
    ///
    /// Lists stay lists.
    private static func setting(_ node: Node) -> Value {
        if let items = node.items { return .list(items.compactMap(\.text).map(Value.text)) }
        return node.text.map(Value.text) ?? .null
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
