/// The closed list of what an adapter may read from a role.
///
/// Paths are written as adapters write them: `pay.min`, and `contacts[].email` for a member of the
/// elements of a list. A step that stands for any scheme is `*` in ``fields``, as in `categories.*`.
public enum RoleSchema: Sendable {
    /// What kind of value stands at a path.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Text without mark-up.
        case text

        /// Text with mark-up.
        case markup

        /// An exact decimal number.
        case number

        /// A truth value.
        case boolean

        /// A day such as `2026-12-01`.
        case date

        /// A list.
        case list

        /// An object.
        case object
    }

    /// One path.
    public struct Field: Sendable, Hashable {
        /// The path.
        public let path: String

        /// The kind of value.
        public let kind: Kind

        /// Every value there can be; empty when any value can.
        ///
        /// A date with values may be one of these words in place of a date.
        public let values: [String]

        /// Whether a role may say it again in another language.
        public let translatable: Bool

        /// Whether a list of such values may stand there in place of one.
        ///
        /// A condition on it holds when it holds for one of the values.
        public let repeats: Bool

        /// What a condition takes an absent truth value for; nil where absent equals nothing.
        ///
        /// So `equals: { pay.hidden: false }` holds for a role that does not mention it, while the
        /// value itself stays absent.
        public let absentReadsAs: Bool?
    }

    /// Every path, in the order of a role file.
    public static let fields: [Field] = text + people + work + offer + profile + delivery

    /// The field at a path, or nil when adapters cannot read it.
    public static func field(at path: String) -> Field? {
        if let exact = byPath[path] { return exact }
        // A scheme is any one step below the tables.
        for table in tables where path.hasPrefix(table + ".") {
            let rest = path.dropFirst(table.count + 1)
            let scheme = rest.prefix { $0 != "." && $0 != "[" }
            guard !scheme.isEmpty, let field = byPath["\(table).*\(rest.dropFirst(scheme.count))"] else { continue }
            return field
        }
        return nil
    }

    /// What can be read from a place.
    public static let placeFields: [Field] =
        ["street", "postalCode", "city", "region", "country"]
        .map { field($0) } + [field("latitude", .number), field("longitude", .number)]

    private static let tables = ["categories", "employer.industry", "employer.identifiers"]

    private static let byPath = Dictionary(fields.map { ($0.path, $0) }) { first, _ in first }

    static func field(
        _ path: String,
        _ kind: Kind = .text,
        values: [String] = [],
        translatable: Bool = false,
        repeats: Bool = false,
        absentReadsAs: Bool? = nil
    ) -> Field {
        Field(
            path: path,
            kind: kind,
            values: values,
            translatable: translatable,
            repeats: repeats,
            absentReadsAs: absentReadsAs
        )
    }

    static func words<Word: CaseIterable & RawRepresentable>(_ type: Word.Type) -> [String]
    where Word.RawValue == String {
        type.allCases.map(\.rawValue)
    }
}
