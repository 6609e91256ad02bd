import struct FoundationEssentials.Date

/// One value on its way into a statement, in the server's binary form.
enum Cell: Sendable, Hashable {
    case integer(Int64)
    case boolean(Bool)
    case text(String)
    case bytes([UInt8])
    case integers([Int64])
    case texts([String])

    /// The bytes that libpq sends.
    func append(to buffer: inout [UInt8]) {
        switch self {
        case .integer(let number): buffer.append(bigEndian: number)
        case .boolean(let truth): buffer.append(truth ? 1 : 0)
        case .text(let text): StoredText.append(text, to: &buffer)
        case .bytes(let bytes): buffer += bytes
        case .integers(let numbers):
            Self.arrayHead(count: numbers.count, type: Self.bigint, to: &buffer)
            for number in numbers {
                buffer.append(bigEndian: Int32(8))
                buffer.append(bigEndian: number)
            }
        case .texts(let texts):
            Self.arrayHead(count: texts.count, type: Self.text, to: &buffer)
            for text in texts {
                var bytes: [UInt8] = []
                StoredText.append(text, to: &bytes)
                buffer.append(bigEndian: Int32(bytes.count))
                buffer += bytes
            }
        }
    }

    // The numbers by which PostgreSQL knows its built-in types; they are part of its protocol and never change.
    private static let bigint: Int32 = 20
    private static let text: Int32 = 25

    /// Dimensions, no nulls, type of the elements, their number, and the first index.
    private static func arrayHead(count: Int, type: Int32, to buffer: inout [UInt8]) {
        buffer.append(bigEndian: Int32(count == 0 ? 0 : 1))
        buffer.append(bigEndian: Int32(0))
        buffer.append(bigEndian: type)
        guard count > 0 else { return }
        buffer.append(bigEndian: Int32(count))
        buffer.append(bigEndian: Int32(1))
    }
}

extension Optional where Wrapped == Cell {
    static func integer(_ number: Int?) -> Cell? { number.map { .integer(Int64($0)) } }
    static func date(_ date: Date?) -> Cell? { date.map { .integer($0.microseconds) } }
    static func text(_ text: String?) -> Cell? { text.map(Cell.text) }
    static func bytes(_ bytes: [UInt8]?) -> Cell? { bytes.map(Cell.bytes) }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}

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
