import Documents

extension ManifestDraft {
    /// Decodes the whole manifest; nil when there is none to speak of.
    func decode() -> Manifest? {
        guard root.members != nil else {
            problems.error("not-an-object", at: root.location, "The document must be an object, not \(root.kind).")
            return nil
        }
        refuseTraps(root)
        for (name, node) in root.members?.map({ ($0.key, $0.location) }) ?? [] { places[name] = node }
        var reader = ObjectReader(root, problems: problems)
        let manifest = manifest(&reader)
        reader.finish()
        return manifest
    }

    private func manifest(_ reader: inout ObjectReader) -> Manifest {
        let schemaPlace = place(reader, "schema")
        if reader.required("schema") != nil, let version = reader.integer("schema"), version != 1 {
            problems.error(
                "schema-version",
                at: schemaPlace,
                field: "schema",
                "This program reads manifests of schema 1, not \(version).",
                remedy: "Write schema: 1, or use a newer program."
            )
        }
        let id = self.id(&reader)
        let http = http(&reader)
        return Manifest(
            id: id,
            name: reader.requiredText("name") ?? "",
            kind: word(&reader, "kind", or: .api),
            docs: docs(&reader),
            status: status(&reader),
            settings: settings(&reader, "settings"),
            facets: settings(&reader, "facets"),
            acknowledge: acknowledgements(&reader),
            places: placeRule(&reader),
            languages: languageRule(&reader),
            mergesRoles: mergesRoles(&reader),
            auth: auth(&reader),
            mint: mint(&reader),
            lookups: lookups(&reader),
            values: values(&reader),
            rules: rules(&reader),
            bodies: bodies(&reader),
            http: http,
            document: document(&reader),
            operations: calls(&reader),
            watches: watches(&reader),
            failures: failures(&reader),
            limits: limits(&reader),
            life: life(&reader),
            ignored: ignored(&reader),
            pinsShape: pinsShape(&reader)
        )
    }

    private func id(_ reader: inout ObjectReader) -> String {
        let place = self.place(reader, "id")
        guard let id = reader.requiredText("id") else { return pack.id }
        let isPlain = id.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        }
        if !isPlain {
            problems.error(
                "bad-id",
                at: place,
                field: "id",
                "\"\(id)\" is no id.",
                remedy: "Use small letters, digits and hyphens."
            )
        } else if id != pack.id {
            problems.error(
                "other-id",
                at: place,
                field: "id",
                "The id is \"\(id)\", and the folder is called \"\(pack.id)\".",
                remedy: "Give both the same name."
            )
        }
        return id
    }

    /// Keys that a YAML 1.1 reader turns into truth values are refused where the manifest has its own names.
    ///
    /// Trees of the board, tables and headers are left alone: their keys are the board's words.
    private func refuseTraps(_ node: Node) {
        for member in node.members ?? [] {
            if Self.traps.contains(member.key.lowercased()) {
                problems.error(
                    "trap-key",
                    at: member.location,
                    field: member.key,
                    "\"\(member.key)\" is a truth value to many readers of YAML, and no name.",
                    remedy: member.key.lowercased() == "on"
                        ? "In rows and limits, write during." : "Choose a longer name."
                )
            }
            if !Self.foreign.contains(member.key) { refuseTraps(member.value) }
        }
        for item in node.items ?? [] { refuseTraps(item) }
    }

    private static let traps: Set<String> = ["on", "off", "yes", "no", "y", "n"]

    /// Keys below which the words are the board's.
    private static let foreign: Set<String> = [
        "json", "form", "variables", "object", "table", "headers", "query", "extra", "remedies", "replace", "bodies",
        "data", "equals", "in",
    ]
}
