/// Where a mark goes so that it is recognised: white space, and punctuation that stands in the way, move outside.
struct Placement {
    var before = ""
    var marked: String
    var after = ""
    /// Whether a mark around ``marked`` would be recognised.
    var fits = true

    /// The character the mark is made of; nested marks of the same character make one run with it.
    private let sign: Character?

    init(_ text: String, _ pair: LineMarkup.Pair, _ places: LineMarkup.MarkPlaces, _ around: LineWriter.Around) {
        marked = text
        sign = pair.open.first
        moveOut { $0.isWhitespace }
        switch places {
        case .anywhere: break
        case .words:
            fits = !isWord(before.last ?? around.previous) && !isWord(after.first ?? around.next)
        case .flanking:
            if !closes(around) { moveEndOut { ".,:;!?…。、！？：；".contains($0) } }
            fits = opens(around) && closes(around)
        }
    }

    private func opens(_ around: LineWriter.Around) -> Bool {
        guard let first = marked.first(where: { $0 != sign }) else { return false }
        return !isPunctuation(first) || isEdge(before.last ?? around.previous)
    }

    private func closes(_ around: LineWriter.Around) -> Bool {
        guard let last = marked.last(where: { $0 != sign }) else { return false }
        return !isPunctuation(last) || isEdge(after.first ?? around.next)
    }

    private mutating func moveOut(_ moves: (Character) -> Bool) {
        while let first = marked.first, moves(first) { before.append(marked.removeFirst()) }
        moveEndOut(moves)
    }

    private mutating func moveEndOut(_ moves: (Character) -> Bool) {
        var moved: [Character] = []
        // A character behind a backslash stays with it.
        while let last = marked.last, moves(last), marked.dropLast().last != "\\" { moved.append(marked.removeLast()) }
        after = String(moved.reversed()) + after
    }
}

private func isWord(_ character: Character?) -> Bool {
    guard let character else { return false }
    return !character.isWhitespace && !isPunctuation(character)
}

private func isEdge(_ character: Character?) -> Bool {
    guard let character else { return true }
    return character.isWhitespace || isPunctuation(character)
}

/// Punctuation in the sense of CommonMark: the Unicode class, and every ASCII symbol.
private func isPunctuation(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    if scalar.isASCII { return scalar.value > 0x20 && !character.isLetter && !character.isNumber }
    return character.isPunctuation
}
