import struct FoundationEssentials.Decimal

/// Writes JSON byte by byte: every ad, request and record passes through here.
struct JSONBytes {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    /// How deep the next line is indented; nil writes all on one line.
    private var indent: Int?

    init(indent: Int?) {
        self.indent = indent
        bytes.reserveCapacity(1024)
    }

    mutating func write(_ value: Value) {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let truth): bytes += (truth ? "true" : "false").utf8
        case .number(let number): bytes += NumberTexts.text(of: number).utf8
        case .text(let text): quote(text)
        case .markup(let markup): quote(markup.text)
        case .list(let list):
            open("[")
            for (place, element) in list.enumerated() {
                beginElement(at: place)
                write(element)
            }
            close("]", isEmpty: list.isEmpty)
        case .object(let members):
            open("{")
            for (place, member) in members.all.enumerated() {
                beginElement(at: place)
                quote(member.key)
                bytes += (indent == nil ? ":" : ": ").utf8
                write(member.value)
            }
            close("}", isEmpty: members.isEmpty)
        }
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        indent = indent.map { $0 + 1 }
    }

    private mutating func close(_ bracket: Unicode.Scalar, isEmpty: Bool) {
        indent = indent.map { $0 - 1 }
        if !isEmpty { breakLine() }
        bytes.append(UInt8(ascii: bracket))
    }

    private mutating func beginElement(at place: Int) {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        breakLine()
    }

    private mutating func breakLine() {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let source = text.utf8.span
        var place = Self.plainEnd(source, from: 0)
        if place == source.count {
            // Nearly all text needs no escape and is copied whole.
            bytes += text.utf8
        } else {
            let all = Array(text.utf8)
            bytes += all[..<place]
            while place < source.count {
                place += escape(source, at: place)
                let end = Self.plainEnd(source, from: place)
                bytes += all[place..<end]
                place = end
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte stands for itself wherever it stands.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x22 && byte != 0x5C && byte != 0x7F && byte != 0xE2
    }

    /// Where the run of bytes that stand for themselves ends.
    private static func plainEnd(_ source: borrowing Span<UInt8>, from start: Int) -> Int {
        var place = start
        // Eight bytes at a time while none of them is special, and then the rest one by one.
        while place + 8 <= source.count {
            let eight = unsafe source.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            if isSpecial(amongEight: eight) { break }
            place += 8
        }
        while place < source.count, isPlain(source[place]) { place += 1 }
        return place
    }

    /// Whether one of eight bytes does not stand for itself; see ``isPlain(_:)``.
    private static func isSpecial(amongEight eight: UInt64) -> Bool {
        let (ones, tops) = (UInt64(0x0101_0101_0101_0101), UInt64(0x8080_8080_8080_8080))
        // The top bit of a byte is set when the byte is nought, of the lowest such byte at least.
        func noughts(_ bytes: UInt64) -> UInt64 { (bytes &- ones) & ~bytes }
        let controls = (eight &- ones &* 0x20) & ~eight
        let others =
            noughts(eight ^ ones &* 0x22) | noughts(eight ^ ones &* 0x5C)
            | noughts(eight ^ ones &* 0x7F) | noughts(eight ^ ones &* 0xE2)
        return (controls | others) & tops != 0
    }

    /// Writes what stands at a place, and says how many bytes it was.
    private mutating func escape(_ source: borrowing Span<UInt8>, at place: Int) -> Int {
        let byte = source[place]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): pair(byte)
        case UInt8(ascii: "\n"): pair(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"): pair(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"): pair(UInt8(ascii: "t"))
        case 0..<0x20, 0x7F: bytes += "\\u00\(Self.hex[Int(byte >> 4)])\(Self.hex[Int(byte & 15)])".utf8
        // U+2028 and U+2029 (E2 80 A8, A9) are legal JSON and yet end a line in older script engines.
        case 0xE2 where place + 2 < source.count && source[place + 1] == 0x80 && source[place + 2] & 0xFE == 0xA8:
            bytes += (source[place + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8
            return 3
        default: bytes.append(byte)
        }
        return 1
    }

    private mutating func pair(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
    }

    private static let hex = Array("0123456789abcdef")
}
