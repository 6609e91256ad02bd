public import AdapterKit
import Documents
public import Ledger
public import Roles

/// Turns a role into the postings it should have on one account.
///
/// Where a board takes all places in one ad, the key of the posting names none of them. Where it takes several, the
/// key counts the ads. Where each place has an ad of its own, the key is ``Place/identity``, which depends on that
/// place alone. So a place that is added, removed or moved up changes no other posting.
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
        let groups = PlaceGroup.all(of: role.places(account: account), by: manifest.places)
        return groups.flatMap { group in
            tags.map { tag in
                Wish(
                    key: PostingKey(role: role.id, account: account, places: group.key, language: tag),
                    placeLabel: group.label
                )
            }
        }
    }

    /// The places that a posting stands for in a role, the main one first; none when the role has them no longer.
    public static func places(of key: PostingKey, in role: Role, manifest: Manifest) -> [Place] {
        let groups = PlaceGroup.all(of: role.places(account: key.account), by: manifest.places)
        let places = PlaceGroup.meant(by: key.places, among: groups, by: manifest.places)?.group.places ?? []
        return places.filter(\.isPrimary) + places.filter { !$0.isPrimary }
    }
}

/// The places of one ad.
struct PlaceGroup: Hashable {
    /// The part of a posting's key that tells the groups of a role apart; it has no `+`.
    let key: String
    let places: [Place]

    /// How the places of a role are shared out among its ads; no two groups have one key.
    static func all(of places: [Place], by rule: PlaceRule) -> [PlaceGroup] {
        guard !places.isEmpty else { return [PlaceGroup(key: "", places: [])] }
        switch rule {
        case .each: return places.map { PlaceGroup(key: $0.identity, places: [$0]) }
        case .list(nil): return [PlaceGroup(key: "", places: places)]
        case .list(let most?):
            let size = max(1, most)
            return stride(from: 0, to: places.count, by: size).map { start in
                PlaceGroup(
                    key: start == 0 ? "" : "\(start / size + 1)",
                    places: Array(places[start..<min(start + size, places.count)])
                )
            }
        }
    }

    /// The group that a stored key stands for, and how surely; nil when none.
    ///
    /// Depends on nothing but the key and the groups, so that whoever plans and whoever renders find the same one.
    /// Keys of older ledgers are joined names of places, such as `at-wien+de-berlin`: one stands for the group that
    /// has most of them. Where all places are in one ad it is that one whatever the key.
    static func meant(by key: String, among groups: [PlaceGroup], by rule: PlaceRule) -> Meaning? {
        if let group = groups.first(where: { $0.key == key }) { return (group, .same) }
        if rule != .each, groups.count == 1 { return (groups[0], .olderKey) }
        let names = key.split(separator: "+").map(String.init)
        // Sorted, so that the order in the role's file decides nothing.
        let fits = groups.sorted { $0.key < $1.key }.compactMap { group in
            group.fit(names).map { (group: group, fit: $0.best, count: $0.count) }
        }
        let most = fits.max { ($0.fit.isSure ? $0.count : 0, $0.fit) < ($1.fit.isSure ? $1.count : 0, $1.fit) }
        return most.map { ($0.group, $0.fit) }
    }

    /// What a stored key stands for, and how surely.
    typealias Meaning = (group: PlaceGroup, fit: Place.Fit)

    private func fit(_ names: [String]) -> (best: Place.Fit, count: Int)? {
        let fits = names.compactMap { name in places.compactMap { $0.fit(name) }.max() }
        return fits.max().map { ($0, fits.count(where: \.isSure)) }
    }

    /// A name of the places for people.
    var label: String? {
        guard let first = places.first else { return nil }
        let names = ["city", "region", "country"].compactMap { first.facts[$0]?.scalarText }
        let name = [names.first, names.count > 1 ? names.last : nil].compactMap(\.self).joined(separator: ", ")
        return places.count > 1 ? "\(name) +\(places.count - 1)" : name.isEmpty ? nil : name
    }
}

extension Place.Fit {
    /// Whether the name is one of the place itself.
    var isSure: Bool { self >= .olderKey }
}
