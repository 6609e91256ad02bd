import Documents

public import struct FoundationEssentials.Date

/// What a board knows of the document it fetches.
struct FeedState: Sendable, Hashable {
    var url: String?
    var fetched: Date?
    var accepted = 0
    var faults: [String] = []
}

extension Board {
    /// Tells the board where its feed is.
    public mutating func setFeed(url: String) {
        feed.url = url
    }

    /// The fetch that the board would make now, or nil when it has no feed or knows no address.
    public mutating func feedOrder() -> FetchOrder? {
        guard contract.feed != nil, let url = feed.url else { return nil }
        return order(url, .feed, wait: .zero)
    }

    private mutating func order(_ url: String, _ purpose: FetchOrder.Purpose, wait: Duration) -> FetchOrder {
        FetchOrder(board: contract.id, url: url, purpose: purpose, wait: wait, number: count("orders"))
    }

    /// Notes a ping and orders the fetch that follows from it.
    mutating func ping(_ action: Action, _ scope: Scope, _ now: Date) -> Outcome {
        let url = action.url?.text(in: scope) ?? feed.url ?? ""
        let isGone = action.effect == .crawlGone
        touchPing(url, now) { $0[isGone ? "removed" : "updated"] = .text(Timestamps.iso(now, digits: 6)) }
        let wait = capped(contract.crawl?.wait ?? .zero)
        var outcome = Outcome()
        if contract.crawl != nil {
            outcome.fetches = [order(url, isGone ? .goneCheck : .page, wait: wait)]
        } else if contract.feed != nil {
            feed.url = url.isEmpty ? feed.url : url
            outcome.fetches = feedOrder().map { [$0] } ?? []
        }
        if let record = records["pings"]?.first(where: { $0.key == url }) {
            outcome.names["ad"] = record.datum(url: nil, now: now)
        }
        return outcome
    }

    private mutating func touchPing(_ url: String, _ now: Date, _ change: (inout Members) -> Void) {
        let index = records["pings"]?.firstIndex { $0.key == url }
        var record: Record
        if let index, let found = records["pings"]?[index] {
            record = found
            record.version += 1
        } else {
            let (number, id) = newIdentity("pings", now)
            record = Record(
                number: number,
                id: id,
                key: url,
                created: now,
                updated: now,
                owner: "",
                values: .object(["url": .text(url)])
            )
        }
        var members = record.values.object ?? Members()
        change(&members)
        record.values = .object(members)
        record.updated = now
        if let index { records["pings"]?[index] = record } else { records["pings", default: []].append(record) }
    }

    /// Takes in what came of a fetch.
    public mutating func fetched(_ order: FetchOrder, _ document: FetchedDocument, now: Date) {
        settle(now: now)
        let outcome: String
        switch order.purpose {
        case .feed: outcome = takeFeed(document, now)
        case .page: outcome = takePage(order.url, document, now)
        case .goneCheck: outcome = takeGone(order.url, document, now)
        }
        if records["pings"]?.contains(where: { $0.key == order.url }) == true {
            touchPing(order.url, now) { $0["outcome"] = .text(outcome) }
        }
        log.append(
            LogEntry(
                time: now,
                method: "FETCH",
                path: order.url,
                route: "\(order.purpose)",
                status: 0,
                decision: outcome
            )
        )
    }

    private mutating func takeFeed(_ document: FetchedDocument, _ now: Date) -> String {
        guard let rule = contract.feed else { return "no feed" }
        feed.fetched = now
        guard case .answered(let answer) = document, answer.status == 200 else {
            feed.faults = [failure(document)]
            return feed.faults[0]
        }
        var items: [FeedItem]
        switch FeedCheck(rule: rule).items(in: answer.body) {
        case .failure(let refusal):
            feed.faults = [refusal.message]
            return refusal.message
        case .success(let found): items = found
        }
        var faults: [String] = []
        var keep: [String: (Checked, String)] = [:]
        var order: [String] = []
        for (index, item) in items.enumerated() {
            var problems = item.faults
            let scope = Scope(now: now, names: ["element": .value(item.value), "board": .fields(["url": .text(url)])])
            var action = Action()
            action.schemas = [rule.schema].compactMap(\.self)
            let checked = check(item.value, action, scope, isTextual: rule.kind == .xml, .request, item.cdata)
            problems += checked.refusals.map(\.message)
            let key = rule.key.text(in: scope)
            if key.isEmpty { problems.append("The item has no key.") }
            if keep[key] != nil {
                problems.append("The key \(key) is used twice.")
                if rule.repeated == .last { keep[key] = nil }
            }
            for problem in problems { faults.append("item \(index + 1) (\(key)): \(problem)") }
            let isRepeat = keep[key] != nil
            let onlyRepeated = problems.count == 1 && rule.repeated == .last && !isRepeat
            guard problems.isEmpty || onlyRepeated else { continue }
            if !order.contains(key) { order.append(key) }
            keep[key] = (checked, key)
        }
        feed.faults = faults
        let hasRepeats = rule.repeated == .refuse && faults.contains { $0.contains("is used twice") }
        if !faults.isEmpty, rule.refusesWhole || hasRepeats { return "refused whole: \(faults[0])" }
        replaceSet(order.compactMap { keep[$0] }, now)
        feed.accepted = order.count
        return "\(order.count) items taken, \(faults.count) faults"
    }

