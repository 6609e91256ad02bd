import Documents
import FoundationEssentials
import Postings

/// What only an exchange or a document knows, beyond what a render may read.
struct WireFacts: Sendable {
    /// The account's secrets by name.
    var secrets: [String: String] = [:]

    /// Id of the attempt.
    var attempt: String?

    /// The present at the exchange, when it is another than the input's.
    var now: Date?

    /// When anything in the document last changed.
    var feedChanged: Date?

    /// Further roots, such as `it` for an element of a reply or `items` for a document's ads.
    var locals = Members()
}

/// What this program calls itself towards boards.
enum Product {
    static let name = "Placard"
    static let version = "0.1.0"
}

/// The closed roots of paths, other than `it` and the values.
struct Roots {
    let adapter: Adapter
    let input: AdInput
    let operation: Operation
    let wire: WireFacts

    /// Dates that a rule set back to a bound, by their path.
    var capped: [String: Value] = [:]

    /// The value at a path, and the role fact it is, when it is one.
    func value(at path: [String]) -> (value: Value?, fact: String?) {
        guard let root = path.first else { return (nil, nil) }
        let rest = path.dropFirst()
        if let local = wire.locals[root] { return (local.descend(rest), nil) }
        switch root {
        case "place": return (input.places.first?.descend(rest), joined("locations", rest))
        case "places": return (Value.list(input.places).descend(rest), joined("locations", rest))
        case "language": return (.text(input.language).descend(rest), nil)
        case "settings": return (setting(rest), nil)
        case "secrets": return (rest.first.flatMap { wire.secrets[$0] }.map(Value.text), nil)
        case "facets": return (Value.object(input.facets).descend(rest), nil)
        case "kept": return (Value.object(input.kept).descend(rest), nil)
        case "minted": return (Value.object(input.minted).descend(rest), nil)
        case "lookups": return (Value.object(input.lookups).descend(rest), nil)
        case "page": return (rest.first == "url" ? input.pageURL.map(Value.text) : nil, "url")
        case "hiringTeam": return (nil, nil)
        case "posting", "delivery", "clock", "feed", "product", "attempt", "account", "http", "adapter":
            return (fixedRoot(root, rest.first ?? ""), nil)
        default:
            let joined = joined(root, rest)
            return (capped[joined] ?? input.role.descend(path), joined)
        }
    }

    /// Our reference as this creation's board sees it.
    var wireReference: String {
        guard adapter.manifest.life.reopening == .newCreation, input.creation > 1 else { return input.reference }
        return "\(input.reference)-\(input.creation)"
    }

    private func joined(_ root: String, _ rest: ArraySlice<String>) -> String {
        ([root] + rest.filter { Int($0) == nil }).joined(separator: ".")
    }

    private func fixedRoot(_ root: String, _ key: String) -> Value? {
        switch (root, key) {
        case ("posting", "reference"): .text(input.reference)
        case ("posting", "wireReference"): .text(wireReference)
        case ("posting", "opened"): instant(input.opened)
        case ("posting", "firstSent"): input.firstSent.map(instant)
        case ("posting", "changed"): input.changed.map(instant)
        case ("delivery", "operation"): .text(operation.rawValue)
        case ("clock", "now"): instant(wire.now ?? input.now)
        case ("feed", "changed"): wire.feedChanged.map(instant)
        case ("product", "name"): .text(Product.name)
        case ("product", "version"): .text(Product.version)
        case ("attempt", "id"): wire.attempt.map(Value.text)
        case ("attempt", "time"): wire.attempt == nil ? nil : instant(wire.now ?? input.now)
        case ("account", "name"): .text(input.account)
        case ("http", "base"): base
        default: nil
        }
    }

    private func instant(_ date: Date) -> Value { .text(Instants.utcText(date)) }

    /// The server: the account's own stands in for the manifest's.
    private var base: Value? {
        if let own = input.baseURL { return .text(own) }
        var text = ""
        for part in adapter.manifest.http.base.parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(.path(let path)):
                guard path.first != "http", let value = value(at: path).value?.scalarText else { return nil }
                text += value
            case .reference(.value): return nil
            }
        }
        return .text(text)
    }

    /// A setting; one that only names the server is read from the account's own server when it has one.
    private func setting(_ rest: ArraySlice<String>) -> Value? {
        if let own = input.baseURL, let name = rest.first,
            let setting = adapter.manifest.settings.first(where: { $0.name == name }), setting.isServer
        {
            guard setting.kind == .host, let host = own.split(separator: "/", maxSplits: 2).last else {
                return .text(own)
            }
            return .text(String(host.prefix { $0 != "/" }))
        }
        return Value.object(input.settings).descend(rest)
    }
}
