import Documents
import XMLTree

extension WireScope {
    /// A named body as bytes: XML, text lines, or a tree as JSON.
    ///
    /// Pages need ``Adapter/document(of:account:pageTemplates:)``.
    ///
    /// - Throws: ``DocumentFault`` when there is no such body or nothing to write.
    func document(named name: String) throws(DocumentFault) -> [UInt8] {
        guard let body = adapter.body(named: name) else {
            throw DocumentFault(
                "no-body",
                "The adapter \(adapter.manifest.id) has no body \"\(name)\".",
                remedy: "Define it under bodies."
            )
        }
        switch body.shape {
        case .tree(let tree): return json(tree)
        case .text(let lines): return Array(text(lines).utf8)
        case .xml(let options, let root):
            var xml = XMLBody(options: options)
            if options.hasDeclaration { xml.writer.declaration() }
            for member in build(root, keepsAbsent: options.keepsEmpty)?.object ?? [:] {
                xml.write(member.key, member.value)
            }
            return xml.writer.take()
        case .page:
            throw DocumentFault(
                "no-template",
                "The body \"\(name)\" is a page and cannot be sent by itself.",
                remedy: "Name it as the adapter's document."
            )
        }
    }

    /// The lines whose references are all present; empty lines never stand first, last or twice.
    func text(_ lines: [Template]) -> String {
        var result: [String] = []
        for line in lines {
            guard let text = fill(line) else { continue }
            if text.isEmpty, result.last?.isEmpty ?? true { continue }
            result.append(text)
        }
        while result.last?.isEmpty == true { result.removeLast() }
        return result.joined(separator: "\n")
    }
}
