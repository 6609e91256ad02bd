import Documents
import FoundationEssentials

extension ManifestDraft {
    func docs(_ reader: inout ObjectReader) -> String {
        let place = self.place(reader, "docs")
        guard let docs = reader.requiredText("docs") else { return "" }
        if !docs.hasPrefix("https://") || docs.contains(" ") || docs.count < "https://a.b".count {
            problems.error(
                "not-https",
                at: place,
                field: "docs",
                "\"\(docs)\" is no https address.",
                remedy: "Give the address of the board's documentation."
            )
        }
        return docs
    }

    func status(_ reader: inout ObjectReader) -> Manifest.Status {
        let fallback = Manifest.Status(stability: .draft, verified: nil, level: .documented, owner: nil)
        guard reader.required("status") != nil else { return fallback }
        let status = reader.object("status") { reader in
            let stability = word(&reader, "stability", or: Manifest.Status.Stability.draft)
            let place = self.place(reader, "verified")
            // A beginning claims no check of the board's rules.
            let verified = stability == .draft ? reader.text("verified") : reader.requiredText("verified")
            if let verified, !Self.isDay(verified) {
                problems.error(
                    "not-a-date",
                    at: place,
                    field: reader.path(of: "verified"),
                    "\"\(verified)\" is no day.",
                    remedy: "Write the day of the last check as yyyy-mm-dd."
                )
            }
            return Manifest.Status(
                stability: stability,
                verified: verified,
                level: word(&reader, "level", or: .documented),
                owner: reader.text("owner")
            )
        }
        return status ?? fallback
    }

    /// Whether a text is a day of the calendar, `yyyy-mm-dd`.
    static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return false }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, (1...12).contains(numbers[1]), numbers[0] > 0 else { return false }
        let (year, month) = (numbers[0], numbers[1])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...length).contains(numbers[2])
    }

    /// Reads `settings` or `facets`.
    func settings(_ reader: inout ObjectReader, _ key: String) -> [Setting] {
        named(&reader, key).map { member, path in
            reader.nested(member.value, path) { self.setting(&$0, name: member.key, isFacet: key == "facets") }
        }
    }

    private func setting(_ reader: inout ObjectReader, name: String, isFacet: Bool) -> Setting {
        let kindPlace = place(reader, "type")
        let kind = word(&reader, "type", or: Setting.Kind.text)
        let choicesPlace = place(reader, "choices")
        let choices = reader.text("choices")
        if isFacet, [.secret, .directory].contains(kind) {
            problems.error(
                "secret-facet",
                at: kindPlace,
                field: reader.path(of: "type"),
                "A role holds no \(kind.rawValue).",
                remedy: "Make it a setting of the account."
            )
        }
        if let choices, names.lookups[choices] == nil {
            unknown(
                choices,
                as: "lookup",
                among: names.lookups.keys.sorted(),
                at: choicesPlace,
                field: reader.path(of: "choices")
            )
        } else if let choices {
            used.insert(.lookup(choices))
        }
        let title = reader.text("title")
        if title == nil, !isFacet {
            problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path(of: "title"),
                "\"\(reader.path(of: "title"))\" is missing.",
                remedy: "Say what a person is asked for."
            )
        }
        let oneOf = reader.texts("oneOf")
        let example = reader.text("example")
        if let example, !oneOf.isEmpty, !oneOf.contains(example) {
            problems.error(
                "bad-example",
                at: place(reader, "example"),
                field: reader.path(of: "example"),
                "The example is not one of the allowed values.",
                remedy: "Use one of: \(oneOf.joined(separator: ", "))."
            )
        }
        return Setting(
            name: name,
            kind: kind,
            title: title ?? name,
            hint: reader.text("hint"),
            pattern: pattern(&reader, "pattern"),
            example: example,
            isOptional: reader.boolean("optional") ?? false,
            oneOf: oneOf,
            list: reader.integer("list", in: 1...1000),
            isServer: reader.boolean("server") ?? false,
            choices: choices
        )
    }

    func acknowledgements(_ reader: inout ObjectReader) -> [Acknowledgement] {
        var seen: Set<String> = []
        return reader.objects("acknowledge") { reader in
            let id = reader.requiredText("id") ?? ""
            if !seen.insert(id).inserted {
                problems.error(
                    "twice",
                    at: place(reader, "id"),
                    field: reader.path(of: "id"),
                    "\"\(id)\" stands twice.",
                    remedy: "Keep one."
                )
            }
            return Acknowledgement(id: id, title: reader.requiredText("title") ?? "", source: reader.text("src"))
        }
    }

    func placeRule(_ reader: inout ObjectReader) -> PlaceRule {
        let rule = reader.object("places") { reader -> PlaceRule in
            let each = reader.integer("each", in: 1...1)
            let node = reader.node("list")
            if each != nil, node == nil { return .each }
            if each == nil, node?.text == "any" { return .list(nil) }
            if each == nil, node != nil { return .list(reader.integer("list", in: 1...1000)) }
            problems.error(
                "bad-fan-out",
                at: reader.node.location,
                field: reader.path,
                "\"places\" says neither each nor list.",
                remedy: "Write { each: 1 }, { list: 3 } or { list: any }."
            )
            return .each
        }
        return rule ?? .each
    }

    func languageRule(_ reader: inout ObjectReader) -> LanguageRule {
        switch reader.choice("languages", of: LanguageWord.self) {
        case .one: .one
        case .merged: .merged
        case .each, nil: .each
        }
    }

    func mergesRoles(_ reader: inout ObjectReader) -> Bool {
        reader.choice("roles", of: RoleWord.self) == .merged
    }

    func pinsShape(_ reader: inout ObjectReader) -> Bool {
        reader.choice("pins", of: PinWord.self) == .shape
    }

    private enum LanguageWord: String, CaseIterable { case each, one, merged }
    private enum RoleWord: String, CaseIterable { case separate, merged }
    private enum PinWord: String, CaseIterable { case shape }

    /// The members of an object whose keys are names of this manifest, with their paths.
    func named(_ reader: inout ObjectReader, _ key: String) -> [(Node.Member, String)] {
        let path = reader.path(of: key)
        return reader.entries(key).map { member in
            if member.key.isEmpty || !member.key.unicodeScalars.allSatisfy(Self.isNameScalar) {
                problems.error(
                    "bad-name",
                    at: member.location,
                    field: "\(path).\(member.key)",
                    "\"\(member.key)\" is no name.",
                    remedy: "Use letters, digits, hyphens and underscores."
                )
            }
            places["\(path).\(member.key)"] = member.location
            return (member, "\(path).\(member.key)")
        }
    }
}
