/// The changes of one time zone, as a compiled file of the IANA database (TZif, RFC 8536) lists them.
struct ZoneTable: Sendable {
    private struct Change: Sendable {
        let at: Int
        let offset: Int
    }

    /// Offset before the first change.
    private let first: Int
    private let changes: [Change]
    private let rule: ZoneRule?

    /// Reads a compiled file; nil when it is none.
    init?(_ bytes: [UInt8]) {
        guard let version = Self.header(bytes, at: 0) else { return nil }
        // The first block has 32-bit times; files of version 2 and later repeat it with 64 bits.
        var start = 0
        var width = 4
        var header = version
        if version.version >= 2 {
            start = 44 + version.size(width: 4)
            width = 8
            guard let second = Self.header(bytes, at: start) else { return nil }
            header = second
        }
        let body = start + 44
        guard bytes.count >= body + header.size(width: width), header.types > 0 else { return nil }
        let indexes = body + header.times * width
        let types = indexes + header.times
        func offset(_ type: Int) -> Int { Self.number(bytes, at: types + type * 6, width: 4) }
        first = offset(0)
        var changes: [Change] = []
        for place in 0..<header.times {
            let type = Int(bytes[indexes + place])
            guard type < header.types else { return nil }
            changes.append(
                Change(at: Self.number(bytes, at: body + place * width, width: width), offset: offset(type))
            )
        }
        self.changes = changes
        let footer = bytes[(body + header.size(width: width))...].split(separator: UInt8(ascii: "\n")).first
        rule = version.version >= 2 ? footer.flatMap { ZoneRule(String(decoding: $0, as: UTF8.self)) } : nil
    }

    /// Seconds ahead of UTC at a number of seconds since 1970.
    func offset(at seconds: Int) -> Int {
        if let last = changes.last, seconds >= last.at, let rule { return rule.offset(at: seconds) }
        if changes.isEmpty, let rule { return rule.offset(at: seconds) }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    /// The first second in a span from which another offset holds than at its start.
    func change(between low: Int, and high: Int) -> Int? {
        let before = offset(at: low)
        guard offset(at: high) != before else { return nil }
        var low = low
        var high = high
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == before { low = middle } else { high = middle }
        }
        return high
    }

    private struct Header {
        let version: Int
        let times: Int
        let types: Int
        let letters: Int
        let leaps: Int
        let standards: Int
        let universals: Int

        func size(width: Int) -> Int {
            times * width + times + types * 6 + letters + leaps * (width + 4) + standards + universals
        }
    }

    private static func header(_ bytes: [UInt8], at start: Int) -> Header? {
        guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
        func count(_ place: Int) -> Int { number(bytes, at: start + 20 + place * 4, width: 4) }
        let version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 48
        let header = Header(
            version: version,
            times: count(3),
            types: count(4),
            letters: count(5),
            leaps: count(2),
            standards: count(1),
            universals: count(0)
        )
        return (0..<6).allSatisfy { count($0) >= 0 } ? header : nil
    }

    private static func number(_ bytes: [UInt8], at place: Int, width: Int) -> Int {
        let bits = bytes[place..<place + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 8 ? Int(Int64(bitPattern: bits)) : Int(Int32(bitPattern: UInt32(truncatingIfNeeded: bits)))
    }
}
