import Documents

extension WorkspaceFile {
    /// The file's text, in a fixed order.
    public var text: String {
        var lines = ["# Placard's workspace. Secrets are named here by place, never written out.", "schema: 1"]
        lines.append("store: \(Self.scalar(store))")
        if let ledger { lines.append("ledger: \(Self.scalar(ledger))") }
        if let zone { lines.append("zone: \(Self.scalar(zone))") }
        lines.append(accounts.isEmpty ? "accounts: {}" : "accounts:")
        for account in accounts { lines += Self.lines(account) }
        lines.append(groups.isEmpty ? "groups: {}" : "groups:")
        for group in groups { lines.append("  \(Self.scalar(group.name)): \(Self.list(group.members))") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A file's text with the ledger named in it, and every other line as it stands; nil where no line can be added.
    static func text(_ text: String, naming ledger: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { $0.hasPrefix("ledger:") }
        guard let place = lines.lastIndex(where: { $0.hasPrefix("store:") || $0.hasPrefix("schema:") }) else {
            return nil
        }
        lines.insert("ledger: \(scalar(ledger))", at: place + 1)
        return lines.joined(separator: "\n")
    }

    private static func lines(_ account: AccountEntry) -> [String] {
        var lines = ["  \(scalar(account.name)):", "    adapter: \(scalar(account.adapter))"]
        if !account.settings.isEmpty {
            lines.append("    settings:")
            lines += account.settings.map { member in
                let value = member.value.list.map { list($0.compactMap(\.scalarText)) }
                return "      \(scalar(member.key)): \(value ?? scalar(member.value.scalarText ?? ""))"
            }
        }
        if !account.secretPlaces.isEmpty {
            lines.append("    secrets:")
            lines += account.secretPlaces.map { "      \(scalar($0.key)): \(scalar($0.place.text))" }
        }
        if !account.languages.isEmpty { lines.append("    languages: \(list(account.languages))") }
        if !account.acknowledged.isEmpty { lines.append("    acknowledged: \(list(account.acknowledged))") }
        if let baseURL = account.baseURL { lines.append("    baseURL: \(scalar(baseURL))") }
        if account.allowsPrivateNetwork { lines.append("    allowPrivateNetwork: true") }
        return lines
    }

    private static func list(_ items: [String]) -> String { "[" + items.map(scalar).joined(separator: ", ") + "]" }

    /// A plain word stands as it is; everything else is quoted as JSON, which YAML reads the same way.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.\/-]*/) != nil
        let traps: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        return isPlain && !traps.contains(text.lowercased()) ? text : JSON.text(.text(text))
    }
}
