import Documents

/// What can be told of an adapter's values without any role: what each reads, and what reaches the board.
struct ManifestMap: Sendable, Hashable {
    /// Values that do not belong to what a board shows: they read the operation, the clock, what was kept.
    private(set) var volatile: Set<String> = []

    /// Values that can only be evaluated for an exchange or a document: they read secrets or the attempt.
    private(set) var late: Set<String> = []

    /// Values that requests and documents refer to themselves.
    private(set) var onWire: Set<String> = []

    /// Paths of the role and its account that requests and documents refer to without a value between.
    private(set) var direct: [Direct] = []

    /// Values that read nothing but the role, its place and its language: the same for all accounts.
    private(set) var common: Set<String> = []

    /// What each value reads, by name.
    private(set) var sources: [String: [Source]] = [:]

    /// Reads an adapter's manifest.
    init(_ manifest: Manifest) {
        for rule in manifest.values { sources[rule.name] = Self.sources(of: rule) }
        var known: [String: (volatile: Bool, late: Bool)] = [:]
        for rule in manifest.values {
            let kind = classify(rule.name, &known)
            if kind.volatile { volatile.insert(rule.name) }
            if kind.late { late.insert(rule.name) }
        }
        collectWire(manifest)
        (common, direct) = common(manifest)
    }

    /// A path that requests and documents refer to.
    struct Direct: Sendable, Hashable {
        let path: [String]
        /// The path as a manifest writes it: the name of its value.
        let key: String
        /// Whether it reads nothing but the role, as ``ManifestMap/common`` does.
        var isCommon = false
        /// Whether a value has the same name, in whose place it stands.
        var isName = false

        init(_ path: [String]) {
            self.path = path
            key = path.joined(separator: ".")
        }
    }

    /// Role paths that a value reads itself, for remedies.
    func rolePaths(of name: String) -> [String] {
        (sources[name] ?? []).compactMap(Self.rolePath).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Role paths that a look-up's question is made of and its answer chosen by, for remedies.
    func rolePaths(ofLookup name: String, _ manifest: Manifest) -> [String] {
        guard let lookup = manifest.lookups.first(where: { $0.name == name }) else { return [] }
        var found = Self.sources(of: lookup.request)
        if case .label(let source) = lookup.pick { found.insert(source, at: 0) }
        return found.flatMap { source -> [String] in
            if case .value(let value) = source { return rolePaths(of: value) }
            return Self.rolePath(source).map { [$0] } ?? []
        }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// A source as the role writes it; nil when it is none of the role's.
    private static func rolePath(_ source: Source) -> String? {
        guard case .path(let path) = source, let root = path.first else { return nil }
        if root == "place", path.count > 1 { return (["locations"] + path.dropFirst()).joined(separator: ".") }
        return closedRoots.contains(root) ? nil : path.joined(separator: ".")
    }

    /// Whether a path's value changes without any change of what the board shows.
    static func isVolatile(_ path: [String]) -> Bool {
        switch path.first {
        case "delivery", "minted", "kept", "clock", "attempt", "feed", "secrets": true
        case "posting": ["changed", "firstSent", "opened"].contains(path.dropFirst().first ?? "")
        default: false
        }
    }

    /// Roots that are no keys of a role.
    static let closedRoots: Set<String> = [
        "place", "places", "language", "settings", "secrets", "facets", "posting", "delivery", "kept", "minted",
        "lookups", "page", "clock", "feed", "product", "attempt", "account", "http", "it", "items", "cursor",
    ]

    private func classify(
        _ name: String,
        _ known: inout [String: (volatile: Bool, late: Bool)]
    ) -> (volatile: Bool, late: Bool) {
        if let found = known[name] { return found }
        known[name] = (false, false)
        var result = (volatile: false, late: false)
        for source in sources[name] ?? [] {
            switch source {
            case .value(let other) where sources[other] != nil:
                let kind = classify(other, &known)
                result = (result.volatile || kind.volatile, result.late || kind.late)
            case .value(let root): absorb([root], into: &result)
            case .path(let path): absorb(path, into: &result)
            }
        }
        known[name] = result
        return result
    }

    private func absorb(_ path: [String], into result: inout (volatile: Bool, late: Bool)) {
        if Self.isVolatile(path) { result.volatile = true }
        if ["secrets", "attempt", "feed", "cursor"].contains(path.first ?? "") { result.late = true }
    }

    private mutating func collectWire(_ manifest: Manifest) {
        var found: [Source] = []
        for body in manifest.bodies {
            switch body.shape {
            case .tree(let tree), .xml(_, let tree), .page(_, let tree, _): found += tree.sources
            case .text(let lines): found += lines.flatMap(\.sources)
            }
        }
        for call in manifest.operations { found += call.request.map(Self.sources) ?? [] }
        var seen: Set<[String]> = []
        for source in found {
            switch source {
            case .value(let name) where sources[name] != nil: onWire.insert(name)
            case .value(let name): if seen.insert([name]).inserted { direct.append(Direct([name])) }
            case .path(let path): if seen.insert(path).inserted { direct.append(Direct(path)) }
            }
        }
        for place in direct.indices { direct[place].isName = sources[direct[place].key] != nil }
        direct.removeAll {
            Self.isVolatile($0.path) || ["it", "items", "cursor", "bodies"].contains($0.path.first ?? "")
        }
    }

    private static func sources(of request: RequestRule) -> [Source] {
        var found = request.path.sources
        for named in request.query + request.headers { found += named.template.sources }
        switch request.content {
        case .json(let tree), .form(let tree): found += tree.sources
        case .graphQL(_, _, let variables): found += variables.sources
        case .none, .xml, .text: break
        }
        return found
    }
}
