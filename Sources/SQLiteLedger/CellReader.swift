import Documents
import GRDB
import Ledger

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date

/// Values on their way into a row, in the order of its columns.
typealias Cells = [(any DatabaseValueConvertible)?]

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
    private let row: Row
    private var place = 0

    init(_ row: Row) { self.row = row }

    mutating func integer() -> Int64 { row[next()] }
    mutating func count() -> Int { row[next()] }
    mutating func text() -> String { row[next()] }
    mutating func optionalCount() -> Int? { row[next()] }
    mutating func optionalText() -> String? { row[next()] }
    mutating func date() -> Date { Date(microseconds: integer()) }
    mutating func optionalDate() -> Date? { (row[next()] as Int64?).map(Date.init(microseconds:)) }
    mutating func optionalBytes() -> [UInt8]? { (row[next()] as Data?).map(Array.init) }

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
