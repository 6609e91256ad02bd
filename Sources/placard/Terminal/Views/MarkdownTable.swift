import AdapterKit

/// A table in Markdown.
struct MarkdownTable {
    let heads: [String]
    let rows: [[String]]

    init(_ heads: [String], _ rows: [[String]]) {
        self.heads = heads
        self.rows = rows
    }

    var text: String {
        let lines = [heads, heads.map { _ in "---" }] + rows
        return lines.map { "| \($0.map(Self.cell).joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    /// A text that stays in its cell.
    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }

    /// Where a rule comes from, for the end of a sentence.
    static func source(_ mark: String?) -> String { mark.map { " [source: \($0)]" } ?? "" }

    /// What a person is asked for.
    static func note(_ setting: Setting) -> String {
        var text = setting.title
        if let hint = setting.hint { text += ". \(hint)" }
        if !setting.oneOf.isEmpty { text += "; one of " + setting.oneOf.map { "`\($0)`" }.joined(separator: ", ") }
        if let choices = setting.choices { text += "; `placard post` asks the board for its \(choices)" }
        if let most = setting.list { text += "; up to \(most)" }
        if let pattern = setting.pattern { text += "; must match `\(pattern)`" }
        if let example = setting.example { text += "; for example `\(example)`" }
        if setting.isServer { text += "; `--base-url` stands in for it" }
        return text
    }
}
