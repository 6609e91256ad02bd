import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Roles

/// Contents of ads: one revision of a role for each version.
enum Revisions {
    static let versions = 200
    static let roles = 6

    /// The title that tells which version an ad shows.
    static func title(_ version: Int, isBad: Bool) -> String { isBad ? "Cook v\(version) bad" : "Cook v\(version)" }

    /// The version that a title tells.
    static func version(of title: String) -> Int? {
        title.split(separator: " ").first { $0.hasPrefix("v") }.flatMap { Int($0.dropFirst()) }
    }

    static func make(role: Int, version: Int, isBad: Bool) -> (revision: Revision, role: Role)? {
        let document: Value = .object([
            "schema": .number(1), "id": .text("role\(role)"), "title": .text(title(version, isBad: isBad)),
            "language": .text("en"), "employer": .object(["name": .text("Example Kitchens")]),
            "locations": .list([.object(["city": .text("Berlin"), "country": .text("DE")])]),
            "description": .object(["body": .text("Cooking.")]),
            "apply": .object(["url": .text("https://kitchens.example/apply")]),
        ])
        guard let role = try? Role(document: document, source: "role") else { return nil }
        return (Revision(of: role), role)
    }

    /// What makes a posting of a role on an account.
    static func key(role: Int, account: Plan.Account) -> PostingKey? {
        guard let made = make(role: role, version: 0, isBad: false), let adapter = Adapters.all[account.kind] else {
            return nil
        }
        let manifest = adapter.manifest
        return FanOut.wishes(for: made.role, account: account.name, languages: [], manifest: manifest).first?.key
    }
}
