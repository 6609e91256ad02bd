import Documents

extension ManifestDraft {
    func rich(_ reader: inout ObjectReader, scope: Scope) -> ValueRule.Rich {
        _ = reader.required("from")
        let from = sources(&reader, "from", scope: scope)
        let format = word(&reader, "format", or: ValueRule.Rich.Format.plain)
        let tagsPlace = place(reader, "tags")
        let tags = reader.texts("tags")
        let tagsIf = reader.objects("tagsIf") { reader in
            ValueRule.Rich.TagRule(
                tag: reader.requiredText("tag") ?? "",
                when: conditions(&reader, "when", scope: scope)
            )
        }
        if !tags.isEmpty || !tagsIf.isEmpty, format != .html {
            problems.error(
                "tags-alone",
                at: tagsPlace,
                field: reader.path(of: "tags"),
                "Tags belong to the format html, not to \(format.rawValue).",
                remedy: "Remove them or write format: html."
            )
        }
        if format == .html, tags.isEmpty, reader.node["tags"] == nil {
            problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path(of: "tags"),
                "\"\(reader.path(of: "tags"))\" is missing.",
                remedy: "List the tags that the board takes."
            )
        }
        return ValueRule.Rich(
            from: from,
            format: format,
            tags: tags,
            tagsIf: tagsIf,
            linkSchemes: reader.node["links"] == nil && reader.node("links") == nil
                ? ["https", "http", "mailto"] : reader.texts("links"),
            entities: reader.choice("entities", of: EntityWord.self) != EntityWord.none,
            guardsDoubleUnescape: reader.choice("guard", of: GuardWord.self) != nil,
            headings: reader.choice("headings", of: ValueRule.Rich.Headings.self) ?? .strong
        )
    }

    private enum EntityWord: String, CaseIterable { case none, all }
    private enum GuardWord: String, CaseIterable { case doubleUnescape = "double-unescape" }

    func layout(_ reader: inout ObjectReader, scope: Scope) -> ValueRule.Layout {
        let filePlace = place(reader, "file")
        let name = reader.requiredText("file") ?? ""
        var lines: [Template] = []
        if !name.isEmpty, let text = file(name, at: filePlace, field: reader.path(of: "file")) {
            lines = self.lines(
                text,
                file: pack.prefix + name,
                at: filePlace,
                field: reader.path(of: "file"),
                scope: scope
            )
        }
        let fits = reader.objects("fits") { self.size(&$0) }
        let shorten = known(&reader, "shorten", among: names.values, as: "value")
        for name in shorten where !uses(name, in: lines) && names.valueSet.contains(name) {
            problems.error(
                "not-in-layout",
                at: place(reader, "shorten"),
                field: reader.path(of: "shorten"),
                "\"\(name)\" does not stand in the layout, so shortening it changes nothing.",
                remedy: "Remove it, or put {\(name)} into the file."
            )
        }
        return ValueRule.Layout(file: name, lines: lines, fits: fits, shorten: shorten)
    }

    private func uses(_ name: String, in lines: [Template]) -> Bool {
        lines.contains { line in line.parts.contains { $0 == .reference(.value(name)) } }
    }
}
