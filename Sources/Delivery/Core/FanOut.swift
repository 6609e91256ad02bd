public import AdapterKit
import Documents
public import Ledger
public import Roles

/// Turns a role into the postings it should have on one account.
public enum FanOut: Sendable {
    /// One posting that should be.
    public struct Wish: Sendable, Hashable {
        /// What makes it this posting.
        public let key: PostingKey
        /// A name of the places for people.
        public let placeLabel: String?
    }

    /// The postings of a role on an account, in the role's order.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - account: Name of the account.
    ///   - languages: Languages that the account lists; empty means the role's own.
    ///   - manifest: The account's adapter.
    public static func wishes(for role: Role, account: String, languages: [String], manifest: Manifest) -> [Wish] {
        let own = role.language ?? "und"
        let tags: [String] =
            switch manifest.languages {
            case .one: [own]
            case .merged: [(languages.isEmpty ? [own] : languages).joined(separator: ",")]
            case .each: languages.isEmpty ? [own] : languages
            }
        let places = role.places(account: account)
        return groups(of: places, by: manifest.places).flatMap { group in
            tags.map { tag in
                Wish(
                    key: PostingKey(
                        role: role.id,
                        account: account,
                        places: group.map(\.key).joined(separator: "+"),
                        language: tag
                    ),
                    placeLabel: label(of: group)
                )
            }
        }
    }

    /// The places that a posting's key names, the main one first; places the role no longer has are left out.
    public static func places(named key: String, of role: Role, account: String) -> [Place] {
        let all = role.places(account: account)
        let named = key.split(separator: "+").compactMap { name in all.first { $0.key == name } }
        return named.filter(\.isPrimary) + named.filter { !$0.isPrimary }
    }

    private static func groups(of places: [Place], by rule: PlaceRule) -> [[Place]] {
        guard !places.isEmpty else { return [[]] }
        switch rule {
        case .each: return places.map { [$0] }
        case .list(nil): return [places]
        case .list(let most?):
            let size = max(1, most)
            return stride(from: 0, to: places.count, by: size).map { Array(places[$0..<min($0 + size, places.count)]) }
        }
    }

    private static func label(of places: [Place]) -> String? {
        guard let first = places.first else { return nil }
        let names = ["city", "region", "country"].compactMap { first.facts[$0]?.scalarText }
        let name = [names.first, names.count > 1 ? names.last : nil].compactMap(\.self).joined(separator: ", ")
        return places.count > 1 ? "\(name) +\(places.count - 1)" : name.isEmpty ? nil : name
    }
}
