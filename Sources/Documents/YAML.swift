import Yams

/// Reads YAML (and so JSON) into nodes that know where they stand.
public enum YAML: Sendable {
    /// Reads one document.
    ///
    /// Aliases, anchors, tags, merge keys, repeated keys and further documents are refused: what
    /// stands in the file is what is meant, and no document can be made to expand.
    ///
    /// - Parameters:
    ///   - text: The document.
    ///   - file: Name used in locations.
    /// - Returns: The root node; an empty document is a null scalar.
    /// - Throws: ``Diagnostics`` with the first fault of syntax, or every refused construct.
    public static func parse(_ text: String, file: String) throws(Diagnostics) -> Node {
        let start = SourceLocation(file: file, line: 1, column: 1)
        let parser: Parser
        let root: Yams.Node?
        do {
            parser = try Parser(yaml: JSONEscapes.joined(text), resolver: .basic)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw Diagnostics([diagnostic(for: error, file: file)])
        } catch {
            throw Diagnostics([Diagnostic(code: "yaml", at: start, "The document could not be read: \(error).")])
        }
        guard let root else { return Node(.scalar("", quoted: false), at: start) }
        let problems = Problems()
        // Nodes hold their anchors weakly: without the parser, anchors would pass unseen.
        let node = withExtendedLifetime(parser) { convert(root, file: file, depth: 0, problems: problems) }
        try problems.refuseIfBroken()
        return node
    }

    private static func diagnostic(for error: YamlError, file: String) -> Diagnostic {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Diagnostic(
                code: problem.contains("alias") ? "alias" : "yaml",
                at: SourceLocation(file: file, line: mark.line, column: mark.column),
                "This is not valid YAML: \(problem).",
                remedy: "Check indentation, quotes and colons on this line and the one before it."
            )
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return Diagnostic(
                code: "duplicate-key",
                at: SourceLocation(file: file, line: context.mark.line, column: context.mark.column),
                "The key \(names) stands twice in one object.",
                remedy: "Keep one of them."
            )
        default:
            return Diagnostic(
                code: "yaml",
                at: SourceLocation(file: file, line: 1, column: 1),
                "The document could not be read: \(error)."
            )
        }
    }

    private static func convert(_ node: Yams.Node, file: String, depth: Int, problems: Problems) -> Node {
        let location = SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        guard depth < 64 else {
            problems.error("too-deep", at: location, "The document nests deeper than 64 levels.")
            return Node(.scalar("", quoted: false), at: location)
        }
        if node.anchor != nil {
            problems.error(
                "alias",
                at: location,
                "Anchors are not allowed here.",
                remedy: "Write the value out where it is needed."
            )
        }
        switch node {
        case .scalar(let scalar):
            return Node(.scalar(scalar.string, quoted: scalar.style != .plain && scalar.style != .any), at: location)
        case .sequence(let sequence):
            return Node(
                .sequence(sequence.map { convert($0, file: file, depth: depth + 1, problems: problems) }),
                at: location
            )
        case .mapping(let mapping):
            let members = mapping.map { key, value in
                member(key, value, file: file, depth: depth, problems: problems)
            }
            return Node(.mapping(members), at: location)
        case .alias:
            problems.error(
                "alias",
                at: location,
                "Aliases are not allowed here.",
                remedy: "Write the value out where it is needed."
            )
            return Node(.scalar("", quoted: false), at: location)
        }
    }

    private static func member(
        _ key: Yams.Node,
        _ value: Yams.Node,
        file: String,
        depth: Int,
        problems: Problems
    ) -> Node.Member {
        let location = SourceLocation(file: file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
        let name = key.scalar?.string ?? ""
        if key.scalar == nil || name == "<<" {
            problems.error("key", at: location, "A key must be a single plain word.", remedy: "Write it out as text.")
        }
        return Node.Member(
            key: name,
            location: location,
            value: convert(value, file: file, depth: depth + 1, problems: problems)
        )
    }
}
