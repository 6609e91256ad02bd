/// The comments and empty lines that people wrote into a `placard.yaml`, for when a command writes it anew.
///
/// A comment belongs to the key that it stands above or beside, and goes only with an account that is removed.
struct WorkspaceComments {
    /// What stands by one key.
    private struct Notes {
        var above: [String] = []
        var beside: String?
    }

    private var notes: [(path: [String], notes: Notes)] = []
    private var below: [String] = []

    /// Reads the comments of a file's text.
    init(of text: String) {
        var keys = KeyPath()
        for raw in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let line = Line(raw)
            guard let key = line.key else {
                if let comment = line.comment { below.append(comment) } else if raw.isBlank { below.append("") }
                continue
            }
            notes.append((keys.enter(key, at: line.indent), Notes(above: below, beside: line.comment)))
            below = []
        }
        while below.last == "" { below.removeLast() }
        notes.removeAll { $0.notes.above.isEmpty && $0.notes.beside == nil }
    }

    /// The text of a file with the comments where they were.
    func kept(in text: String) -> String {
        var keys = KeyPath()
        var open = notes
        var paths: Set<[String]> = []
        var lines: [String] = []
        for raw in text.split(separator: "\n").map(String.init) {
            let line = Line(raw)
            guard let key = line.key else { continue }
            let path = keys.enter(key, at: line.indent)
            paths.insert(path)
            guard let place = open.firstIndex(where: { $0.path == path }) else {
                lines.append(raw)
                continue
            }
            let notes = open.remove(at: place).notes
            let margin = String(repeating: " ", count: line.indent)
            lines += notes.above.map { $0.isEmpty ? "" : margin + $0 }
            lines.append(notes.beside.map { "\(raw) \($0)" } ?? raw)
        }
        let left = open.filter { $0.path.count < 2 || paths.contains(Array($0.path.prefix(2))) }
        lines += left.flatMap { $0.notes.above.filter { !$0.isEmpty } + [$0.notes.beside].compactMap(\.self) } + below
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The keys that a line stands under, told by how far lines are indented.
private struct KeyPath {
    private var open: [(indent: Int, key: String)] = []

    mutating func enter(_ key: String, at indent: Int) -> [String] {
        open.removeAll { $0.indent >= indent }
        open.append((indent, key))
        return open.map(\.key)
    }
}

/// One line of YAML: how far it is indented, the key it begins with, and its comment.
private struct Line {
    let indent: Int
    let key: String?
    let comment: String?

    init(_ text: String) {
        indent = text.prefix { $0 == " " }.count
        let mark = Self.comment(in: text)
        comment = mark.map { String(text[$0...]) }
        let content = text[..<(mark ?? text.endIndex)].drop { $0 == " " }
        key = content.wholeMatch(of: /("[^"]*"|'[^']*'|[^\s"'\[{#-][^:]*)\s*:(\s.*)?/).map { match in
            String(match.1).trimmingQuotes
        }
    }

    /// Where a comment begins: at a `#` after nothing or a blank, outside quotes.
    private static func comment(in text: String) -> String.Index? {
        var quote: Character?
        var before: Character = " "
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open, before != "\\" || open == "'" { quote = nil }
            } else if character == "#", before.isWhitespace {
                return index
            } else if character == "\"" || character == "'", before.isWhitespace || "[{,:".contains(before) {
                quote = character
            }
            before = character
        }
        return nil
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    fileprivate var trimmingQuotes: String {
        guard count > 1, let first, first == last, first == "\"" || first == "'" else { return self }
        return String(dropFirst().dropLast())
    }
}
