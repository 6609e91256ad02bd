public import AdapterKit
import Documents
import FoundationEssentials
import RichText

/// A field of an ad with its length and the board's bound, when there is one.
public struct FieldCount: Sendable, Hashable {
    /// The field.
    public let field: AdField
    /// Length as the board counts it; nil when nothing bounds it.
    public let length: Int?
    /// Greatest length; nil when there is only a least one.
    public let limit: Int?
    /// What is counted.
    public let unit: String?

    /// How full the field is, 0 to 1 and more; nil when nothing bounds it from above.
    public var share: Double? {
        guard let length, let limit, limit > 0 else { return nil }
        return Double(length) / Double(limit)
    }

    /// Length, bound and unit: `34/75 characters`; nil when nothing bounds the field.
    public var words: String? {
        guard let length, let unit else { return nil }
        return limit.map { "\(length)/\($0) \(unit)" } ?? "\(length) \(unit)"
    }

    var json: Value {
        [
            "name": .text(field.name),
            "title": .text(field.title),
            "text": .text(field.text),
            "length": length.map { .number(.init($0)) } ?? .null,
            "limit": limit.map { .number(.init($0)) } ?? .null,
            "unit": Value(optional: unit),
        ]
    }
}

extension Draft {
    /// The ad's fields with their counts, in the manifest's order.
    public var counts: [FieldCount] { ad.fields.map(count) }

    private func count(_ field: AdField) -> FieldCount {
        if let length = field.length, let unit = field.unit {
            return FieldCount(field: field, length: length, limit: field.limit, unit: Self.words(unit))
        }
        guard case .layout(let layout)? = adapter.manifest.values.first(where: { $0.name == field.name })?.origin,
            let tightest = layout.fits.map({ measured(field, $0) }).max(by: { $0.share ?? 0 < $1.share ?? 0 })
        else { return FieldCount(field: field, length: nil, limit: nil, unit: nil) }
        return tightest
    }

    /// A message's bounds stand with its layout, not with the value.
    private func measured(_ field: AdField, _ size: ValueRule.Size) -> FieldCount {
        let count = LengthUnit(rawValue: size.unit.rawValue).map {
            length(of: field.text, in: $0, linksCountAs: size.linksCountAs)
        }
        return FieldCount(field: field, length: count, limit: size.max, unit: Self.words(size.unit))
    }

    /// A unit in words that need no knowledge of encodings where that is possible.
    private static func words(_ unit: ValueRule.Size.Unit) -> String {
        switch unit {
        case .characters, .graphemes: "characters"
        case .utf16: "UTF-16 units"
        case .bytes: "bytes"
        case .words: "words"
        }
    }
}
