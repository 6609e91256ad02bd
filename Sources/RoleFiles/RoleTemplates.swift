public import Documents

/// Fills role templates in.
public enum RoleTemplates: Sendable {
    /// A template with every `{{name}}` replaced by its value; a template without placeholders comes back as it is.
    ///
    /// - Parameters:
    ///   - template: Text of the template.
    ///   - values: Value by placeholder name.
    ///   - file: Name used in locations.
    /// - Throws: ``Diagnostics`` with every placeholder that has no value.
    public static func filled(
        _ template: String,
        with values: [String: String] = [:],
        file: String
    ) throws(Diagnostics) -> String {
        let problems = Problems()
        var lines: [String] = []
        for (index, line) in template.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var filled = ""
            var rest = line[...]
            while let match = rest.firstMatch(of: /\{\{ *([A-Za-z]+) *\}\}/) {
                filled += rest[..<match.range.lowerBound]
                let name = String(match.1)
                if let value = values[name] {
                    filled += value
                } else {
                    let column = line.distance(from: line.startIndex, to: match.range.lowerBound) + 1
                    let hint = Nearest.name(to: name, among: values.keys).map { "Did you mean \"\($0)\"?" }
                    problems.error(
                        "placeholder",
                        at: SourceLocation(file: file, line: index + 1, column: column),
                        "The placeholder \"\(name)\" has no value.",
                        remedy: hint
                    )
                }
                rest = rest[match.range.upperBound...]
            }
            lines.append(filled + rest)
        }
        try problems.refuseIfBroken()
        return lines.joined(separator: "\n")
    }
}
