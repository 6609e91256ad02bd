/// A mark that holds for a stretch of running text.
enum Mark: Hashable {
    case strong
    case emphasis
    case underline
    case strike
    case code
    case link(String)
}

/// A stretch of running text under the same marks.
struct InlineRun {
    enum Content {
        case text(String)
        case lineBreak
        case image(alternative: String, source: String)
    }

    var content: Content
    var marks: [Mark]
}

/// Collects running text, puts white space together as a browser does, and gives nested inlines.
struct InlineRuns {
    private(set) var runs: [InlineRun] = []
    private var hasPendingSpace = false
    private(set) var pendingBreaks = 0

    var isEmpty: Bool { runs.isEmpty }

    mutating func append(_ text: String, marks: [Mark]) {
        var piece = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isBlank {
                if piece.isEmpty {
                    hasPendingSpace = true
                } else if piece.last != " " {
                    piece.append(" ")
                }
            } else {
                if piece.isEmpty { settle(before: marks) }
                piece.append(scalar)
            }
        }
        if piece.last == " " {
            piece.removeLast()
            hasPendingSpace = true
        }
        if !piece.isEmpty { add(String(piece), marks: marks) }
    }

    mutating func append(image alternative: String, source: String, marks: [Mark]) {
        settle(before: marks)
        runs.append(InlineRun(content: .image(alternative: alternative, source: source), marks: marks))
    }

    mutating func appendBreak() {
        hasPendingSpace = false
        pendingBreaks += 1
    }

    /// The inlines so far, without breaks or white space at the end; the collection is empty afterwards.
    mutating func take() -> [RichText.Inline] {
        defer { self = InlineRuns() }
        return nested(runs[...], level: 0)
    }

    /// Writes the break or space that came before a word, outside the marks that begin or end there.
    private mutating func settle(before marks: [Mark]) {
        defer {
            hasPendingSpace = false
            pendingBreaks = 0
        }
        guard let last = runs.last else { return }
        let common = zip(last.marks, marks).prefix { $0 == $1 }.map(\.0)
        if pendingBreaks > 0 {
            runs.append(InlineRun(content: .lineBreak, marks: common.filter { $0 != .code }))
        } else if hasPendingSpace {
            add(" ", marks: common)
        }
    }

    private mutating func add(_ text: String, marks: [Mark]) {
        if let last = runs.indices.last, runs[last].marks == marks, case .text(var before) = runs[last].content {
            // Released first, so that appending does not copy what is there.
            runs[last].content = .lineBreak
            before += text
            runs[last].content = .text(before)
        } else {
            runs.append(InlineRun(content: .text(text), marks: marks))
        }
    }
}

private func nested(_ runs: ArraySlice<InlineRun>, level: Int) -> [RichText.Inline] {
    var result: [RichText.Inline] = []
    var index = runs.startIndex
    while index < runs.endIndex {
        let run = runs[index]
        guard level < run.marks.count else {
            switch run.content {
            case .text(let text): result.append(.text(text))
            case .lineBreak: result.append(.lineBreak)
            case .image(let alternative, let source): result.append(.image(alternative: alternative, source: source))
            }
            index += 1
            continue
        }
        let mark = run.marks[level]
        let end = runs[index...].firstIndex { level >= $0.marks.count || $0.marks[level] != mark } ?? runs.endIndex
        let inner = nested(runs[index..<end], level: level + 1)
        switch mark {
        case .strong: result.append(.strong(inner))
        case .emphasis: result.append(.emphasis(inner))
        case .underline: result.append(.underline(inner))
        case .strike: result.append(.strike(inner))
        case .link(let target): result.append(.link(target: target, inner))
        case .code: result.append(.code(inner.plainText))
        }
        index = end
    }
    return result
}
