import CPostgres
import Documents
import Ledger
import Postings

import struct FoundationEssentials.Date

/// The rows that a statement answered.
@safe final class ResultSet {
    private let pointer: OpaquePointer
    /// How many there are.
    let count: Int

    /// Takes over a result of libpq.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
        count = Int(unsafe PQntuples(pointer))
    }

    deinit { unsafe PQclear(pointer) }

    /// Rows that the statement changed.
    var changed: Int { Int(unsafe String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The command that was run, such as `COMMIT`.
    var command: String { unsafe String(cString: PQcmdStatus(pointer)) }

    fileprivate func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        guard unsafe PQgetisnull(pointer, row, column) == 0, let start = unsafe PQgetvalue(pointer, row, column) else {
            return nil
        }
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(pointer, row, column)))
    }

    /// Reads every row.
    func map<Answer>(_ read: (inout CellReader) throws(Fault) -> Answer) throws(Fault) -> [Answer] {
        var answers: [Answer] = []
        answers.reserveCapacity(count)
        for row in 0..<count {
            var cells = CellReader(self, row: row)
            answers.append(try read(&cells))
        }
        return answers
    }

    /// Reads the first row, if there is one.
    func first<Answer>(_ read: (inout CellReader) throws(Fault) -> Answer) throws(Fault) -> Answer? {
        guard count > 0 else { return nil }
        var cells = CellReader(self, row: 0)
        return try read(&cells)
    }
}

/// Reads the cells of a row from left to right.
struct CellReader {
    private let set: ResultSet
    private let row: Int
    private var place = 0

    init(_ set: ResultSet, row: Int) {
        self.set = set
        self.row = row
    }

    mutating func integer() throws(Fault) -> Int64 {
        guard let number = optionalInteger() else { throw .damaged("a number is missing") }
        return number
    }

    mutating func text() throws(Fault) -> String {
        guard let text = optionalText() else { throw .damaged("a text is missing") }
        return text
    }

    mutating func bytes() throws(Fault) -> [UInt8] {
        guard let bytes = optionalBytes() else { throw .damaged("a value is missing") }
        return bytes
    }

    mutating func boolean() throws(Fault) -> Bool { try bytes() != [0] }
    mutating func count() throws(Fault) -> Int { Int(try integer()) }
    mutating func date() throws(Fault) -> Date { Date(microseconds: try integer()) }
    mutating func optionalCount() -> Int? { optionalInteger().map(Int.init) }
    mutating func optionalDate() -> Date? { optionalInteger().map(Date.init(microseconds:)) }

    mutating func optionalInteger() -> Int64? {
        guard let bytes = unsafe next(), bytes.count == 8 else { return nil }
        return unsafe Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    }

    mutating func optionalText() -> String? {
        guard let bytes = unsafe next() else { return nil }
        return unsafe StoredText.text(bytes)
    }

    mutating func optionalBytes() -> [UInt8]? {
        guard let bytes = unsafe next() else { return nil }
        return unsafe Array(bytes)
    }

    mutating func members() throws(Fault) -> Members {
        do { return try StoredJSON.members(try text()) } catch { throw .damaged("a stored value is no JSON") }
    }

    mutating func value() throws(Fault) -> Value {
        do { return try StoredJSON.value(try text()) } catch { throw .damaged("a stored value is no JSON") }
    }

    mutating func findings() throws(Fault) -> [Finding] {
        do { return try FindingsColumn.findings(try text()) } catch { throw .damaged("a stored finding is not whole") }
    }

    mutating func word<Word: RawRepresentable>(_: Word.Type) throws(Fault) -> Word where Word.RawValue == String {
        let text = try text()
        guard let word = Word(rawValue: text) else { throw .damaged("`\(text)` is no word of this ledger") }
        return word
    }

    mutating func optionalWord<Word: RawRepresentable>(_: Word.Type) throws(Fault) -> Word?
    where Word.RawValue == String {
        guard let text = optionalText() else { return nil }
        guard let word = Word(rawValue: text) else { throw .damaged("`\(text)` is no word of this ledger") }
        return word
    }

    mutating func error() -> PostingError? {
        let (code, message, remedy) = (optionalText(), optionalText(), optionalText())
        return code.map { PostingError(code: $0, message: message ?? "", remedy: remedy ?? "") }
    }

    private mutating func next() -> UnsafeRawBufferPointer? {
        defer { place += 1 }
        return unsafe set.bytes(row, place)
    }
}
