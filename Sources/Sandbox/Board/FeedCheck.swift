import Documents
import XMLTree

/// One item of a feed with what is wrong with its form.
struct FeedItem: Sendable, Hashable {
    let value: Value
    let cdata: Set<String>?
    var faults: [String]
}

/// Checks the form of a fetched document.
struct FeedCheck {
    let rule: FeedRule

    /// The items, or why the document is refused whole.
    func items(in bytes: [UInt8]) -> Result<[FeedItem], Refusal> {
        guard bytes.count <= rule.largest else { return no("The document is larger than \(rule.largest) bytes.") }
        return rule.kind == .xml ? xmlItems(bytes) : jsonItems(bytes)
    }

    private func no(_ message: String) -> Result<[FeedItem], Refusal> { .failure(Refusal("invalid", message)) }

    private func jsonItems(_ bytes: [UInt8]) -> Result<[FeedItem], Refusal> {
        guard let value = JSON.parse(bytes) else { return no("The document is no JSON.") }
        guard let list = FieldPath(rule.item).flatMap({ value.at($0.steps) })?.list else {
            return no("The document has no list \(rule.item).")
        }
        return .success(list.map { FeedItem(value: $0, cdata: nil, faults: absent($0.object?.keys ?? [])) })
    }

    private func xmlItems(_ bytes: [UInt8]) -> Result<[FeedItem], Refusal> {
        let root: XMLElement
        do throws(XMLFault) {
            root = try XML.parse(bytes, maximumBytes: rule.largest)
        } catch {
            return no("The document is no XML: \(error).")
        }
        if rule.needsDeclaration, !bytes.starts(with: "<?xml".utf8) { return no("The XML declaration is missing.") }
        if let name = rule.root, root.name != name { return no("The root element is \(root.name), not \(name).") }
        for name in rule.head where root.first(named: name) == nil { return no("The element \(name) is missing.") }
        let names = rule.item.split(separator: ".").map(String.init)
        let parent = names.dropLast().isEmpty ? root : root.at(names.dropLast().joined(separator: "."))
        let elements = parent?.all(named: names.last ?? "") ?? []
        if rule.references == .refuse, elements.contains(where: usesReferences) {
            return no("Character references are not allowed in items.")
        }
        let all = elements.reduce(into: [String]()) { used, element in
            for child in element.elements where !used.contains(child.name) { used.append(child.name) }
        }
        return .success(elements.map { item($0, all) })
    }

    private func item(_ element: XMLElement, _ all: [String]) -> FeedItem {
        let names = element.elements.map(\.name)
        var faults = absent(names)
        if rule.alike {
            faults += all.filter { !names.contains($0) && !rule.present.contains($0) }
                .map { "The element \($0) is used in other items and missing here." }
        }
        if rule.once {
            for name in Set(names).sorted() where names.filter({ $0 == name }).count > 1 {
                faults.append("The element \(name) stands more than once.")
            }
        }
        let ordered = names.filter { rule.order.contains($0) }
        let wanted = rule.order.filter { ordered.contains($0) }
        if ordered != wanted {
            faults.append("The elements are not in the order \(rule.order.joined(separator: ", ")).")
        }
        if rule.references == .item, usesReferences(element) { faults.append("Character references are not allowed.") }
        return FeedItem(value: BodyReader.value(of: element), cdata: BodyReader.cdataPaths(of: element), faults: faults)
    }

    private func absent(_ names: [String]) -> [String] {
        rule.present.filter { !names.contains($0) }.map { "The element \($0) is missing." }
    }

    private func usesReferences(_ element: XMLElement) -> Bool {
        element.usesReferences || element.elements.contains(where: usesReferences)
    }
}
