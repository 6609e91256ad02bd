import Documents
import Roles

/// The closed list of roots that paths may start with, beside the keys of a role.
enum RootNames {
    /// What each root holds; empty for roots that are read whole or name what the manifest defines.
    static let members: [String: [String]] = [
        "place": RoleSchema.placeFields.map(\.path),
        "places": [], "language": [], "settings": [], "secrets": [], "facets": [],
        "posting": ["reference", "wireReference", "opened", "firstSent", "changed"],
        "delivery": ["operation"],
        "kept": [], "minted": [], "lookups": [],
        "page": ["url"], "clock": ["now"], "feed": ["changed"],
        "product": ["name", "version"],
        "attempt": ["id", "time"], "account": ["name"], "http": ["base"],
        "it": [],
    ]

    /// Names that no value may take.
    static let reserved = Set(members.keys).union(["bodies", "cursor", "items", "header"])

    /// Roots that are values by themselves.
    static let whole: Set<String> = ["place", "places", "language", "it"]

    /// Top-level keys of a role.
    static let role: [String] = RoleSchema.fields.map(\.path).filter { !$0.contains(".") && !$0.contains("[") }

    /// ``role``, for quick answers.
    static let roleSet = Set(role)

    /// Every name that a path may start with, for finding the nearest.
    static let all: [String] = role + members.keys.sorted()
}
