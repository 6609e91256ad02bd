import Documents
import RichText

extension Evaluation {
    /// A draft cut to a bound, and the words cut off; nil when nothing of it fits.
    func shortened(_ draft: Draft, to size: ValueRule.Size) -> (Draft, lost: String)? {
        guard let most = size.max, let text = draft.value.scalarText else { return nil }
        guard let rich = draft.rich else {
            guard let (cut, lost) = shorten(text, to: most, unit: size.unit.lengthUnit, linksCountAs: size.linksCountAs)
            else { return nil }
            return (Draft(.text(cut)), lost)
        }
        return rich.shortened { tree, text in size.measure(RichDraft(tree: tree, format: rich.format), text) <= most }
    }
}

extension RichDraft {
    /// The tree as written.
    var text: String { tree.rendered(as: format).text }

    /// The text cut until it fits: whole blocks from the end, and of a first block that is too long the last words.
    ///
    /// - Parameter fits: Whether a tree, written as given, fits; what is shorter must fit too.
    /// - Returns: What is left, and the words left out in reading order; nil when not even a few words fit.
    func shortened(_ fits: (RichText, String) -> Bool) -> (Draft, lost: String)? {
        let (kept, dropped) = tree.shortened(blocksToFit: 0) { fits($0, $0.rendered(as: format).text) ? 0 : 1 }
        if !kept.isEmpty {
            let (kept, headings) = kept.withoutLastHeading
            return (draft(of: kept), (headings + dropped).joined(separator: "\n"))
        }
        guard let first = tree.blocks.first?.plainText else { return nil }
        let whole = first.count
        var fitting = 0
        var tooMany = whole
        var best: (RichText, String)?
        while tooMany - fitting > 1 {
            let middle = (fitting + tooMany) / 2
            guard let (text, lost) = shorten(first, to: middle, unit: .graphemes) else {
                fitting = middle
                continue
            }
            let candidate = RichText(plain: text)
            if fits(candidate, candidate.rendered(as: format).text) {
                best = (candidate, lost)
                fitting = middle
            } else {
                tooMany = middle
            }
        }
        guard let (kept, lost) = best else { return nil }
        let rest = tree.blocks.dropFirst().map(\.plainText)
        return (draft(of: kept), ([lost] + rest).joined(separator: "\n"))
    }

    private func draft(of tree: RichText) -> Draft {
        let rendered = tree.rendered(as: format)
        return Draft(.text(rendered.text), rich: RichDraft(tree: tree, format: format))
    }
}

extension RichText {
    /// The text without a last line that is bold throughout and so headed what was dropped; a text of that line alone stays.
    fileprivate var withoutLastHeading: (RichText, lines: [String]) {
        guard blocks.count > 1, case .paragraph(let inlines)? = blocks.last, inlines.count == 1, case .strong = inlines[0]
        else { return (self, []) }
        return (RichText(blocks: Array(blocks.dropLast())), [blocks[blocks.count - 1].plainText])
    }
}
