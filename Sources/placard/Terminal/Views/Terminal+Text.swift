import Foundation

extension Terminal {
    /// Columns that text is set in: the terminal's, from 40 to 100; 80 where there is none.
    static var columns: Int { lineEnd.map { min(max($0, 40), 100) } ?? 80 }

    /// Where the terminal breaks lines by itself; nil where nothing does.
    static var lineEnd: Int? {
        var size = winsize()
        guard isOutput, unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Blanks before an address on a line of its own: as many as leave it whole.
    static func margin(of address: String, _ indent: Int, within end: Int) -> String {
        String(repeating: " ", count: max(0, min(indent, end - width(address))))
    }

    /// Text without characters that command a terminal or reverse its writing.
    static func clean(_ text: String) -> String {
        var result = ""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar.value {
            case 0x0A: result.unicodeScalars.append(scalar)
            case 0x09: result += "    "
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Text broken into lines of a width, at blanks where there are any; line breaks of its own stay.
    ///
    /// - Parameter keepsAddresses: Whether an address longer than a line stays whole, so that it can be copied.
    static func wrapped(_ text: String, _ width: Int, keepsAddresses: Bool = true) -> [String] {
        clean(text).split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            wrappedLine($0, max(width, 10), keepsAddresses)
        }
    }

    private static func wrappedLine(_ line: Substring, _ width: Int, _ keepsAddresses: Bool) -> [String] {
        let margin = String(line.prefix { $0 == " " }.prefix(width / 2))
        var lines: [String] = []
        var current = margin
        var isFresh = true
        for word in line.split(separator: " ") {
            var rest = String(word)
            if !isFresh, Self.width(current) + 1 + Self.width(rest) > width {
                lines.append(current)
                (current, isFresh) = (margin, true)
            }
            if !isFresh { current += " " }
            // A word longer than the line, or a script without blanks, is broken where the line ends.
            let isWhole = keepsAddresses && rest.contains("://")
            while !isWhole, Self.width(current) + Self.width(rest) > width {
                let head = fitting(rest, width - Self.width(current))
                lines.append(current + head)
                rest.removeFirst(head.count)
                current = margin
            }
            current += rest
            isFresh = false
        }
        return lines + [current]
    }

    /// The longest beginning of a text that fits into a width, at least one character.
    private static func fitting(_ text: String, _ width: Int) -> String {
        var head = ""
        var taken = 0
        for character in text {
            taken += Self.width(String(character))
            guard taken <= width || head.isEmpty else { break }
            head.append(character)
        }
        return head
    }

    /// Text on one line, whatever its length, without characters that command a terminal.
    static func oneLine(_ text: String) -> String { clean(text).replacing("\n", with: " ") }

    /// What a terminal may be told: text, and the ways in which the program itself sets text apart.
    static func shown(_ text: String) -> String {
        text.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated().map { number, part in
            let style = number == 0 ? nil : styles.first { part.hasPrefix($0) }
            return (style.map { "\u{1B}" + $0 } ?? "") + clean(String(part.dropFirst(style?.count ?? 0)))
        }.joined()
    }

    private static let styles = Style.allCases.map { "[\($0.rawValue)m" } + ["[0m"]

    /// Text on one line, shortened to a width with a mark where it was cut.
    static func oneLine(_ text: String, _ width: Int) -> String {
        let line = clean(text).split { $0 == "\n" || $0 == " " }.joined(separator: " ")
        guard Self.width(line) > width else { return line }
        return fitting(line, max(1, width - 1)) + "…"
    }

    /// A table with columns as wide as their content; the last column is wrapped.
    ///
    /// An address that is too long for the last column stands whole on a line of its own, further left.
    static func table(_ rows: [[String]], indent: Int = 2) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        guard count > 0 else { return [] }
        let widths = (0..<count).map { column in rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0 }
        let start = widths.dropLast().reduce(indent) { $0 + ($1 > 0 ? $1 + 2 : 0) }
        return rows.flatMap { row in
            var head = String(repeating: " ", count: indent)
            for column in 0..<count - 1 where widths[column] > 0 {
                head += padded(column < row.count ? row[column] : "", widths[column]) + "  "
            }
            let tail = wrapped(row.last ?? "", max(20, columns - start))
            return tail.enumerated().flatMap { number, line in
                let before = number == 0 ? head : String(repeating: " ", count: start)
                guard line.contains("://"), start + width(line) > columns else { return [before + line] }
                let name =
                    number == 0 ? [String(head.prefix(through: head.lastIndex { $0 != " " } ?? head.startIndex))] : []
                return name + [margin(of: line, indent + 2, within: columns) + line]
            }
        }
    }

    /// A count with its noun: `1 error`, `3 errors`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
