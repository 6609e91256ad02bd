extension LineWriter {
    /// One line of running text.
    mutating func line(_ inlines: [RichText.Inline], marks: Set<Mark>) -> String {
        var output = ""
        write(joinedText(inlines), into: &output, marks: marks, around: Around(previous: nil, next: nil))
        return output
    }

    /// The characters that stand before and after a stretch, nil at the ends of a line.
    struct Around {
        var previous: Character?
        var next: Character?
    }

    private mutating func write(
        _ inlines: [RichText.Inline],
        into output: inout String,
        marks: Set<Mark>,
        around: Around
    ) {
        for (index, inline) in inlines.enumerated() {
            let next = index + 1 < inlines.count ? inlines[index + 1].firstCharacter ?? around.next : around.next
            let here = Around(previous: output.last ?? around.previous, next: next)
            switch inline {
            case .text(let text):
                output += plain(text, isLineStart: output.isEmpty && around.previous == nil, isInLink: isLink(marks))
            case .strong(let inner): write(inner, .strong, markup.strong, "strong", into: &output, marks, here)
            case .emphasis(let inner): write(inner, .emphasis, markup.emphasis, "em", into: &output, marks, here)
            case .underline(let inner): write(inner, .underline, markup.underline, "u", into: &output, marks, here)
            case .strike(let inner): write(inner, .strike, markup.strike, "s", into: &output, marks, here)
            case .code(let text): output += code(text)
            case .link(let target, let inner): write(inner, target, into: &output, marks, here)
            case .lineBreak: output += " "
            case .image(let alternative, let source): output += image(alternative, source)
            }
        }
    }

    private func isLink(_ marks: Set<Mark>) -> Bool {
        marks.contains { if case .link = $0 { true } else { false } }
    }

    // MARK: Marks

    private mutating func write(
        _ inner: [RichText.Inline],
        _ mark: Mark,
        _ pair: LineMarkup.Pair?,
        _ name: String,
        into output: inout String,
        _ marks: Set<Mark>,
        _ around: Around
    ) {
        var text = ""
        write(joinedText(inner), into: &text, marks: marks.union([mark]), around: around)
        guard !marks.contains(mark), !text.isBlank else {
            output += text
            return
        }
        guard let pair else {
            log.degraded(name, inner.plainText)
            output += text
            return
        }
        let placed = Placement(text, pair, markup.markPlaces, around)
        output += placed.before
        if placed.fits, !placed.marked.isEmpty {
            output += pair.open + placed.marked + pair.close
        } else {
            log.degraded(name, inner.plainText)
            output += placed.marked
        }
        output += placed.after
    }

    private mutating func code(_ text: String) -> String {
        let text = String(text.map { $0.isNewline ? " " : $0 })
        guard let pair = markup.code else {
            log.degraded("code", text)
            return plain(text, isLineStart: false, isInLink: true)
        }
        switch markup.escaping {
        case .html: return pair.open + escapedForHTML(text) + pair.close
        case .mrkdwn:
            let safe = text.replacing("`", with: "ˋ")
            if safe != text { log.note(.reworded, "`", text) }
            return pair.open + escapedForMrkdwn(safe) + pair.close
        default:
            if text.isBlank { return text }
            let fence = String(repeating: "`", count: text.longestRun(of: "`") + 1)
            let needsPadding = text.hasPrefix("`") || text.hasSuffix("`") || text.hasPrefix(" ") && text.hasSuffix(" ")
            let padding = needsPadding ? " " : ""
            let inside = isInTable ? text.replacing("|", with: "\\|") : text
            return fence + padding + inside + padding + fence
        }
    }

    private mutating func image(_ alternative: String, _ source: String) -> String {
        if markup.hasImages, !source.isEmpty, isSafe(source) {
            return "![" + escaped(alternative, isLineStart: false) + "](" + markdownAddress(source) + ")"
        }
        guard !alternative.isEmpty else {
            log.note(.removed, "img", source)
            return ""
        }
        log.degraded("img", alternative)
        return plain(alternative, isLineStart: false, isInLink: true)
    }

    // MARK: Links

    private mutating func write(
        _ inner: [RichText.Inline],
        _ target: String,
        into output: inout String,
        _ marks: Set<Mark>,
        _ around: Around
    ) {
        let words = inner.plainText
        guard isSafe(target), !isLink(marks) else {
            log.note(.removed, "link target", target)
            return write(inner, into: &output, marks: marks, around: around)
        }
        var text = ""
        let inside = Around(previous: around.previous, next: nil)
        write(joinedText(inner), into: &text, marks: marks.union([.link(target)]), around: inside)
        switch markup.links {
        case .address:
            if !isSameAddress(words, target) {
                log.degraded("a", target)
                text += " (" + escaped(shownAddress(target), isLineStart: false) + ")"
            }
            output += text
        case .ranged:
            targets.append(target)
            output += LinkMarks.open + text + LinkMarks.close
        case .markdown:
            if words.trimmed == target, scheme(of: target)?.hasPrefix("http") == true, !target.contains(" ") {
                output += isChat ? target : "<" + quotableAddress(target) + ">"
            } else {
                output += "[" + text + "](" + markdownAddress(target) + ")"
            }
        case .mrkdwn:
            let address = escapedForMrkdwn(quotableAddress(target))
            output += words.trimmed == target ? "<\(address)>" : "<\(address)|\(text.replacing("|", with: "¦"))>"
            if words.contains("|") { log.note(.reworded, "|", words) }
        case .html:
            output += "<a href=\"" + escapedForHTML(quotableAddress(target)) + "\">" + text + "</a>"
        }
    }

    private var isChat: Bool {
        if case .markdown(.chat) = markup.escaping { true } else { false }
    }

    private func markdownAddress(_ target: String) -> String {
        var address = quotableAddress(target).replacing("(", with: "%28").replacing(")", with: "%29")
        if address.contains("&") { address = address.replacing(";", with: "%3B") }
        return isInTable ? address.replacing("|", with: "%7C") : address
    }

    // MARK: Text

    /// Text as this markup writes it, with bare addresses left whole.
    private mutating func plain(_ text: String, isLineStart: Bool, isInLink: Bool) -> String {
        let addresses = webAddresses(in: text)
        guard !addresses.isEmpty else { return escaped(text, isLineStart: isLineStart) }
        var result = ""
        var start = text.startIndex
        for address in addresses {
            result += escaped(String(text[start..<address.lowerBound]), isLineStart: isLineStart && result.isEmpty)
            let next = address.upperBound < text.endIndex ? text[address.upperBound] : nil
            result += bare(String(text[address]), before: next, isInLink: isInLink)
            start = address.upperBound
        }
        return result + escaped(String(text[start...]), isLineStart: false)
    }

    private mutating func bare(_ address: String, before next: Character?, isInLink: Bool) -> String {
        switch markup.escaping {
        case .none:
            guard case .ranged = markup.links, !isInLink else { return address }
            targets.append(address)
            return LinkMarks.open + address + LinkMarks.close
        case .mark: return address
        case .html: return escapedForHTML(address)
        case .mrkdwn: return escapedForMrkdwn(address)
        case .markdown(let dialect):
            // Within a link's words an address must not become a link of its own.
            if isInLink { return escaped(address, isLineStart: false).replacing("://", with: "\\://") }
            let hasMarks = address.contains { "*_~[]`|\\&".contains($0) }
            let endsPlainly = next.map { $0.isWhitespace || ".,;:!?".contains($0) } ?? true
            guard dialect != .chat, hasMarks || !endsPlainly else { return address }
            return "<" + (isInTable ? address.replacing("|", with: "\\|") : address) + ">"
        }
    }

    /// Text in which nothing is read as markup.
    mutating func escaped(_ text: String, isLineStart: Bool) -> String {
        switch markup.escaping {
        case .none: return LinkMarks.removed(from: text)
        case .markdown: return escapedForMarkdown(text, isLineStart: isLineStart)
        case .html: return escapedForHTML(text)
        case .mark(let mark):
            return text.contains(mark) ? text.replacing(String(mark), with: "\\" + String(mark)) : text
        case .mrkdwn:
            let safe = withoutMrkdwnMarks(text)
            if safe != text { log.note(.reworded, "text that reads as markup", text) }
            return escapedForMrkdwn(safe)
        }
    }
}

extension RichText.Inline {
    /// The first character a reader sees of the inline.
    var firstCharacter: Character? {
        switch self {
        case .text(let text), .code(let text): text.first
        case .strong(let inner), .emphasis(let inner), .underline(let inner), .strike(let inner), .link(_, let inner):
            inner.lazy.compactMap(\.firstCharacter).first
        case .lineBreak: "\n"
        case .image(let alternative, _): alternative.first
        }
    }
}
