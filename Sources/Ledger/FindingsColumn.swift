import Documents
package import Postings

/// How findings lie in one column of text.
///
/// Accounts of one kind of board that show one role have the same findings, and each commit writes them.
package enum FindingsColumn: Sendable {
    private static let written = Remembered<[Finding], String>(capacity: 4)
    private static let read = Remembered<String, [Finding]>(capacity: 4)

    package static func text(_ findings: [Finding]) -> String {
        findings.isEmpty ? "[]" : written.answer(findings) { write(findings) }
    }

    package static func findings(_ text: String) throws(MalformedJSON) -> [Finding] {
        if text == "[]" { return [] }
        if let known = read.recall(text) { return known }
        let findings = try parse(text)
        read.keep(findings, to: text)
        return findings
    }

    private static func write(_ findings: [Finding]) -> String {
        StoredJSON.text(
            .list(
                findings.map { finding in
                    let parts = [
                        finding.severity.rawValue, finding.code, finding.field, finding.message, finding.remedy,
                        finding.source, finding.lost,
                    ]
                    return .list(parts.map { $0.map(Value.text) ?? .null })
                }
            )
        )
    }

    private static func parse(_ text: String) throws(MalformedJSON) -> [Finding] {
        guard case .list(let items) = try StoredJSON.value(text) else { throw MalformedJSON() }
        return try items.map { item throws(MalformedJSON) in
            guard let parts = item.list?.map(\.text), parts.count == 7,
                let severity = parts[0].flatMap(Severity.init(rawValue:)),
                let code = parts[1], let field = parts[2], let message = parts[3]
            else { throw MalformedJSON() }
            return Finding(
                severity,
                code: code,
                field: field,
                message,
                remedy: parts[4],
                source: parts[5],
                lost: parts[6]
            )
        }
    }
}
