/// Turns a tree into one that uses only what the rules allow, noting every step down.
struct HTMLDegradation {
    let rules: HTMLRules
    var log = LossLog()

    init(rules: HTMLRules) {
        self.rules = rules
    }

    private func allows(_ tags: String...) -> Bool { tags.allSatisfy(rules.tags.contains) }

    /// The blocks, with what is not allowed put as something plainer.
    mutating func blocks(_ blocks: [RichText.Block]) -> [RichText.Block] {
        var result: [RichText.Block] = []
        for item in blocks { result += block(item) }
        return result
    }

    private mutating func block(_ block: RichText.Block) -> [RichText.Block] {
        switch block {
        case .paragraph(let inlines):
            return [.paragraph(self.inlines(inlines))]
        case .heading(let level, let inlines):
            return [heading(level, inlines)]
        case .list(let ordered, let start, let items):
            return list(ordered, start, items)
        case .quote(let inner):
            if allows("blockquote") { return [.quote(blocks(inner))] }
            log.degraded("blockquote", block.plainText)
            return blocks(inner)
        case .code(let text):
            if allows("pre") { return [block] }
            log.degraded("pre", text)
            // Line ends matter in code; the spaces that indent it would be put together anyway.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { code(String($0)) }
            return [.paragraph(Array(lines.joined(separator: [.lineBreak])))]
        case .rule:
            if allows("hr") { return [.rule] }
            log.degraded("hr")
            return [.paragraph([.text("———")])]
        case .table(let header, let rows):
            return table(header, rows, block)
        }
    }

    private mutating func heading(_ level: Int, _ inlines: [RichText.Inline]) -> RichText.Block {
        let level = max(1, min(6, level))
        // The nearest level the rules allow, the lower one of two equally near.
        let nearest = (1...6).filter { allows("h\($0)") }.min { first, second in
            (abs(first - level), -first) < (abs(second - level), -second)
        }
        if nearest != level { log.degraded("h\(level)", inlines.plainText) }
        let inner = self.inlines(inlines)
        if let nearest { return .heading(level: nearest, inner) }
        return .paragraph(allows("strong") || allows("b") ? [.strong(withoutStrong(inner))] : inner)
    }

    private mutating func list(_ ordered: Bool, _ start: Int, _ items: [[RichText.Block]]) -> [RichText.Block] {
        var written: [[RichText.Block]] = []
        for item in items { written.append(blocks(item)) }
        let name = ordered ? "ol" : "ul"
        if allows(name, "li") { return [.list(ordered: ordered, start: start, items: written)] }
        log.degraded(name, items.first?.first?.plainText ?? "")
        if ordered, allows("ul", "li"), !allows("br") {
            // Where lines cannot be broken, bullets at least keep the numbers apart.
            let numbered = written.enumerated().map { led(by: "\(start &+ $0.offset). ", $0.element) }
            return [.list(ordered: false, start: 1, items: numbered)]
        }
        // Items without a list: one paragraph of lines where they are plain lines, paragraphs where they are more. The
        // numbers are kept as text, for a reader may refer to them, and need no bullets before them.
        var result: [RichText.Block] = []
        var lines: [RichText.Inline] = []
        for (offset, item) in written.enumerated() {
            for (position, block) in led(by: ordered ? "\(start &+ offset). " : "• ", item).enumerated() {
                if case .paragraph(let inlines) = block {
                    if !lines.isEmpty { lines.append(.lineBreak) }
                    lines += position == 0 ? inlines : [.text("  ")] + inlines
                } else {
                    if !lines.isEmpty { result.append(.paragraph(lines)) }
                    lines = []
                    result.append(block)
                }
            }
        }
        if !lines.isEmpty { result.append(.paragraph(lines)) }
        return result
    }

    private func led(by mark: String, _ item: [RichText.Block]) -> [RichText.Block] {
        guard case .paragraph(let inlines) = item.first else { return [.paragraph([.text(mark)])] + item }
        return [.paragraph([.text(mark)] + inlines)] + item.dropFirst()
    }

