/// Builds the tree from parsed HTML and notes what it leaves out.
struct TreeBuilder {
    var log: LossLog

    private var blocks: [RichText.Block] = []
    private var runs = InlineRuns()
    private var marks: [Mark] = []
    /// Whether the last block is a list made of items that stood outside any list.
    private var lastIsLooseList = false

    init(log: LossLog) {
        self.log = log
    }

    /// The blocks that the nodes make, with the marks that hold around them.
    mutating func blocks(from nodes: [HTMLNode]) -> [RichText.Block] {
        let outer = (blocks, runs, lastIsLooseList)
        (blocks, runs, lastIsLooseList) = ([], InlineRuns(), false)
        walk(nodes)
        flush()
        let result = blocks
        (blocks, runs, lastIsLooseList) = outer
        return result
    }

    private mutating func walk(_ nodes: [HTMLNode]) {
        for node in nodes {
            switch node {
            case .text(let text):
                append(text)
            case .comment(let text):
                if !text.isBlank { log.note(.removed, "comment", text.trimmed.excerpt(200)) }
            case .element(let name, let attributes, let children):
                element(name, attributes, children)
            }
        }
    }

    private mutating func append(_ text: String) {
        let text = cleaned(text, into: &log)
        // Two breaks in a row are how older editors write a new paragraph.
        if runs.pendingBreaks > 1, !text.isBlank { flush() }
        runs.append(text, marks: marks)
    }

    private mutating func flush() {
        guard !runs.isEmpty else {
            runs = InlineRuns()
            return
        }
        add(.paragraph(runs.take()))
    }

    private mutating func add(_ block: RichText.Block) {
        blocks.append(block)
        lastIsLooseList = false
    }

    private mutating func element(_ name: String, _ attributes: [String: String], _ children: [HTMLNode]) {
        switch name {
        case "b", "strong": marked(.strong, children)
        case "i", "em", "cite", "dfn", "var": marked(.emphasis, children)
        case "u", "ins": marked(.underline, children)
        case "s", "strike", "del": marked(.strike, children)
        case "code", "tt", "kbd", "samp": marked(.code, children)
        case "a": link(attributes, children)
        case "br": runs.appendBreak()
        case "img", "image": image(attributes)
        case "h1", "h2", "h3", "h4", "h5", "h6": heading(name, children)
        case "ul", "ol", "menu", "dir": list(name, attributes, children)
        case "li": looseItem(children)
        case "blockquote":
            flush()
            let inner = blocks(from: children)
            if !inner.isEmpty { add(.quote(inner)) }
        case "pre", "listing", "xmp", "plaintext": preformatted(children)
        case "hr":
            flush()
            add(.rule)
        case "table": table(children)
        case let name where vanishing.contains(name): vanish(name, attributes, children)
        case let name where blockElements.contains(name):
            if reportedBlockElements.contains(name) { log.degraded(name, text(of: children)) }
            flush()
            walk(children)
            flush()
        default:
            if !silentElements.contains(name) { log.degraded(name, text(of: children)) }
            walk(children)
        }
    }

    private mutating func marked(_ mark: Mark, _ children: [HTMLNode]) {
        guard !marks.contains(mark) else { return walk(children) }
        marks.append(mark)
        walk(children)
        marks.removeLast()
    }

    private mutating func link(_ attributes: [String: String], _ children: [HTMLNode]) {
        guard let raw = attributes["href"] else { return walk(children) }
        let target = cleaned(raw, into: &log).trimmed
        guard isSafe(target), !target.hasPrefix("#"), !target.isEmpty else {
            log.note(.removed, "link target", target.isEmpty ? text(of: children).trimmed : target.excerpt(200))
            return walk(children)
        }
        guard !text(of: children).isBlank || children.contains(where: { $0.holdsImage }) else {
            log.note(.removed, "a", target)
            return walk(children)
        }
        if let title = attributes["title"], !title.isBlank, title != text(of: children) {
            log.note(.removed, "title", title.trimmed)
        }
        let outer = marks
        marks.removeAll { if case .link = $0 { true } else { false } }
        marks.append(.link(target))
        walk(children)
        marks = outer
    }

    private mutating func image(_ attributes: [String: String]) {
        let alternative = cleaned(attributes["alt"] ?? attributes["title"] ?? "", into: &log)
            .split { $0.isWhitespace }.joined(separator: " ")
        var source = cleaned(attributes["src"] ?? "", into: &log).trimmed
        if !isSafe(source) {
            log.note(.removed, "img source", source.excerpt(60))
            source = ""
        }
        guard !source.isEmpty || !alternative.isEmpty else { return }
        if runs.pendingBreaks > 1 { flush() }
        runs.append(image: alternative, source: source, marks: marks.filter { $0 != .code })
    }

    private mutating func heading(_ name: String, _ children: [HTMLNode]) {
        flush()
        let inlines = inlines(from: children)
        if !inlines.isEmpty { add(.heading(level: name.last?.wholeNumberValue ?? 1, inlines)) }
    }

