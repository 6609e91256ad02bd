import Documents

extension ManifestDraft {
    func bodies(_ reader: inout ObjectReader) -> [Body] {
        named(&reader, "bodies").map { member, path in
            var scope = Scope(owner: .body(member.key))
            scope.allowsBodies = true
            // Whether a body may hold secrets depends on who sends it; see the check of documents.
            scope.allowsSecrets = true
            scope.extras = ["items", "cursor"]
            return Body(name: member.key, shape: shape(member.value, name: member.key, path: path, scope: scope))
        }
    }

    private func shape(_ node: Node, name: String, path: String, scope: Scope) -> Body.Shape {
        let keys = Set(node.members?.map(\.key) ?? [])
        if keys.contains("root"), keys.contains("xml") {
            return reader(node, path) { self.xml(&$0, scope: scope) }
        }
        if keys == ["page"], node["page"]?["template"] != nil {
            return reader(node, path) { $0.object("page") { self.page(&$0, scope: scope) } ?? .text([]) }
        }
        if keys == ["text"], names.textBodies.contains(name) {
            return reader(node, path) { self.text(&$0, scope: scope) }
        }
        return .tree(tree(node, field: path, scope: scope))
    }

    private func reader(_ node: Node, _ path: String, _ read: (inout ObjectReader) -> Body.Shape) -> Body.Shape {
        var reader = ObjectReader(node, path: path, problems: problems)
        let shape = read(&reader)
        reader.finish()
        return shape
    }

    private func xml(_ reader: inout ObjectReader, scope: Scope) -> Body.Shape {
        let options = reader.object("xml") { reader in
            Body.XMLOptions(
                usesCDATA: reader.choice("text", of: TextWord.self) == .cdata,
                keepsEmpty: reader.choice("empty", of: EmptyWord.self) == .keep,
                hasDeclaration: reader.boolean("declaration") ?? true
            )
        }
        let root = reader.required("root")
        let tree = root.map { self.tree($0, field: reader.path(of: "root"), scope: scope) } ?? .literal(.null)
        if let root, root.members?.count != 1 {
            problems.error(
                "xml-root",
                at: root.location,
                field: reader.path(of: "root"),
                "An XML document has one root element.",
                remedy: "Put everything below one key."
            )
        }
        return .xml(options ?? Body.XMLOptions(usesCDATA: false, keepsEmpty: false, hasDeclaration: true), root: tree)
    }

    private enum TextWord: String, CaseIterable { case cdata, escaped }

    private func page(_ reader: inout ObjectReader, scope: Scope) -> Body.Shape {
        let template = reader.requiredText("template") ?? ""
        let data = reader.node("data").map { tree($0, field: reader.path(of: "data"), scope: scope) }
        let jsonLD = bodyName(&reader, "jsonLD")
        if let jsonLD { use(.body(jsonLD), by: scope.owner, at: place(reader, "jsonLD")) }
        return .page(template: template, data: data ?? .object([]), jsonLD: jsonLD)
    }

    private func text(_ reader: inout ObjectReader, scope: Scope) -> Body.Shape {
        let field = reader.path(of: "text")
        guard let node = reader.required("text") else { return .text([]) }
        if node.members != nil {
            return reader.nested(node, field) { reader in
                let place = self.place(reader, "file")
                guard let name = reader.requiredText("file"),
                    let text = file(name, at: place, field: reader.path(of: "file"))
                else { return .text([]) }
                let path = pack.prefix + name
                return .text(lines(text, file: path, at: place, field: reader.path(of: "file"), scope: scope))
            }
        }
        guard let text = self.text(node, field: field) else { return .text([]) }
        return .text(lines(text, file: nil, at: node.location, field: field, scope: scope))
    }
}
