import Documents

/// How a board keeps one kind of record.
struct Collection: Sendable, Hashable {
    enum Identity: String, Sendable, CaseIterable { case number, uuid, snowflake, hex24 }

    struct Slug: Sendable, Hashable {
        let path: FieldPath
        let from: Template?
    }

    var identity = Identity.number
    var template: Template?
    var start = 1
    var page: Template?
    var gone = 404
    var stays: [String] = []
    var shown: [Condition] = []
    var slug: Slug?
    var lag: Duration?

    init() {}

    init?(_ reader: inout ObjectReader) {
        identity = reader.choice("id", of: Identity.self) ?? .number
        template = reader.template("template")
        start = reader.integer("start", in: 0...Int.max) ?? 1
        page = reader.template("page")
        gone = reader.integer("gone", in: 404...410) ?? 404
        stays = reader.texts("stays")
        shown = reader.conditions("shown")
        lag = reader.duration("lag")
        slug =
            reader.object("slug") { inner in
                _ = inner.text("clash")
                let from = inner.template("from")
                return inner.fieldPath("at", required: true).map { Slug(path: $0, from: from) }
            } ?? nil
    }
}

/// How often something may be asked.
struct Limit: Sendable, Hashable {
    enum Window: Sendable, Hashable {
        case rolling(Duration)
        case day(zone: String)
    }

    enum Counts: String, Sendable, CaseIterable { case requests, elements, refused }

    let name: String
    let max: Int
    let window: Window
    let by: Template?
    let routes: [String]
    let counts: Counts
    let refuse: String

    init?(_ reader: inout ObjectReader) {
        let name = reader.requiredText("name")
        let max = reader.integer("max", in: 0...Int.max)
        let zone = reader.text("zone") ?? "UTC"
        if reader.text("per") == "day" {
            window = .day(zone: zone)
        } else {
            window = .rolling(reader.duration("per") ?? .seconds(60))
        }
        by = reader.owner("by")
        routes = reader.texts("routes")
        counts = reader.choice("counts", of: Counts.self) ?? .requests
        refuse = reader.text("refuse") ?? "limited"
        guard let name, let max else { return nil }
        self.name = name
        self.max = max
    }
}

/// How a board tells of work it does later.
struct TaskKind: Sendable, Hashable {
    let identity: Collection.Identity
    let template: Template?
    let waiting: String
    let done: String
    let failed: String
    let kept: Duration?

    init?(_ reader: inout ObjectReader) {
        identity = reader.choice("id", of: Collection.Identity.self) ?? .uuid
        template = reader.template("template")
        let words = reader.object("words") { ($0.text("waiting"), $0.text("done"), $0.text("failed")) }
        waiting = words?.0 ?? "waiting"
        done = words?.1 ?? "done"
        failed = words?.2 ?? "failed"
        kept = reader.duration("kept")
    }
}

/// The board's feed of events.
struct EventFeed: Sendable, Hashable {
    let page: Int
    let kept: Duration?
    let on: [String: [Action.Emission]]

    init(_ reader: inout ObjectReader, waits: [String: Duration]) {
        page = reader.integer("page", in: 1...10_000) ?? 100
        kept = reader.duration("kept")
        on =
            reader.object("on") { inner in
                [
                    "expired": inner.emissions("expired", waits: waits),
                    "removed": inner.emissions("removed", waits: waits),
                ]
            } ?? [:]
    }
}

/// What the public page of an ad shows.
struct PageShape: Sendable, Hashable {
    let title: Template?
    let subtitle: Template?
    let body: Template?
    let bodyIsText: Bool
    let facts: [NamedTemplate]
    let link: Template?
    let list: String

    init(_ reader: inout ObjectReader) {
        title = reader.template("title")
        subtitle = reader.template("subtitle")
        if reader.node("body")?.members != nil {
            body = reader.object("body") { $0.template("text", required: true) } ?? nil
            bodyIsText = true
        } else {
            body = reader.template("body")
            bodyIsText = false
        }
        facts = reader.templates("facts")
        link = reader.template("link")
        list = reader.text("list") ?? "/"
    }
}
