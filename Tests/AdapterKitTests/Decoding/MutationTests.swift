import AdapterKit
import Documents
import Testing

/// Every key of the sample counts: without it, or with it misspelt, the manifest is refused or another one.
@Suite("Mutated manifests")
struct MutationTests {
    /// Keys that the sample spells out though they are the default.
    static let defaults: Set<String> = [
        "type: text", "for: posting", "unit: characters", "of: wire", "severity: error", "reply: json",
        "refusal: each", "match: order", "languages: each", "roles: separate", "headings: strong",
        "declaration: true", "empty: omit", "nothing: null", "overflow: reject", "of: clock.now",
    ]

    /// A file, the steps to one of its keys, and the key.
    struct Place: Sendable, CustomTestStringConvertible {
        let file: String
        let steps: [String]
        let value: Value
        var testDescription: String { "\(file) \(steps.joined(separator: "/"))" }
        var spelling: String { "\(steps.last ?? ""): \(value.scalarText ?? JSON.text(value))" }
    }

    /// The sample's files as data.
    static let trees: [String: Value] = Dictionary(
        uniqueKeysWithValues: ["manifest.yaml", "ad.yaml"].map { name in
            (name, (try? YAML.parse(SamplePack.text(name), file: name))?.value ?? .null)
        }
    )

    static let places: [Place] = trees.sorted { $0.key < $1.key }.flatMap { file, tree in
        keys(of: tree, below: []).map { Place(file: file, steps: $0.0, value: $0.1) }
    }

    static let original = try? Adapter.load(SamplePack.whole).manifest

    @Test("the sample read from JSON is the same manifest")
    func json() throws {
        let texts = Self.trees.mapValues { JSON.text($0) }
        let adapter = try Adapter.load(SamplePack.with(texts))
        #expect(adapter.manifest == Self.original)
        #expect(Self.places.count > 500)
    }

    @Test("a key that is left out is missed", arguments: 0..<8)
    func deleted(share: Int) {
        for place in Self.places.enumerated().filter({ $0.offset % 8 == share }).map(\.element) {
            guard !Self.defaults.contains(place.spelling) else { continue }
            #expect(Self.load(place, renamedTo: nil) != Self.original, "\(place.testDescription)")
        }
    }

    @Test("a misspelt key is noticed", arguments: 0..<8)
    func misspelt(share: Int) {
        for place in Self.places.enumerated().filter({ $0.offset % 8 == share }).map(\.element) {
            let key = place.steps.last ?? ""
            #expect(Self.load(place, renamedTo: "\(key.dropLast())zz") != Self.original, "\(place.testDescription)")
        }
    }

    /// The manifest with one key changed, or nil when it is refused with a reason.
    private static func load(_ place: Place, renamedTo name: String?) -> Manifest? {
        guard let tree = trees[place.file] else { return nil }
        let text = JSON.text(changed(tree, place.steps[...], name: name))
        do {
            return try Adapter.load(SamplePack.with([place.file: text])).manifest
        } catch {
            #expect(error.all.contains { $0.severity == .error && !$0.message.isEmpty })
            return nil
        }
    }

    private static func keys(of value: Value, below steps: [String]) -> [([String], Value)] {
        switch value {
        case .object(let members):
            members.flatMap { [(steps + [$0.key], $0.value)] + keys(of: $0.value, below: steps + [$0.key]) }
        case .list(let items): items.enumerated().flatMap { keys(of: $1, below: steps + ["\($0)"]) }
        default: []
        }
    }

    private static func changed(_ value: Value, _ steps: ArraySlice<String>, name: String?) -> Value {
        guard let step = steps.first else { return value }
        switch value {
        case .object(let members) where steps.count == 1:
            return .object(
                Members(
                    members.compactMap { member in
                        guard member.key == step else { return (member.key, member.value) }
                        return name.map { ($0, member.value) }
                    }
                )
            )
        case .object(let members):
            return .object(
                Members(
                    members.map {
                        ($0.key, $0.key == step ? changed($0.value, steps.dropFirst(), name: name) : $0.value)
                    }
                )
            )
        case .list(let items):
            return .list(items.enumerated().map { "\($0)" == step ? changed($1, steps.dropFirst(), name: name) : $1 })
        default: return value
        }
    }
}
