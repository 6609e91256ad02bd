import Documents
import Roles

extension ManifestDraft {
    func limits(_ reader: inout ObjectReader) -> [LimitRule] {
        reader.objects("limits") { reader in
            _ = reader.required("count")
            let source = reader.text("src")
            if source == nil {
                problems.add(
                    Diagnostic(
                        .warning,
                        code: "no-source",
                        at: reader.node.location,
                        field: reader.path,
                        "The limit does not say where it comes from.",
                        remedy: "Add src."
                    )
                )
            }
            return LimitRule(
                unit: word(&reader, "unit", or: .requests),
                count: reader.integer("count", in: 1...1_000_000_000) ?? 1,
                per: window(&reader),
                of: word(&reader, "of", or: .account),
                during: known(&reader, "during", among: duringNames, as: "call"),
                cost: costs(&reader),
                source: source
            )
        }
    }

    private func window(_ reader: inout ObjectReader) -> LimitRule.Window {
        let place = self.place(reader, "per")
        let zonePlace = self.place(reader, "zone")
        let zone = reader.text("zone")
        if let zone, Zone(zone) == nil { unknownZone(zone, at: zonePlace, field: reader.path(of: "zone")) }
        guard let text = reader.requiredText("per") else { return .rolling(.seconds(60)) }
        if text == "day" { return .day(zone: zone ?? "UTC") }
        if zone != nil {
            problems.error(
                "zone-alone",
                at: zonePlace,
                field: reader.path(of: "zone"),
                "\"zone\" belongs to per: day.",
                remedy: "Remove it."
            )
        }
        let span = duration(text, at: place, field: reader.path(of: "per")) ?? .seconds(60)
        if span == .zero {
            problems.error(
                "not-a-duration",
                at: place,
                field: reader.path(of: "per"),
                "A window lasts.",
                remedy: "Write 1s or more."
            )
        }
        return .rolling(span)
    }

    private func costs(_ reader: inout ObjectReader) -> [LimitRule.CallCost] {
        let members = reader.entries("cost")
        let field = reader.path(of: "cost")
        return members.compactMap { member in
            if !duringNames.contains(member.key) {
                unknown(member.key, as: "call", among: duringNames, at: member.location, field: field)
            }
            if let number = member.value.text.flatMap({ Int($0) }), (0...1_000_000).contains(number) {
                return LimitRule.CallCost(call: member.key, cost: number)
            }
            problems.error(
                "not-a-number",
                at: member.value.location,
                field: "\(field).\(member.key)",
                "A cost is a whole number.",
                remedy: "Write { \(member.key): 1 }."
            )
            return nil
        }
    }

    func life(_ reader: inout ObjectReader) -> Life {
        let unknown = Life(
            timeToLive: nil,
            expiresAfterDays: nil,
            maximumDays: nil,
            reopening: .unknown,
            minimumBetween: nil,
            closing: nil
        )
        return reader.object("life") { reader in
            var life = unknown
            life.timeToLive = duration(&reader, "timeToLive")
            _ = reader.object("expires") { reader in
                life.expiresAfterDays = days(&reader, "default")
                life.maximumDays = days(&reader, "max")
            }
            life.reopening = reader.choice("reopen", of: Life.Reopening.self) ?? .unknown
            life.minimumBetween = duration(&reader, "minimumBetween")
            life.closing = reader.text("closing")
            return life
        } ?? unknown
    }

    func ignored(_ reader: inout ObjectReader) -> [Manifest.Ignored] {
        reader.entries("ignores").compactMap { member in
            let field = "ignores.\(member.key)"
            guard let reason = text(member.value, field: field) else { return nil }
            if RoleSchema.field(at: member.key) == nil {
                problems.error(
                    "unknown-path",
                    at: member.location,
                    field: field,
                    "A role has no \"\(member.key)\".",
                    remedy: RoleSchema.nearest(to: member.key).map { "Did you mean \"\($0)\"?" } ?? "Remove it."
                )
            }
            return Manifest.Ignored(field: member.key, reason: reason)
        }
    }

    func document(_ reader: inout ObjectReader) -> Document? {
        reader.object("document") { reader in
            let scope = word(&reader, "scope", or: Document.Scope.posting)
            _ = reader.required("body")
            let body = bodyName(&reader, "body") ?? ""
            let itemPlace = place(reader, "item")
            let item = bodyName(&reader, "item")
            if (scope == .account) != (item != nil) {
                problems.error(
                    "document-item",
                    at: itemPlace,
                    field: reader.path(of: "item"),
                    scope == .account
                        ? "A document of an account's ads needs item." : "A document of one ad has no item.",
                    remedy: scope == .account ? "Name the body of one ad." : "Remove it."
                )
            }
            let file = template(&reader, "file", scope: Scope())
            return Document(
                scope: scope,
                file: file,
                media: reader.requiredText("media") ?? "text/plain",
                body: body,
                item: item,
                directory: directory(&reader, isNeeded: file != nil),
                url: template(&reader, "url", scope: Scope())
            )
        }
    }

    private func directory(_ reader: inout ObjectReader, isNeeded: Bool) -> String? {
        let place = self.place(reader, "directory")
        let field = reader.path(of: "directory")
        guard let name = reader.text("directory") else {
            if isNeeded {
                problems.error(
                    "no-directory",
                    at: reader.node.location,
                    field: field,
                    "The document has a file and no directory to write it to.",
                    remedy: "Name a setting of the type directory."
                )
            }
            return nil
        }
        if names.settings[name] != "directory" {
            let known = names.settings.filter { $0.value == "directory" }.map(\.key)
            problems.error(
                "no-directory",
                at: place,
                field: field,
                "There is no setting \"\(name)\" of the type directory.",
                remedy: Nearest.name(to: name, among: known).map { "Did you mean \"\($0)\"?" }
                    ?? "Add \(name): { type: directory, title: … } to settings."
            )
        }
        return name
    }
}
