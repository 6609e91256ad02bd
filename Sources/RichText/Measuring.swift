/// Length of a text in the given unit.
///
/// - Parameters:
///   - text: What is measured.
///   - unit: What is counted.
///   - linksCountAs: Length that every `http://` and `https://` address counts as, however long it is; nil counts
///     addresses like any other text.
public func length(of text: String, in unit: LengthUnit, linksCountAs: Int? = nil) -> Int {
    guard let linksCountAs else { return length(of: text[...], in: unit) }
    var total = 0
    var start = text.startIndex
    for address in webAddresses(in: text) {
        total += length(of: text[start..<address.lowerBound], in: unit) + linksCountAs
        start = address.upperBound
    }
    return total + length(of: text[start...], in: unit)
}

private func length(of text: Substring, in unit: LengthUnit) -> Int {
    switch unit {
    case .characters: text.unicodeScalars.count
    case .graphemes: text.count
    case .utf16: text.utf16.count
    case .bytes: text.utf8.count
    case .words: wordCount(text)
    }
}

private func wordCount(_ text: Substring) -> Int {
    var counter = WordCounter()
    return text.unicodeScalars.reduce(0) { $0 + counter.cost(of: $1) }
}

/// Counts words as their first scalar passes.
struct WordCounter {
    private var isInside = false

    /// 1 if the scalar begins a word, otherwise 0.
    mutating func cost(of scalar: Unicode.Scalar) -> Int {
        if scalar.isIdeographic {
            isInside = false
            return 1
        }
        if scalar.properties.isWhitespace {
            isInside = false
            return 0
        }
        // A dash or a bullet on its own is no word, but punctuation does not end one: "don't", "e-mail".
        guard !isInside, scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return 0 }
        isInside = true
        return 1
    }
}

extension Unicode.Scalar {
    /// Whether the scalar belongs to a script written without spaces, in which lines may break anywhere: Han and kana.
    var isIdeographic: Bool {
        switch value {
        case 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: true
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3005...0x3007: true
        default: false
        }
    }
}
