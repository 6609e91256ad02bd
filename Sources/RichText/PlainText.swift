extension RichText {
    /// The words of the tree and nothing else: no marks, numbers or addresses, one line a block.
    ///
    /// Cells of a table row are parted by spaces; pictures give their alternative text.
    public var plainText: String {
        var lines: [String] = []
        for block in blocks { block.collect(into: &lines) }
        return lines.joined(separator: "\n")
    }
}

extension RichText.Block {
    /// The words of the block and nothing else, as in ``RichText/plainText``.
    public var plainText: String {
        var lines: [String] = []
        collect(into: &lines)
        return lines.joined(separator: "\n")
    }

    fileprivate func collect(into lines: inout [String]) {
        switch self {
        case .paragraph(let inlines), .heading(_, let inlines): lines.append(inlines.plainText)
        case .list(_, _, let items):
            for item in items { for block in item { block.collect(into: &lines) } }
        case .quote(let blocks):
            for block in blocks { block.collect(into: &lines) }
        case .code(let text): lines.append(text)
        case .rule: break
        case .table(let header, let rows):
            for row in [header] + rows where !row.isEmpty {
                lines.append(row.map(\.plainText).joined(separator: " "))
            }
        }
    }
}

extension [RichText.Inline] {
    /// The words of the inlines and nothing else.
    var plainText: String {
        var result = ""
        collect(into: &result)
        return result
    }

    private func collect(into result: inout String) {
        for inline in self {
            switch inline {
            case .text(let text), .code(let text): result += text
            case .strong(let inner), .emphasis(let inner), .underline(let inner), .strike(let inner),
                .link(_, let inner):
                inner.collect(into: &result)
            case .lineBreak: result += "\n"
            case .image(let alternative, _): result += alternative
            }
        }
    }
}
