/// Writes a tree as HTML.
struct HTMLWriter {
    private let rules: HTMLRules
    private var log: LossLog
    private var output = ""

    static func write(_ text: RichText, _ rules: HTMLRules) -> Rendered {
        var degradation = HTMLDegradation(rules: rules)
        let blocks = degradation.blocks(text.blocks)
        var writer = HTMLWriter(rules: rules, log: degradation.log)
        writer.write(blocks)
        return Rendered(text: writer.output, losses: writer.log.losses)
    }

    private init(rules: HTMLRules, log: LossLog) {
        self.rules = rules
        self.log = log
    }

    private var paragraphTag: String? {
        guard rules.paragraphs == .automatic else { return nil }
        return ["p", "div"].first(where: rules.tags.contains)
    }

    private var lineBreak: String { rules.tags.contains("br") ? "<br>" : "\n" }

    /// Writes blocks one after the other; paragraphs without an element are parted by line breaks.
    private mutating func write(_ blocks: [RichText.Block], loose: Bool = true) {
        for (index, block) in blocks.enumerated() {
            if index > 0, case .paragraph = block, paragraphTag == nil, isOpenEnded(blocks[index - 1]) {
                output += loose ? lineBreak + lineBreak : lineBreak
            }
            write(block)
        }
    }

    /// Whether the end of the block is not seen unless a break follows.
    private func isOpenEnded(_ block: RichText.Block) -> Bool {
        if case .paragraph = block { true } else { false }
    }

    private mutating func write(_ block: RichText.Block) {
        switch block {
        case .paragraph(let inlines):
            if let paragraphTag { element(paragraphTag) { $0.write(inlines) } } else { write(inlines) }
        case .heading(let level, let inlines):
            element("h\(level)") { $0.write(inlines) }
        case .list(let ordered, let start, let items):
            let attribute = ordered && start != 1 ? " start=\"\(start)\"" : ""
            element(ordered ? "ol" : "ul", attribute) { writer in
                for item in items { writer.element("li") { $0.write(item: item) } }
            }
        case .quote(let inner):
            element("blockquote") { $0.write(inner) }
        case .code(let text):
            element("pre") { writer in
                if writer.rules.tags.contains("code") {
                    writer.element("code") { $0.write(text: text) }
                } else {
                    writer.write(text: text)
                }
            }
        case .rule:
            output += "<hr>"
        case .table(let header, let rows):
            write(header: header, rows: rows)
        }
    }

    /// An item of one paragraph, or of one before a nested list, is written without paragraph marks.
    private mutating func write(item: [RichText.Block]) {
        guard case .paragraph(let inlines) = item.first else { return write(item) }
        let rest = Array(item.dropFirst())
        let isTight = rest.allSatisfy { if case .list = $0 { true } else { false } }
        guard isTight else { return write(item, loose: false) }
        write(inlines)
        write(rest)
    }

    private mutating func write(header: [[RichText.Inline]], rows: [[[RichText.Inline]]]) {
        let hasHeaderCells = rules.tags.contains("th")
        element("table") { writer in
            if !header.isEmpty {
                writer.optionalElement("thead") { $0.write(row: header, cell: hasHeaderCells ? "th" : "td") }
            }
            guard !rows.isEmpty else { return }
            writer.optionalElement("tbody") { for row in rows { $0.write(row: row, cell: "td") } }
        }
    }

    private mutating func write(row: [[RichText.Inline]], cell: String) {
        element("tr") { for inlines in row { $0.element(cell) { $0.write(inlines) } } }
    }

    private mutating func write(_ inlines: [RichText.Inline]) {
        for inline in inlines {
            switch inline {
            case .text(let text): write(text: text)
            case .strong(let inner): element(first("strong", "b")) { $0.write(inner) }
            case .emphasis(let inner): element(first("em", "i")) { $0.write(inner) }
            case .underline(let inner): element(first("u", "ins")) { $0.write(inner) }
            case .strike(let inner): element(first("s", "del", "strike")) { $0.write(inner) }
            case .code(let text): element("code") { $0.write(text: text) }
            case .link(let target, let inner):
                element("a", " href=\"\(attribute(target))\"") { $0.write(inner) }
            case .lineBreak: output += lineBreak
            case .image(let alternative, let source):
                output += "<img src=\"\(attribute(source))\" alt=\"\(attribute(text: alternative))\">"
            }
        }
    }

    private mutating func write(text: String) {
        guard rules.entities == .none || rules.doubleUnescapeGuard else {
            output += escapedForHTML(text)
            return
        }
        let spaced = LiteralGuard.spaced(text)
        if spaced != text { log.note(.reworded, "text that reads as markup", text) }
        output += rules.entities == .none ? spaced : escapedForHTML(spaced)
    }

    private func attribute(_ target: String) -> String {
        let target = quotableAddress(target)
        guard rules.entities == .none || rules.doubleUnescapeGuard else { return escapedForHTML(target) }
        // A parameter that reads as a reference: with its semicolon encoded it is none, and the address is the same.
        let safe = LiteralGuard.spaced(target) == target ? target : target.replacing(";", with: "%3B")
        return rules.entities == .none ? safe : escapedForHTML(safe)
    }

    private mutating func attribute(text: String) -> String {
        guard rules.entities == .none || rules.doubleUnescapeGuard else { return escapedForHTML(text) }
        let spaced = LiteralGuard.spaced(text).replacing("\"", with: "”")
        if spaced != text { log.note(.reworded, "text that reads as markup", text) }
        return rules.entities == .none ? spaced : escapedForHTML(spaced)
    }

    private func first(_ names: String...) -> String {
        names.first(where: rules.tags.contains) ?? names[0]
    }

    private mutating func element(_ name: String, _ attributes: String = "", _ inside: (inout HTMLWriter) -> Void) {
        output += "<\(name)\(attributes)>"
        inside(&self)
        output += "</\(name)>"
    }

    private mutating func optionalElement(_ name: String, _ inside: (inout HTMLWriter) -> Void) {
        if rules.tags.contains(name) { element(name, "", inside) } else { inside(&self) }
    }
}
