public import Documents
import FoundationEssentials
import Signing

/// The immutable content of a role at one moment, named by its hash.
///
/// The content is canonical JSON: keys sorted, texts with mark-up as `{"markdown": …}`, numbers in
/// their shortest form, unknown left out. Roles that say the same have the same revision, however
/// their files are written.
public struct Revision: Sendable, Hashable {
    /// Canonical JSON text.
    public let content: String

    /// SHA-256 of the content's UTF-8 bytes, 64 hexadecimal digits.
    public let hash: String

    /// The first 12 digits of the hash, for people.
    public var short: String { String(hash.prefix(12)) }

    /// The revision of a role.
    public init(of role: Role) {
        var members = role.tree
        members["schema"] = .number(1)
        members.put("translations", role.translations.mapValues { Value.object(Merging.fragment(from: [:], to: $0)) })
        members.put("boards", role.boards.mapValues { Value.object($0.fragment(over: role.translations)) })
        self.init(content: JSON.text(Self.canonical(.object(members))))
    }

    /// A revision as it was stored.
    public init(content: String) {
        self.content = content
        hash = Digest.hex(Digest.sha256(content))
    }

    /// The role that the content describes.
    ///
    /// - Throws: ``Diagnostics`` when the content is no role; locations name the short hash.
    public func role() throws(Diagnostics) -> Role {
        guard let value = JSON.parse(content.utf8) else {
            throw Diagnostics([Diagnostic(code: "json", at: nil, "Revision \(short) is no JSON text.")])
        }
        return try Role(document: value, source: "revision \(short)")
    }

    private static func canonical(_ value: Value) -> Value {
        switch value {
        case .null, .boolean, .text, .number: value
        case .markup(let markup): .object([markup.dialect.key: .text(markup.text)])
        case .list(let list): .list(list.map(canonical))
        case .object(let members):
            .object(Members(members.sorted { $0.key < $1.key }.map { ($0.key, canonical($0.value)) }))
        }
    }
}

extension Revision: CustomStringConvertible {
    /// The short hash.
    public var description: String { short }
}
