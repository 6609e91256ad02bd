/// Writes a tree as lines of text in some markup.
struct LineWriter {
    let markup: LineMarkup
    var log = LossLog()
    /// Addresses of the links written, in order, where links are reported as ranges.
    var targets: [String] = []
    var isInTable = false
    private var isInQuote = false

    static func write(_ text: RichText, _ markup: LineMarkup) -> Rendered {
        var writer = LineWriter(markup: markup)
        let written = writer.lines(text.blocks, tight: false).joined(separator: "\n")
        guard case .ranged = markup.links else { return Rendered(text: written, losses: writer.log.losses) }
        let (plain, links) = LinkMarks.resolve(written, targets: writer.targets)
        return Rendered(text: plain, losses: writer.log.losses, links: links)
    }

    private init(markup: LineMarkup) {
        self.markup = markup
    }

    /// The lines of blocks, parted by empty lines unless they belong tightly together.
    private mutating func lines(_ blocks: [RichText.Block], tight: Bool) -> [String] {
        var result: [String] = []
        var previous: RichText.Block?
        var alternate = false
        for block in blocks {
            // Two lists in a row would be read as one if their marks were the same.
            alternate = isSameKindOfList(previous, block) && !alternate
            let lines = lines(block, alternate: alternate)
            guard !lines.isEmpty else { continue }
            if let previous, !(tight && staysTight(after: previous, block)) { result.append("") }
            result += lines
            previous = block
        }
        return result
    }

    private func isSameKindOfList(_ first: RichText.Block?, _ second: RichText.Block) -> Bool {
        guard case .list(let one, _, _) = first, case .list(let other, _, _) = second else { return false }
        return one == other
    }

    /// Whether a block within an item may follow another on the next line and is still seen as a block.
    private func staysTight(after first: RichText.Block, _ second: RichText.Block) -> Bool {
        if markup.itemsAreParagraphs { return false }
        guard markup.isMarkdown else { return true }
        guard case .paragraph = first, case .list(let ordered, let start, _) = second else { return false }
        return !ordered || start == 1
    }

    private mutating func lines(_ block: RichText.Block, alternate: Bool) -> [String] {
        switch block {
        case .paragraph(let inlines): return lines(inlines)
        case .heading(let level, let inlines): return lines(heading: inlines, level: max(1, min(6, level)))
        case .list(let ordered, let start, let items):
            return lines(list: items, ordered: ordered, start: start, alternate: alternate)
        case .quote(let blocks): return lines(quote: blocks, block)
        case .code(let text): return lines(code: text)
        case .rule:
            if let rule = markup.rule { return [rule] }
            log.degraded("hr")
            return ["———"]
        case .table(let header, let rows): return lines(header: header, rows: rows, block)
        }
    }