    private mutating func list(_ name: String, _ attributes: [String: String], _ children: [HTMLNode]) {
        flush()
        var items: [[RichText.Block]] = []
        for child in children {
            switch child {
            case .element("li", _, let inner):
                let item = blocks(from: inner)
                if !item.isEmpty { items.append(item) }
            case .element(let inner, _, _) where ["ul", "ol", "menu", "dir"].contains(inner):
                // A list directly within a list: browsers show it as part of the item before it.
                let nested = blocks(from: [child])
                if items.isEmpty, !nested.isEmpty { items.append([]) }
                if let last = items.indices.last { items[last] += nested }
            default:
                let stray = blocks(from: [child])
                if !stray.isEmpty { items.append(stray) }
            }
        }
        guard !items.isEmpty else { return }
        let start = attributes["start"].flatMap { Int($0) } ?? 1
        add(.list(ordered: name == "ol", start: name == "ol" ? max(0, min(start, 999_999_999)) : 1, items: items))
    }

    private mutating func looseItem(_ children: [HTMLNode]) {
        flush()
        let wasLoose = lastIsLooseList
        let item = blocks(from: children)
        guard !item.isEmpty else { return }
        if wasLoose, case .list(let ordered, let start, let items) = blocks.last {
            blocks.removeLast()
            add(.list(ordered: ordered, start: start, items: items + [item]))
        } else {
            add(.list(ordered: false, start: 1, items: [item]))
        }
        lastIsLooseList = true
    }

    private mutating func preformatted(_ children: [HTMLNode]) {
        flush()
        var code = cleaned(text(of: children), into: &log)
        while code.last == "\n" { code.removeLast() }
        if !code.isBlank { add(.code(code)) }
    }

    private mutating func table(_ children: [HTMLNode]) {
        flush()
        var reader = TableReader()
        reader.read(children)
        for caption in reader.captions { walk(caption); flush() }
        // One column is layout, not data.
        if reader.rows.allSatisfy({ $0.cells.count <= 1 }) {
            if !reader.rows.isEmpty { log.degraded("table", text(of: children).trimmed) }
            for row in reader.rows { for cell in row.cells { walk(cell); flush() } }
            return
        }
        var header: [[RichText.Inline]] = []
        var rows: [[[RichText.Inline]]] = []
        for row in reader.rows {
            let cells = row.cells.map { inlines(from: $0) }
            guard !cells.allSatisfy(\.isEmpty) else { continue }
            if row.isHeader, header.isEmpty, rows.isEmpty { header = cells } else { rows.append(cells) }
        }
        if !header.isEmpty || !rows.isEmpty { add(.table(header: header, rows: rows)) }
    }

    /// Running text of nodes that may hold blocks: these are put on lines of their own.
    private mutating func inlines(from nodes: [HTMLNode]) -> [RichText.Inline] {
        var result: [RichText.Inline] = []
        for block in blocks(from: nodes) {
            if !result.isEmpty { result.append(.lineBreak) }
            result += flattened(block)
        }
        return result
    }

    private mutating func flattened(_ block: RichText.Block) -> [RichText.Inline] {
        switch block {
        case .paragraph(let inlines), .heading(_, let inlines):
            return inlines
        case .list(let ordered, let start, let items):
            log.degraded(ordered ? "ol" : "ul", block.plainText)
            var lines: [[RichText.Inline]] = []
            for (offset, item) in items.enumerated() {
                lines.append([.text(ordered ? "\(start + offset). " : "• ")] + flattened(item))
            }
            return Array(lines.joined(separator: [.lineBreak]))
        case .quote(let blocks):
            log.degraded("blockquote", block.plainText)
            return flattened(blocks)
        case .code(let text):
            return Array(text.split(separator: "\n").map { [.code(String($0))] }.joined(separator: [.lineBreak]))
        case .rule:
            log.degraded("hr")
            return [.text("—")]
        case .table(let header, let rows):
            log.degraded("table", block.plainText)
            let lines = ([header] + rows).filter { !$0.isEmpty }.map { Array($0.joined(separator: [.text(" | ")])) }
            return Array(lines.joined(separator: [.lineBreak]))
        }
    }

    private mutating func flattened(_ blocks: [RichText.Block]) -> [RichText.Inline] {
        var parts: [[RichText.Inline]] = []
        for block in blocks { parts.append(flattened(block)) }
        return Array(parts.joined(separator: [.lineBreak]))
    }

    private mutating func vanish(_ name: String, _ attributes: [String: String], _ children: [HTMLNode]) {
        let text = text(of: children, raw: true).trimmed
        let shown = [text, attributes["value"] ?? "", attributes["src"] ?? attributes["data"] ?? ""]
        let quote = shown.first { !$0.isEmpty } ?? ""
        guard !quote.isEmpty else { return }
        let isForPeople = ["title", "noframes", "noembed"].contains(name)
        log.note(.removed, name, isForPeople ? quote : quote.excerpt(200))
    }
}

private let vanishing: Set<String> = [
    "script", "style", "template", "title", "iframe", "noframes", "noembed", "embed", "object", "video", "audio",
    "input", "canvas",
]

private let blockElements: Set<String> = [
    "p", "div", "section", "article", "header", "footer", "main", "nav", "aside", "address", "figure", "figcaption",
    "form", "fieldset", "legend", "center", "details", "summary", "dl", "dt", "dd", "hgroup", "html", "head", "body",
    "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "option", "search",
]

private let reportedBlockElements: Set<String> = ["dl", "details"]

/// Elements whose unwrapping loses nothing a reader would miss.
private let silentElements: Set<String> = [
    "span", "font", "abbr", "acronym", "time", "label", "wbr", "nobr", "bdi", "bdo", "data", "picture", "source",
    "track",
    "meta", "link", "base", "param", "col", "colgroup", "noscript", "button", "select", "optgroup", "map", "area",
    "slot",
]
