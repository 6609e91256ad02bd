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
        let share = Double(most) / Double(max(1, size.measure(rich, text)))
        return rich.shortened(share: share) { tree, text in
            size.measure(RichDraft(tree: tree, format: rich.format), text) <= most
        }
    }
}

extension RichDraft {
    /// The tree as written.
    var text: String { tree.rendered(as: format).text }

    /// The text cut until it fits: whole blocks from the end, and of a first block that is too long the last words.
    ///
    /// - Parameters:
    ///   - share: About how much of the text fits, to begin the search near its end.
    ///   - fits: Whether a tree, written as given, fits; what is shorter must fit too.
    /// - Returns: What is left, and the words left out in reading order; nil when not even a few words fit.
    func shortened(share: Double = 0.5, _ fits: (RichText, String) -> Bool) -> (Draft, lost: String)? {
        let count = fittingBlocks(share: share, fits)
        let (kept, dropped) = tree.shortened(blocksToFit: count) { $0.blocks.count }
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

    /// How many blocks fit; the search widens from where the end is likely, since every step writes the text anew.
    private func fittingBlocks(share: Double, _ fits: (RichText, String) -> Bool) -> Int {
        let weights = tree.blocks.map { $0.plainText.utf8.count + 8 }
        let room = Double(weights.reduce(0, +)) * share
        var sum = 0.0
        let likely = weights.prefix {
            sum += Double($0)
            return sum <= room
        }.count
        var fitting = 0
        var tooMany = tree.blocks.count
        var step = 1
        var next = likely
        while tooMany - fitting > 1 {
            next = min(max(next, fitting + 1), tooMany - 1)
            let candidate = RichText(blocks: Array(tree.blocks.prefix(next)))
            if fits(candidate, candidate.rendered(as: format).text) { fitting = next } else { tooMany = next }
            let isBounded = fitting > 0 && tooMany < tree.blocks.count
            next = isBounded ? (fitting + tooMany) / 2 : next == fitting ? fitting + step : tooMany - step
            step *= 2
        }
        return fitting
    }

    private func draft(of tree: RichText) -> Draft {
        let rendered = tree.rendered(as: format)
        return Draft(.text(rendered.text), rich: RichDraft(tree: tree, format: format))
    }
}

extension RichText {
    /// The text without a last line that is bold throughout and so headed what was dropped.
    fileprivate var withoutLastHeading: (RichText, lines: [String]) {
        guard blocks.count > 1, case .paragraph(let inlines)? = blocks.last, inlines.count == 1,
            case .strong = inlines[0]
        else { return (self, []) }
        return (RichText(blocks: Array(blocks.dropLast())), [blocks[blocks.count - 1].plainText])
    }
}
