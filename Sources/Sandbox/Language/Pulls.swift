import Documents

/// What a board demands of a document that it fetches.
struct FeedRule: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable { case xml, json }
    enum Repeated: String, Sendable, CaseIterable { case first, last, refuse }
    enum References: String, Sendable, CaseIterable { case allow, item, refuse }

    let kind: Kind
    let root: String?
    let item: String
    let key: Template
    let schema: String?
    let repeated: Repeated
    let present: [String]
    let alike: Bool
    let order: [String]
    let once: Bool
    let references: References
    let needsDeclaration: Bool
    let head: [String]
    let refusesWhole: Bool
    let largest: Int

    init?(_ reader: inout ObjectReader) {
        kind = reader.choice("kind", of: Kind.self) ?? .xml
        root = reader.text("root")
        item = reader.text("item") ?? "item"
        let key = reader.template("key", required: true)
        schema = reader.text("schema")
        repeated = reader.choice("repeated", of: Repeated.self) ?? .first
        present = reader.texts("present")
        alike = reader.boolean("alike") ?? false
        order = reader.texts("order")
        once = reader.boolean("once") ?? false
        references = reader.choice("references", of: References.self) ?? .allow
        needsDeclaration = reader.text("declaration") == "required"
        head = reader.texts("head")
        refusesWhole = reader.text("fault") == "whole"
        largest = reader.integer("largest", in: 1...1_000_000_000) ?? 100_000_000
        guard let key else { return nil }
        self.key = key
    }
}

/// What a board demands of a page that it visits.
struct CrawlRule: Sendable, Hashable {
    let type: String
    let schema: String?
    let key: Template
    let gone: [Int]
    let noindexIsGone: Bool
    let wait: Duration

    init?(_ reader: inout ObjectReader, waits: [String: Duration]) {
        if let markup = reader.text("markup"), markup != "json-ld" {
            reader.problems.error(
                "unknown-value",
                at: reader.node["markup"]?.location,
                field: reader.path(of: "markup"),
                "\"\(markup)\" is not a kind of markup that can be read.",
                remedy: "Use json-ld."
            )
        }
        let type = reader.requiredText("type")
        schema = reader.text("schema")
        let key = reader.template("key")
        gone = reader.texts("gone").compactMap { Int($0) }
        noindexIsGone = reader.text("noindex") == "gone"
        wait = reader.duration("wait", named: waits) ?? .zero
        self.key =
            key ?? Template("{crawl.url}", at: reader.node.location, field: reader.path, problems: reader.problems)
        guard let type else { return nil }
        self.type = type
    }
}

/// What a board demands of a text that a person pastes.
struct PasteRule: Sendable, Hashable {
    let separator: String
    let names: [String]
    let schema: String?
    let key: Template?
    let duplicate: Bool
    let window: Duration?

    init(_ reader: inout ObjectReader, waits: [String: Duration]) {
        let split = reader.object("split") { ($0.text("by") ?? "|", $0.texts("names")) }
        (separator, names) = split ?? ("|", [])
        schema = reader.text("schema")
        key = reader.template("key")
        duplicate = reader.text("duplicate") != "refuse"
        window = reader.duration("window", named: waits)
    }
}
