public import Documents
import Signing

/// The names of the elements and attributes that an adapter puts on the wire, in order; values are no part of it.
///
/// A name is a path such as `source/job/title`; an attribute's last step begins with `@`.
public struct WireShape: Sendable, Hashable {
    /// What one call, or the published document, is made of.
    public struct Part: Sendable, Hashable {
        /// `document`, or the operation's name.
        public let name: String
        /// Paths in the order in which they are written.
        public let paths: [String]

        /// Creates a part.
        public init(name: String, paths: [String]) {
            self.name = name
            self.paths = paths
        }
    }

    /// The document first, then the operations in the manifest's order; parts without names are left out.
    public let parts: [Part]

    /// Creates a shape.
    public init(parts: [Part]) { self.parts = parts }

    /// Id of the step by which a person acknowledges this very shape: another shape has another id.
    public var step: String {
        let text = parts.map { "\($0.name):\($0.paths.joined(separator: ","))" }.joined(separator: ";")
        return Self.stepPrefix + Digest.hex(Digest.sha256(text)).prefix(8)
    }

    /// How the id of such a step begins.
    public static let stepPrefix = "shape-"

    /// The shape as the ledger keeps it.
    public var value: Value { .object(Members(parts.map { ($0.name, .list($0.paths.map(Value.text))) })) }

    /// Reads a shape that the ledger kept.
    public init?(_ value: Value) {
        guard let members = value.object else { return nil }
        parts = members.all.map { Part(name: $0.key, paths: $0.value.list?.compactMap(\.scalarText) ?? []) }
    }
}

extension Adapter {
    /// What the manifest puts on the wire.
    public var shape: WireShape {
        var parts: [WireShape.Part] = []
        if let document = manifest.document {
            parts.append(.init(name: "document", paths: shape(ofBody: document.body, item: document.item)))
        }
        for call in manifest.operations {
            guard let content = call.request?.content else { continue }
            parts.append(.init(name: call.name, paths: shape(of: content, below: call.batch?.at)))
        }
        return WireShape(parts: parts.filter { !$0.paths.isEmpty })
    }

    private func shape(of content: RequestRule.Content, below list: String?) -> [String] {
        let paths: [String] =
            switch content {
            case .none: []
            case .json(let tree), .form(let tree), .graphQL(_, _, let tree): shape(of: tree, item: nil)
            case .xml(let body), .text(let body): shape(ofBody: body, item: nil)
            }
        return list.map { list in [list] + paths.map { "\(list)/\($0)" } } ?? paths
    }

    private func shape(ofBody name: String, item: String?) -> [String] {
        switch body(named: name)?.shape {
        case .tree(let tree)?, .xml(_, root: let tree)?: shape(of: tree, item: item)
        case .page(_, _, let jsonLD?)?: shape(ofBody: jsonLD, item: nil)
        case .page?, .text?, nil: []
        }
    }

    /// Paths below a tree; a body that is named in it stands in its place, and an ad in that of `$items`.
    private func shape(of tree: Tree, item: String?) -> [String] {
        switch tree {
        case .object(let members):
            members.flatMap { member in
                [member.key] + shape(of: member.tree, item: item).map { "\(member.key)/\($0)" }
            }
        case .list(let items): Self.unique(items.flatMap { shape(of: $0, item: item) })
        case .body(let name): shape(ofBody: name, item: item)
        case .reference(let source), .splice(let source):
            source.written == "items" ? item.map { shape(ofBody: $0, item: nil) } ?? [] : []
        case .literal, .template: []
        }
    }

    /// The elements of a list often have the same names; each counts once, where it stands first.
    private static func unique(_ paths: [String]) -> [String] {
        var seen: Set<String> = []
        return paths.filter { seen.insert($0).inserted }
    }
}
