import Documents

/// What a board does with one element of a request.
struct Action: Sendable, Hashable {
    enum Effect: String, Sendable, CaseIterable {
        case create, update, upsert, delete, close, renew, read, list, events, crawl, token, none
        case crawlGone = "crawl-gone"
    }

    enum Find: Sendable, Hashable {
        case id(Template)
        case key(Template)
        case values([NamedTemplate])
    }

    enum Duplicate: Sendable, Hashable {
        case refuse(RefusalUse), same, overwrite, second
    }

    enum Ended: Sendable, Hashable {
        case refuse(RefusalUse), accept, reopen
    }

    struct Need: Sendable, Hashable {
        let condition: Condition
        let refuse: RefusalUse
    }

    struct Idempotency: Sendable, Hashable {
        let key: Template
        let life: Duration
        let by: Template?
        let onRepeat: RefusalUse?
    }

    struct Later: Sendable, Hashable {
        let wait: Duration
        let task: String?
    }

    struct Emission: Sendable, Hashable {
        let type: Template
        let after: Duration
        let data: JSONTemplate?
    }

    struct Paging: Sendable, Hashable {
        let number: Template?
        let size: Template?
        let fallback: Int
        let max: Int
        let cursor: Template?
        let beyond: RefusalUse?
    }

    struct Forbidden: Sendable, Hashable {
        let path: FieldPath
        let refuse: RefusalUse
    }

    var schemas: [String] = []
    var schema = Schema()
    var partial = false
    var forbid: [Forbidden] = []
    var require: [Need] = []
    var effect = Effect.none
    var collection = "ads"
    var find: Find?
    var mine = false
    var key: Template?
    var duplicate = Duplicate.second
    var missing: RefusalUse? = RefusalUse(name: "unknown-ad")
    var ended: [String: Ended] = [:]
    var replaces = true
    var sets: [NamedTemplate] = []
    var keepsNothing = false
    var idempotency: Idempotency?
    var hidden: Duration?
    var lasts: Duration?
    var expires: Template?
    var later: Later?
    var emits: [Emission] = []
    var silent = false
    var filter: [NamedTemplate] = []
    var containing: Set<String> = []
    var page: Paging?
    var oldestFirst = false
    var url: Template?
    var grant: Grant?
    var replies: [Reply] = []

    /// Names of all refusals that the action may answer with.
    var refusalNames: [String] {
        var names = forbid.map(\.refuse.name) + require.map(\.refuse.name)
        if case .refuse(let use) = duplicate { names.append(use.name) }
        for case .refuse(let use) in ended.values { names.append(use.name) }
        names += [missing?.name, idempotency?.onRepeat?.name, page?.beyond?.name].compactMap(\.self)
        return names
    }
}