    private mutating func table(
        _ header: [[RichText.Inline]],
        _ rows: [[[RichText.Inline]]],
        _ block: RichText.Block
    ) -> [RichText.Block] {
        var written: [[[RichText.Inline]]] = []
        for row in [header] + rows { written.append(row.map { inlines($0) }) }
        if allows("table", "tr", "td") {
            if !header.isEmpty, !allows("th") { log.degraded("th", header.map(\.plainText).joined(separator: " ")) }
            return [.table(header: written[0], rows: Array(written.dropFirst()))]
        }
        log.degraded("table", block.plainText)
        let lines = written.filter { !$0.isEmpty }.map { Array($0.joined(separator: [.text(" | ")])) }
        return [.paragraph(Array(lines.joined(separator: [.lineBreak])))]
    }

    // MARK: Inlines

    private mutating func inlines(_ inlines: [RichText.Inline]) -> [RichText.Inline] {
        var result: [RichText.Inline] = []
        for item in inlines { result += inline(item) }
        return joinedText(result)
    }

    private mutating func inline(_ inline: RichText.Inline) -> [RichText.Inline] {
        switch inline {
        case .text, .lineBreak:
            return [inline]
        case .strong(let inner):
            let inner = inlines(inner)
            if allows("strong") || allows("b") { return [.strong(inner)] }
            log.degraded("strong", inner.plainText)
            return inner
        case .emphasis(let inner):
            let inner = inlines(inner)
            if allows("em") || allows("i") { return [.emphasis(inner)] }
            log.degraded("em", inner.plainText)
            return inner
        case .underline(let inner):
            let inner = inlines(inner)
            if allows("u") || allows("ins") { return [.underline(inner)] }
            log.degraded("u", inner.plainText)
            return inner
        case .strike(let inner):
            let inner = inlines(inner)
            if ["s", "del", "strike"].contains(where: rules.tags.contains) { return [.strike(inner)] }
            log.degraded("s", inner.plainText)
            return inner
        case .code(let text):
            return code(text)
        case .link(let target, let inner):
            return link(target, inlines(inner))
        case .image(let alternative, let source):
            if allows("img"), !source.isEmpty, isSafe(source) { return [inline] }
            if alternative.isEmpty {
                log.note(.removed, "img", source)
                return []
            }
            log.degraded("img", alternative)
            return [.text(alternative)]
        }
    }

    private mutating func code(_ text: String) -> [RichText.Inline] {
        if allows("code") { return [.code(text)] }
        log.degraded("code", text)
        return [.text(text)]
    }

    private mutating func link(_ target: String, _ inner: [RichText.Inline]) -> [RichText.Inline] {
        if allows("a"), let scheme = scheme(of: target), rules.linkSchemes.contains(scheme) {
            return [.link(target: target, inner)]
        }
        guard isSafe(target) else {
            log.note(.removed, "link target", target)
            return inner
        }
        log.degraded("a", target)
        return addressed(inner, target)
    }

    private func withoutStrong(_ inlines: [RichText.Inline]) -> [RichText.Inline] {
        inlines.flatMap { inline in
            if case .strong(let inner) = inline { inner } else { [inline] }
        }
    }
}

/// The inlines of a link with its address behind, unless they already are the address.
func addressed(_ inlines: [RichText.Inline], _ target: String) -> [RichText.Inline] {
    isSameAddress(inlines.plainText, target) ? inlines : inlines + [.text(" (\(shownAddress(target)))")]
}

/// Whether the words of a link say its address already.
func isSameAddress(_ text: String, _ target: String) -> Bool {
    let text = text.trimmed
    return text == target || text == shownAddress(target)
}

/// An address as people write it: without the scheme where that is mail or telephone.
func shownAddress(_ target: String) -> String {
    for prefix in ["mailto:", "tel:"] where target.lowercased().hasPrefix(prefix) {
        return String(target.dropFirst(prefix.count))
    }
    return target
}

/// The inlines with neighbouring texts put together, so that what reads as one is judged as one.
func joinedText(_ inlines: [RichText.Inline]) -> [RichText.Inline] {
    var result: [RichText.Inline] = []
    for inline in inlines {
        if case .text(let next) = inline, case .text(var text) = result.last {
            result.removeLast()
            text += next
            result.append(.text(text))
        } else {
            result.append(inline)
        }
    }
    return result
}
