import Documents

/// A manifest while it is being read: the files, the names they define, and what is wrong with them.
///
/// References are judged where they stand, since only there is their place known. What needs the
/// whole (cycles, unused values, calls that fit together) is judged by ``check(_:)``.
final class ManifestDraft {
    /// The adapter's files.
    let pack: AdapterPack
    /// Both files as one object.
    let root: Node
    /// Every name that the files define.
    let names: ManifestNames
    /// What is wrong.
    let problems = Problems()
    /// Who refers to whom, for cycles and for the order of values.
    var edges: [Owner: [Edge]] = [:]
    /// Values, bodies and look-ups that something refers to.
    var used: Set<Owner> = []
    /// Where the definition of a path stands, by path, for faults found after decoding.
    var places: [String: SourceLocation] = [:]
    /// Calls that say what an unknown outcome allows.
    var statesRepeat: Set<String> = []
    /// Watches that something starts.
    var startedWatches: Set<String> = []
    /// Path of calls by GraphQL, of `http.graphql`.
    var graphQLPath: Template?

    /// A reference from one definition to another.
    struct Edge {
        /// The definition that is referred to.
        let to: Owner
        /// Where.
        let location: SourceLocation
    }

    /// Reads the pack's files.
    ///
    /// - Throws: ``Diagnostics`` when a file is missing, no text, or no YAML.
    init(_ pack: AdapterPack) throws(Diagnostics) {
        self.pack = pack
        var found: [Diagnostic] = []
        var nodes: [Node] = []
        for name in ["manifest.yaml", "ad.yaml"] {
            do throws(Diagnostics) {
                if let node = try Self.parse(name, of: pack) { nodes.append(node) }
            } catch {
                found += error.all
            }
        }
        guard found.isEmpty else { throw Diagnostics(found) }
        root = Self.merged(nodes, problems: problems)
        names = ManifestNames(root)
    }

    /// Everything found, in the order of the files.
    func diagnostics() -> [Diagnostic] {
        let traps = Set(problems.found.filter { $0.code == "trap-key" }.map(\.location))
        // A trap key is also an unknown one; what it is a trap for says more.
        let kept = problems.found.filter { $0.code != "unknown-key" || !traps.contains($0.location) }
        func rank(_ diagnostic: Diagnostic) -> (String, Int, Int) {
            guard let location = diagnostic.location else { return ("", 0, 0) }
            // The manifest comes before its second half.
            let file = location.file.hasSuffix("manifest.yaml") ? " " : location.file
            return (file, location.line, location.column)
        }
        var seen: Set<Diagnostic> = []
        return kept.enumerated()
            .sorted { left, right in
                let (first, second) = (rank(left.element), rank(right.element))
                return first == second ? left.offset < right.offset : first < second
            }
            .map(\.element)
            .filter { seen.insert($0).inserted }
    }

    private static func parse(_ name: String, of pack: AdapterPack) throws(Diagnostics) -> Node? {
        let file = pack.prefix + name
        let start = SourceLocation(file: file, line: 1, column: 1)
        guard let bytes = pack.files[name] else {
            guard name == "manifest.yaml" else { return nil }
            throw Diagnostics([
                Diagnostic(
                    code: "no-manifest",
                    at: start,
                    "The adapter \"\(pack.id)\" has no manifest.yaml.",
                    remedy: "Add one; the manifest reference shows what it holds."
                )
            ])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Diagnostics([
                Diagnostic(code: "not-utf-8", at: start, "The file is no UTF-8 text.", remedy: "Save it as UTF-8.")
            ])
        }
        return try YAML.parse(text, file: file)
    }

    private static func merged(_ nodes: [Node], problems: Problems) -> Node {
        guard nodes.count > 1, let first = nodes.first, var members = first.members else {
            return nodes.first ?? Node(.mapping([]), at: SourceLocation(file: "manifest.yaml", line: 1, column: 1))
        }
        for node in nodes.dropFirst() where !node.isNull {
            guard let more = node.members else {
                problems.error("not-an-object", at: node.location, "The document must be an object, not \(node.kind).")
                continue
            }
            for member in more {
                if let twin = members.first(where: { $0.key == member.key }) {
                    problems.error(
                        "in-both-files",
                        at: member.location,
                        field: member.key,
                        "\"\(member.key)\" stands here and at \(twin.location).",
                        remedy: "Keep one of them."
                    )
                } else {
                    members.append(member)
                }
            }
        }
        return Node(.mapping(members), at: first.location)
    }
}

@available(*, unavailable)
extension ManifestDraft: Sendable {}

@available(*, unavailable)
extension ManifestDraft.Edge: Sendable {}
