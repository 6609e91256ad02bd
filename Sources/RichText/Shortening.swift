/// Where a text may be cut.
public enum CutPoint: String, Sendable, Hashable, CaseIterable {
    /// Between words; between characters where the script or an endless word leaves no other choice.
    case word

    /// Between any two characters as people see them.
    case grapheme
}

/// Cuts a text to a length, never inside a web address or a character.
///
/// - Parameters:
///   - text: What is cut.
///   - max: Length the result may have, its ellipsis included.
///   - unit: What `max` counts.
///   - linksCountAs: Length that every web address counts as; see ``length(of:in:linksCountAs:)``.
///   - point: Where a cut may fall.
///   - ellipsis: What ends a text that was cut.
/// - Returns: The text, and what was cut off (empty if it fitted); nil if not even one character and the ellipsis fit.
public func shorten(
    _ text: String,
    to max: Int,
    unit: LengthUnit,
    linksCountAs: Int? = nil,
    at point: CutPoint = .word,
    ellipsis: String = "…"
) -> (text: String, lost: String)? {
    if length(of: text, in: unit, linksCountAs: linksCountAs) <= max { return (text, "") }
    let room = max - length(of: ellipsis, in: unit, linksCountAs: linksCountAs)
    guard room >= 0 else { return nil }
    var finder = CutFinder(text: text, room: room, unit: unit, linksCountAs: linksCountAs)
    guard let cut = finder.cut(at: point) else { return nil }
    return (text[..<cut] + ellipsis, text[cut...].trimmed)
}

private struct CutFinder {
    let text: String
    let room: Int
    let unit: LengthUnit
    let linksCountAs: Int?
    private var words = WordCounter()
    private var spent = 0

    init(text: String, room: Int, unit: LengthUnit, linksCountAs: Int?) {
        self.text = text
        self.room = room
        self.unit = unit
        self.linksCountAs = linksCountAs
    }

    /// The last place at which the text before it fits and does not end in white space.
    mutating func cut(at point: CutPoint) -> String.Index? {
        var addresses = webAddresses(in: text)[...]
        var index = text.startIndex
        var lastAnywhere: String.Index?
        var lastBetweenWords: String.Index?
        var graphemesSinceWord = 0
        var previous: Character?
        while index < text.endIndex {
            let character = text[index]
            let address = addresses.first.flatMap { $0.lowerBound <= index ? $0 : nil }
            if let previous, !previous.isWhitespace {
                lastAnywhere = index
                graphemesSinceWord += 1
                if address != nil || isBreak(previous, character) {
                    lastBetweenWords = index
                    graphemesSinceWord = 0
                }
            }
            // An address may end inside a character if a mark follows it: go on to the character's end.
            var end = text.index(after: index)
            if let address {
                while end < address.upperBound { end = text.index(after: end) }
                addresses.removeFirst()
            }
            spent += cost(of: text[index..<end], isAddress: address != nil)
            if spent > room { break }
            previous = text[text.index(before: end)]
            index = end
        }
        // Within an endless run (a script without spaces) words are no help.
        if point == .word, let lastBetweenWords, graphemesSinceWord <= 40 { return lastBetweenWords }
        return lastAnywhere
    }

    private mutating func cost(of part: Substring, isAddress: Bool) -> Int {
        if isAddress, let linksCountAs { return linksCountAs }
        switch unit {
        case .characters: return part.unicodeScalars.count
        case .graphemes: return part.count
        case .utf16: return part.utf16.count
        case .bytes: return part.utf8.count
        case .words: return part.unicodeScalars.reduce(0) { $0 + words.cost(of: $1) }
        }
    }

    private func isBreak(_ previous: Character, _ next: Character) -> Bool {
        if next.isWhitespace { return true }
        guard let before = previous.unicodeScalars.last, let after = next.unicodeScalars.first else { return false }
        if "。、！？）」』】〉》，．：；ー".unicodeScalars.contains(after) { return false }
        if "（「『【〈《".unicodeScalars.contains(before) { return false }
        return before.isIdeographic || after.isIdeographic || "。、！？）」』】".unicodeScalars.contains(before)
    }
}

extension RichText {
    /// The tree without as many blocks at its end as it takes to fit, and the words of each block dropped.
    ///
    /// A heading whose blocks were all dropped goes with them.
    ///
    /// - Parameters:
    ///   - max: The measure the result may have.
    ///   - measure: The length of a tree as written; more blocks must not measure less.
    /// - Returns: The tree, empty if not even the first block fits, and what was dropped, in reading order.
    public func shortened(
        blocksToFit max: Int,
        measure: (RichText) -> Int
    ) -> (text: RichText, dropped: [String]) {
        if measure(self) <= max { return (self, []) }
        var fitting = 0
        var tooMany = blocks.count
        while tooMany - fitting > 1 {
            let middle = (fitting + tooMany) / 2
            if measure(RichText(blocks: Array(blocks.prefix(middle)))) <= max {
                fitting = middle
            } else {
                tooMany = middle
            }
        }
        while fitting > 0, fitting < blocks.count, case .heading = blocks[fitting - 1] { fitting -= 1 }
        return (RichText(blocks: Array(blocks.prefix(fitting))), blocks.dropFirst(fitting).map(\.plainText))
    }
}
