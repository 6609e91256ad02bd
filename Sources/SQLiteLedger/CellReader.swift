import Documents
import GRDB
import Ledger

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date

/// Values on their way into a row or out of it, in the order of its columns.
typealias Cells = [Cell]

func cell(_ text: String) -> Cell { .text(text) }
func cell(_ text: String?) -> Cell { text.map(Cell.text) ?? .null }
func cell(_ number: Int64) -> Cell { .integer(number) }
func cell(_ number: Int64?) -> Cell { number.map(Cell.integer) ?? .null }
func cell(_ number: Int) -> Cell { .integer(Int64(number)) }
func cell(_ number: Int?) -> Cell { number.map { .integer(Int64($0)) } ?? .null }
func cell(_ truth: Bool) -> Cell { .integer(truth ? 1 : 0) }
func cell(_ bytes: [UInt8]) -> Cell { .bytes(bytes) }
func cell(_ bytes: [UInt8]?) -> Cell { bytes.map(Cell.bytes) ?? .null }

extension Date {
    /// Microseconds since 1970; an instant beyond what a column holds becomes the last that fits.
    var microseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1_000_000).rounded()
        return Int64(exactly: exact) ?? (exact < 0 ? .min : .max)
    }

    /// The instant that is so many microseconds after the start of 1970.
    init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}

/// Reads the cells of a row from left to right.
///
/// The tables are strict, so that a cell has its column's type; words and JSON inside text are checked here.
struct CellReader {
    private let source: Source
    private var place = 0

    private enum Source {
        case row(Row)
        case cells(Cells)
    }

    init(_ row: Row) { source = .row(row) }

    init(_ cells: Cells) { source = .cells(cells) }

    mutating func integer() -> Int64 { optionalInteger() ?? 0 }
    mutating func count() -> Int { Int(integer()) }
    mutating func text() -> String { optionalText() ?? "" }
    mutating func optionalCount() -> Int? { optionalInteger().map(Int.init) }
    mutating func date() -> Date { Date(microseconds: integer()) }
    mutating func optionalDate() -> Date? { optionalInteger().map(Date.init(microseconds:)) }

    private mutating func optionalInteger() -> Int64? {
        let place = next()
        switch source {
        case .row(let row): return row[place]
        case .cells(let cells): if case .integer(let number) = cells[place] { return number }
        }
        return nil
    }

    mutating func optionalText() -> String? {
        let place = next()
        switch source {
        case .row(let row): return row[place]
        case .cells(let cells): if case .text(let text) = cells[place] { return text }
        }
        return nil
    }

    mutating func optionalBytes() -> [UInt8]? {
        let place = next()
        switch source {
        case .row(let row): return (row[place] as Data?).map(Array.init)
        case .cells(let cells): if case .bytes(let bytes) = cells[place] { return bytes }
        }
        return nil
    }

    mutating func members() throws -> Members { try StoredJSON.members(text()) }

    mutating func word<Word: RawRepresentable>(_: Word.Type) throws -> Word where Word.RawValue == String {
        let text = text()
        guard let word = Word(rawValue: text) else { throw UnknownWord(word: text) }
        return word
    }

    mutating func optionalWord<Word: RawRepresentable>(_: Word.Type) throws -> Word? where Word.RawValue == String {
        guard let text = optionalText() else { return nil }
        guard let word = Word(rawValue: text) else { throw UnknownWord(word: text) }
        return word
    }

    mutating func error() -> PostingError? {
        let (code, message, remedy) = (optionalText(), optionalText(), optionalText())
        return code.map { PostingError(code: $0, message: message ?? "", remedy: remedy ?? "") }
    }

    private mutating func next() -> Int {
        defer { place += 1 }
        return place
    }
}

/// A word in a column that stands for no case the program knows.
struct UnknownWord: Error {
    let word: String
}
