import Documents
import XMLTree

/// Where a document's ads stand inside the body that surrounds them.
struct ItemPlace {
    let body: Body
    let hasItem: Bool

    /// Stands in the ads' place while the frame is written; no text of an ad can hold it.
    static let sentinel = "\u{F8FF}items\u{F8FF}"

    /// Bytes between two ads.
    var separator: [UInt8] {
        switch body.shape {
        case .tree: Array(",".utf8)
        case .xml: Array("\n".utf8)
        case .text: Array("\n\n".utf8)
        case .page: []
        }
    }

    /// The bytes before the first ad and after the last.
    func around(_ scope: WireScope) throws(DocumentFault) -> (head: [UInt8], tail: [UInt8]) {
        guard hasItem else { return ([], []) }
        let whole = String(decoding: try scope.document(named: body.name), as: UTF8.self)
        let places = marks.compactMap { whole.firstRange(of: $0) }
        guard let place = places.first else {
            throw DocumentFault(
                "no-items",
                "The body \"\(body.name)\" has no place for the ads.",
                remedy: "Write $items where the list of ads stands, as the whole value of a member."
            )
        }
        return (Array(whole[..<place.lowerBound].utf8), Array(whole[place.upperBound...].utf8))
    }

    /// One ad as it stands there.
    func item(_ item: Body, _ scope: WireScope) throws(DocumentFault) -> [UInt8] {
        guard case .xml(let options, let root) = body.shape, let name = root.nameOfItems else {
            return try scope.document(named: item.name)
        }
        guard case .tree(let tree) = item.shape else { return try scope.document(named: item.name) }
        var xml = XMLBody(options: options)
        xml.write(name, scope.build(tree, keepsAbsent: options.keepsEmpty) ?? .object([:]))
        return xml.writer.take()
    }

    /// What the frame holds in the ads' place, the most specific first.
    private var marks: [String] {
        switch body.shape {
        case .tree: [JSON.text(.text(Self.sentinel))]
        case .xml(let options, let root):
            root.nameOfItems.map { name in
                ["<\(name)><![CDATA[\(Self.sentinel)]]></\(name)>", "<\(name)>\(Self.sentinel)</\(name)>"]
                    .filter { options.usesCDATA == $0.contains("CDATA") }
            } ?? []
        case .text: [Self.sentinel]
        case .page: []
        }
    }
}

extension Tree {
    /// The key whose member is `$items`, at any depth.
    var nameOfItems: String? {
        switch self {
        case .object(let members):
            for member in members {
                if member.tree.isItems { return member.key }
                if let name = member.tree.nameOfItems { return name }
            }
            return nil
        case .list(let list): return list.lazy.compactMap(\.nameOfItems).first
        case .literal, .reference, .splice, .template, .body: return nil
        }
    }

    private var isItems: Bool {
        switch self {
        case .reference(let source), .splice(let source): source.written == "items"
        case .list(let list): list.count == 1 && list.allSatisfy(\.isItems)
        case .literal, .template, .body, .object: false
        }
    }
}