    /// The lines of running text, marks closed at the end of each and opened again.
    private mutating func lines(_ inlines: [RichText.Inline], marks: Set<Mark> = []) -> [String] {
        var lines: [String] = []
        for part in inlines.splitAtBreaks {
            let line = line(part, marks: marks)
            if !line.isBlank { lines.append(line) }
        }
        guard markup.lineEnd != "\n" else { return lines }
        return lines.joined(separator: markup.lineEnd).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init
        )
        .filter { _ in !lines.isEmpty }
    }

    private mutating func lines(heading inlines: [RichText.Inline], level: Int) -> [String] {
        if level <= markup.headingLevels {
            let text = lines(inlines.withSpacesForBreaks).joined(separator: " ")
            guard !text.isEmpty else { return [] }
            let safe = text.hasSuffix("#") ? text.dropLast() + "\\#" : text[...]
            return [String(repeating: "#", count: level) + " " + safe]
        }
        log.degraded("h\(level)", inlines.plainText)
        guard markup.strong != nil else { return lines(inlines) }
        return lines([.strong(inlines)])
    }

    private mutating func lines(
        list items: [[RichText.Block]],
        ordered: Bool,
        start: Int,
        alternate: Bool
    ) -> [String] {
        if !markup.hasLists { log.degraded(ordered ? "ol" : "ul", items.first?.first?.plainText ?? "") }
        var result: [String] = []
        for (offset, item) in items.enumerated() {
            let number = "\(start &+ offset)"
            let bullet = alternate && markup.hasLists ? "* " : markup.bullet
            let mark = ordered ? number + (alternate && markup.hasLists ? ") " : ". ") : bullet
            if markup.itemsAreParagraphs, offset > 0 { result.append("") }
            let indent = markup.itemsAreParagraphs ? "" : String(repeating: " ", count: mark.count)
            let lines = lines(item, tight: true)
            result.append(mark + (lines.first ?? ""))
            result += lines.dropFirst().map { $0.isEmpty ? "" : indent + $0 }
        }
        return result
    }

    private mutating func lines(quote blocks: [RichText.Block], _ block: RichText.Block) -> [String] {
        switch markup.quotes {
        case .prefix(let isNative):
            if !isNative { log.degraded("blockquote", block.plainText) }
            return lines(blocks, tight: false).map { $0.isEmpty ? (isNative ? ">" : "") : "> " + $0 }
        case .html:
            if isInQuote {
                log.degraded("blockquote", block.plainText)
                return lines(blocks, tight: false)
            }
            isInQuote = true
            defer { isInQuote = false }
            let text = lines(blocks, tight: false).joined(separator: "\n")
            return text.isEmpty ? [] : ["<blockquote>" + text + "</blockquote>"]
        }
    }

    private mutating func lines(code text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        switch markup.codeBlocks {
        case .plain:
            log.degraded("pre", text)
            return lines.map { escaped($0, isLineStart: true) }
        case .indented:
            return lines.map { "  " + $0 }
        case .fenced:
            if case .mrkdwn = markup.escaping {
                let safe = text.replacing("```", with: "'''")
                if safe != text { log.note(.reworded, "```", text) }
                return ["```"] + safe.split(omittingEmptySubsequences: false) { $0.isNewline }.map(escapedForMrkdwn) + [
                    "```"
                ]
            }
            let fence = String(repeating: "`", count: max(3, text.longestRun(of: "`") + 1))
            return [fence] + lines + [fence]
        case .html:
            return ["<pre>" + escapedForHTML(text) + "</pre>"]
        }
    }

    private mutating func lines(
        header: [[RichText.Inline]],
        rows: [[[RichText.Inline]]],
        _ block: RichText.Block
    ) -> [String] {
        if markup.hasTables {
            let width = ([header] + rows).map(\.count).max() ?? 0
            guard width > 0 else { return [] }
            isInTable = true
            defer { isInTable = false }
            var result = [pipes(header, width), "|" + String(repeating: " --- |", count: width)]
            for row in rows { result.append(pipes(row, width)) }
            return result
        }
        log.degraded("table", block.plainText)
        var result: [String] = []
        for (index, row) in ([header] + rows).enumerated() where !row.isEmpty {
            let inlines = Array(row.map(\.withSpacesForBreaks).joined(separator: [.text(" | ")]))
            let isHeader = index == 0 && markup.strong != nil
            let line = lines(isHeader ? [.strong(inlines)] : inlines).joined(separator: " ")
            guard !line.isEmpty else { continue }
            // One line a row, each seen as a line.
            if let last = result.indices.last { result[last] += markup.lineEnd }
            result.append(line)
        }
        return result.joined().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private mutating func pipes(_ row: [[RichText.Inline]], _ width: Int) -> String {
        var line = "|"
        for column in 0..<width {
            let cell = column < row.count ? row[column] : []
            if cell.splitAtBreaks.count > 1 { log.degraded("br", cell.plainText) }
            line += " " + lines(cell.withSpacesForBreaks).joined(separator: " ") + " |"
        }
        return line
    }
}

extension [RichText.Inline] {
    /// The inlines of each line, every mark closed at a line's end and opened again.
    var splitAtBreaks: [[RichText.Inline]] {
        var lines: [[RichText.Inline]] = [[]]
        for inline in self {
            switch inline {
            case .lineBreak: lines.append([])
            case .strong(let inner): lines.extend(by: inner) { .strong($0) }
            case .emphasis(let inner): lines.extend(by: inner) { .emphasis($0) }
            case .underline(let inner): lines.extend(by: inner) { .underline($0) }
            case .strike(let inner): lines.extend(by: inner) { .strike($0) }
            case .link(let target, let inner): lines.extend(by: inner) { .link(target: target, $0) }
            case .text, .code, .image: lines[lines.count - 1].append(inline)
            }
        }
        return lines
    }

    /// The inlines on one line.
    var withSpacesForBreaks: [RichText.Inline] {
        Array(splitAtBreaks.joined(separator: [.text(" ")]))
    }
}

extension [[RichText.Inline]] {
    fileprivate mutating func extend(
        by inner: [RichText.Inline],
        marked: ([RichText.Inline]) -> RichText.Inline
    ) {
        for (index, part) in inner.splitAtBreaks.enumerated() {
            if index > 0 { append([]) }
            if !part.isEmpty { self[count - 1].append(marked(part)) }
        }
    }
}

extension String {
    /// Length of the longest run of the character.
    func longestRun(of wanted: Character) -> Int {
        var longest = 0
        var current = 0
        for character in self {
            current = character == wanted ? current + 1 : 0
            longest = Swift.max(longest, current)
        }
        return longest
    }
}