    private func failure(_ document: FetchedDocument) -> String {
        switch document {
        case .answered(let answer): "The server answered \(answer.status)."
        case .failed(let why): why
        }
    }

    /// Makes the board's ads exactly these: new ones created, known ones updated, absent ones ended.
    private mutating func replaceSet(_ items: [(Checked, String)], _ now: Date) {
        let keys = Set(items.map(\.1))
        for index in (records["ads"] ?? []).indices {
            guard let record = records["ads"]?[index], !record.hasEnded(now), !keys.contains(record.key ?? "") else {
                continue
            }
            records["ads"]?[index].end(.closed, now)
        }
        for (checked, key) in items { put(checked, key, now) }
    }

    private mutating func put(_ checked: Checked, _ key: String, _ now: Date) {
        if let index = records["ads"]?.firstIndex(where: { $0.key == key && !$0.hasEnded(now) }) {
            guard records["ads"]?[index].values != checked.stored || records["ads"]?[index].neverShown != checked.hidden
            else {
                return
            }
            records["ads"]?[index].values = checked.stored
            records["ads"]?[index].neverShown = checked.hidden
            records["ads"]?[index].version += 1
            records["ads"]?[index].updated = now
            return
        }
        let (number, id) = newIdentity("ads", now)
        var record = Record(
            number: number,
            id: id,
            key: key,
            created: now,
            updated: now,
            owner: "",
            values: checked.stored
        )
        record.neverShown = checked.hidden
        records["ads", default: []].append(record)
        creations += 1
    }

    private mutating func takePage(_ url: String, _ document: FetchedDocument, _ now: Date) -> String {
        guard let rule = contract.crawl else { return "nothing to crawl" }
        guard case .answered(let answer) = document, answer.status == 200 else {
            if case .answered(let answer) = document, rule.gone.contains(answer.status) {
                endPage(url, rule, .null, now)
            }
            return failure(document)
        }
        let page = String(decoding: answer.body, as: UTF8.self)
        if rule.noindexIsGone, Crawler.hasNoindex(page, answer) {
            endPage(url, rule, .null, now)
            return "The page says noindex."
        }
        let found = Crawler.objects(in: page, type: rule.type)
        guard found.count == 1 else { return "The page has \(found.count) objects of type \(rule.type), not one." }
        let scope = Scope(now: now, names: ["element": .value(found[0]), "crawl": .fields(["url": .text(url)])])
        var action = Action()
        action.schemas = [rule.schema].compactMap(\.self)
        let checked = check(found[0], action, scope, isTextual: false, .request)
        if !checked.refusals.isEmpty { return checked.refusals.map(\.message).joined(separator: " ") }
        put(checked, rule.key.text(in: scope), now)
        return "taken"
    }

    private mutating func takeGone(_ url: String, _ document: FetchedDocument, _ now: Date) -> String {
        guard let rule = contract.crawl, case .answered(let answer) = document else { return failure(document) }
        let page = String(decoding: answer.body, as: UTF8.self)
        guard rule.gone.contains(answer.status) || (rule.noindexIsGone && Crawler.hasNoindex(page, answer)) else {
            return "The page is still there."
        }
        endPage(url, rule, .null, now)
        return "gone"
    }

    private mutating func endPage(_ url: String, _ rule: CrawlRule, _ element: Value, _ now: Date) {
        let scope = Scope(now: now, names: ["element": .value(element), "crawl": .fields(["url": .text(url)])])
        let key = rule.key.text(in: scope)
        for index in (records["ads"] ?? []).indices {
            guard let record = records["ads"]?[index], record.key == key, !record.hasEnded(now) else { continue }
            records["ads"]?[index].end(.closed, now)
        }
    }
}

/// Finds structured data in a page.
enum Crawler {
    static func objects(in page: String, type: String) -> [Value] {
        let form = /(?i)<script[^>]*type\s*=\s*["']application\/ld\+json["'][^>]*>(.*?)<\/script>/.dotMatchesNewlines()
        return page.matches(of: form).flatMap { match -> [Value] in
            guard let value = JSON.parse(Array(match.output.1.utf8)) else { return [] }
            let graph = value["@graph"]?.list ?? value.list ?? [value]
            return graph.filter { $0["@type"]?.text == type || $0["@type"]?.list?.contains(.text(type)) == true }
        }
    }

    static func hasNoindex(_ page: String, _ answer: SandboxAnswer) -> Bool {
        if answer.header("x-robots-tag")?.lowercased().contains("noindex") == true { return true }
        return page.firstMatch(of: /(?i)<meta[^>]+name\s*=\s*["']robots["'][^>]*noindex/) != nil
    }
}
