public import Documents

/// How one board behaves towards its callers, read from a contract file.
///
/// The language is described in docs/contracts.md.
public struct Contract: Sendable, Hashable {
    /// Id of the board, its base path on the sandbox.
    public let id: String

    /// Name of the board for people.
    public let name: String

    /// What the contract stands for, if it says so.
    public let about: String?

    /// Pages the contract was written from.
    public let sources: [String]

    /// Credentials that the board accepts: fields by credential name.
    ///
    /// All of them are obvious fakes.
    public let credentials: [String: [String: String]]

    let auth: [String: AuthScheme]
    let collections: [String: Collection]
    let schemas: [String: Schema]
    let refusals: [String: Reply]
    let limits: [Limit]
    let limitHeaders: [NamedTemplate]
    let headers: [NamedTemplate]
    let tasks: [String: TaskKind]
    let events: EventFeed?
    let catalogues: [String: [Value]]
    let routes: [Route]
    let pages: PageShape?
    let feed: FeedRule?
    let crawl: CrawlRule?
    let paste: PasteRule?

    /// Reads a contract.
    ///
    /// - Parameters:
    ///   - text: The contract in YAML.
    ///   - file: Name used in diagnostics.
    /// - Throws: ``Diagnostics`` with everything that is wrong with it.
    public init(_ text: String, file: String) throws(Diagnostics) {
        let root = try YAML.parse(text, file: file)
        let problems = Problems()
        var reader = ObjectReader(root, problems: problems)
        if let version = reader.requiredText("contract"), version != "1" {
            problems.error(
                "contract-version",
                at: root["contract"]?.location,
                field: "contract",
                "Version \(version) of the contract language is not known.",
                remedy: "Use 1."
            )
        }
        id = reader.requiredText("id") ?? ""
        if id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) == nil, !id.isEmpty {
            problems.error(
                "id",
                at: root["id"]?.location,
                field: "id",
                "\"\(id)\" is no id.",
                remedy: "Use lower-case letters, digits and single hyphens."
            )
        }
        name = reader.text("name") ?? id
        about = reader.text("about")
        sources = reader.texts("sources")
        credentials = reader.credentials()
        let waits = reader.waits()
        auth = Dictionary(reader.named("auth") { AuthScheme(&$0) }) { $1 }
        collections = Dictionary(reader.named("collections") { Collection(&$0) }) { $1 }
            .merging(["ads": Collection(), "pings": Collection()]) { first, _ in first }
        schemas = Dictionary(reader.named("schemas") { Schema(&$0) }) { $1 }
        refusals = Dictionary(reader.named("refusals") { Reply(&$0) }) { $1 }
        limits = reader.objects("limits") { Limit(&$0) }.compactMap(\.self)
        limitHeaders = reader.templates("limitHeaders")
        headers = reader.templates("headers")
        tasks = Dictionary(reader.named("tasks") { TaskKind(&$0) }) { $1 }
        events = reader.object("events") { EventFeed(&$0, waits: waits) }
        catalogues = Dictionary(reader.entries("catalogues").map { ($0.key, $0.value.items?.map(\.value) ?? []) }) {
            $1
        }
        routes = reader.objects("routes") { Route(&$0, waits: waits) }.compactMap(\.self)
        pages = reader.object("pages") { PageShape(&$0) }
        feed = reader.object("feed") { FeedRule(&$0) } ?? nil
        crawl = reader.object("crawl") { CrawlRule(&$0, waits: waits) } ?? nil
        paste = reader.object("paste") { PasteRule(&$0, waits: waits) }
        reader.finish()
        ContractCheck(contract: self, root: root, problems: problems).run()
        try problems.refuseIfBroken()
    }
}

extension ObjectReader {
    /// The members of an object with free keys, each read as an object.
    mutating func named<Result>(
        _ key: String,
        _ read: (inout ObjectReader) -> Result?
    ) -> [(String, Result)] {
        let here = path(of: key)
        return entries(key).compactMap { member in
            nested(member.value, "\(here).\(member.key)", read).map { (member.key, $0) }
        }
    }

    fileprivate mutating func credentials() -> [String: [String: String]] {
        let here = path(of: "credentials")
        let pairs = entries("credentials").map { credential in
            let fields = (credential.value.members ?? []).map { ($0.key, $0.value.text ?? "") }
            if credential.value.members == nil {
                problems.error(
                    "not-an-object",
                    at: credential.value.location,
                    field: "\(here).\(credential.key)",
                    "\"\(here).\(credential.key)\" must be an object of texts."
                )
            }
            return (credential.key, Dictionary(fields) { $1 })
        }
        return Dictionary(pairs) { $1 }
    }

    fileprivate mutating func waits() -> [String: Duration] {
        object("waits") { reader in
            let keys = reader.node.members?.map(\.key) ?? []
            return Dictionary(keys.compactMap { key in reader.duration(key).map { (key, $0) } }) { $1 }
        } ?? [:]
    }
}
