import Documents

/// The common values of an ad written ahead, with gaps for the account's own: neighbours stand in one run of bytes.
struct CommonRuns: Sendable {
    /// A part of what is written.
    private enum Piece: Sendable {
        case written([UInt8])
        case own(String)
    }

    /// Members of a JSON object in the order of the values; nil where a store of JSON would write another text.
    private var json: [Piece]?
    /// Bytes for the content's hash, in the order of the names.
    private var hashed: [Piece] = []
    /// How many common values there are.
    private var count = 0

    /// Writes what a render has evaluated; nil where a path stands in the place of a value.
    init?(
        of evaluation: Evaluation,
        _ parts: [String: CommonPart.Part],
        _ direct: [String: CommonPart.WireValue]
    ) {
        let directs = evaluation.map.direct.filter { $0.path.first != "secrets" && $0.path.first != "settings" }
        guard !directs.contains(where: \.isName) else { return nil }
        var entries: [(key: String, wire: CommonPart.WireValue?, isCommon: Bool)] = []
        for rule in evaluation.adapter.manifest.values {
            entries.append((rule.name, parts[rule.name]?.wire, parts[rule.name] != nil))
        }
        for path in directs { entries.append((path.key, direct[path.key], path.isCommon)) }
        entries.removeAll { $0.isCommon && $0.wire == nil }
        count = entries.count(where: \.isCommon)
        let isPlain = entries.allSatisfy { !$0.key.hasPrefix("$") && (!$0.isCommon || $0.wire?.json != nil) }
        json = isPlain ? [] : nil
        for entry in entries {
            Self.add(entry.wire?.json.map { Self.member(entry.key, $0) }, or: entry.key, to: &json)
        }
        var ordered: [Piece]? = []
        for entry in entries.sorted(by: { $0.key < $1.key }) {
            Self.add(entry.wire?.hashed, or: entry.key, to: &ordered)
        }
        hashed = ordered ?? []
    }

    private static func add(_ bytes: [UInt8]?, or key: String, to pieces: inout [Piece]?) {
        guard let bytes else {
            pieces?.append(.own(key))
            return
        }
        if case .written(let before)? = pieces?.last {
            pieces?.removeLast()
            pieces?.append(.written(before + bytes))
        } else {
            pieces?.append(.written(bytes))
        }
    }

    private static func member(_ key: String, _ json: [UInt8]) -> [UInt8] {
        JSON.bytes(.text(key)) + [UInt8(ascii: ":")] + json + [UInt8(ascii: ",")]
    }

    /// Values as one JSON object; nil where a store would write another text.
    func text(of values: Members) -> String? {
        guard let json else { return nil }
        var bytes = [UInt8(ascii: "{")]
        bytes.reserveCapacity(16_384)
        for piece in json {
            switch piece {
            case .written(let run): bytes += run
            case .own(let key):
                guard let value = values[key] else { continue }
                guard let json = value.plainJSON else { return nil }
                bytes += Self.member(key, json)
            }
        }
        if bytes.count > 1 { bytes.removeLast() }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What is hashed of an ad: how many values belong to it, and their bytes in the order of their names.
    ///
    /// - Parameter own: The bytes of the account's own value with a name, or nil when it is absent or does not belong
    ///   to what the board shows.
    func hashed(_ own: (String) -> [UInt8]?) -> (count: Int, bytes: [UInt8]) {
        var count = count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16_384)
        for piece in hashed {
            switch piece {
            case .written(let run): bytes += run
            case .own(let key):
                guard let value = own(key) else { continue }
                bytes += value
                count += 1
            }
        }
        return (count, bytes)
    }
}
