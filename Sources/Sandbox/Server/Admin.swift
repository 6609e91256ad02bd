import Documents

import struct FoundationEssentials.Date

/// Answers of the admin interface.
enum Admin {
    static func json(_ value: Value, status: Int = 200) -> SandboxAnswer {
        SandboxAnswer(
            status: status,
            headers: [SandboxHeader("Content-Type", "application/json")],
            body: Array(JSON.prettyText(value).utf8)
        )
    }

    static func error(_ status: Int, _ message: String) -> SandboxAnswer {
        json(.object(["error": .text(message)]), status: status)
    }

    /// Reads a fault written as JSON; nil when it is no fault.
    static func fault(_ value: Value) -> SandboxFault? {
        guard let kind = kind(value) else { return nil }
        let times = value["times"].map { $0.number.flatMap { Int($0.description) } } ?? 1
        let chance = value["probability"]?.number.flatMap { Double($0.description) } ?? 1
        return SandboxFault(kind, route: value["route"]?.text, times: times, probability: chance)
    }

    private static func kind(_ value: Value) -> SandboxFault.Kind? {
        let wait = value["wait"]?.text.flatMap { Duration(contract: $0) } ?? .seconds(1)
        switch value["kind"]?.text {
        case "latency": return .latency(wait)
        case "reset-before": return .resetBefore
        case "reset-after": return .resetAfter
        case "truncated": return .truncated
        case "too-many": return .tooMany(wait: wait, asDate: value["as"]?.text == "date")
        case "status": return value["status"]?.number.flatMap { Int($0.description) }.map { .status($0) }
        case "drop": return .drop
        case "duplicate": return .duplicate
        case "malformed": return .malformed
        case "skew": return .skew(value["back"]?.boolean == true ? .zero - wait : wait)
        case "remove": return .remove
        case "lag": return .lag(wait)
        default: return nil
        }
    }

    static let kinds =
        "latency, reset-before, reset-after, truncated, too-many, status, drop, duplicate, malformed, skew, remove, lag"
}

extension Switchboard {
    /// Answers a request to the admin interface.
    func admin(_ request: SandboxRequest) -> Answer {
        let board = request.query.first { $0.name == "board" }?.value
        let id = request.query.first { $0.name == "id" }?.value
        let route = "\(request.method) \(request.path)"
        if let board, inspect(board, { _ in true }) == nil {
            return Answer(Admin.error(404, "There is no board \"\(board)\" here."), route: "admin")
        }
        let body = JSON.parse(request.body) ?? .null
        let now = clock()
        switch route {
        case "GET /_sandbox/ads":
            let states = (board.map { [$0] } ?? ids).compactMap { id in inspect(id) { $0.state(now: now) } }
            return Answer(Admin.json(board == nil ? .list(states) : states.first ?? .null), route: "admin")
        case "GET /_sandbox/log":
            let logs = (board.map { [$0] } ?? ids).compactMap { id in inspect(id) { $0.requests } }
            let all = logs.flatMap { $0.list ?? [] }.sorted { ($0["time"]?.text ?? "") < ($1["time"]?.text ?? "") }
            return Answer(Admin.json(.list(all)), route: "admin")
        case "GET /_sandbox/boards":
            return Answer(Admin.json(.list(ids.compactMap { id in inspect(id) { self.describe($0) } })), route: "admin")
        case "POST /_sandbox/reset":
            for id in board.map({ [$0] }) ?? ids { _ = inspect(id) { $0.reset() } }
            return Answer(SandboxAnswer(status: 204), route: "admin")
        default: break
        }
        guard let board else { return Answer(Admin.error(404, "Name a board: ?board=…"), route: "admin") }
        return Answer(change(board, id, route, body, request.method), route: "admin").ordering(self, board, route)
    }

    private func describe(_ board: Board) -> Value {
        .object([
            "id": .text(board.contract.id), "name": .text(board.contract.name), "url": .text(board.url),
            "routes": .list(board.contract.routes.map { .text($0.name) }),
            "credentials": .object(
                Members(
                    board.credentials.sorted { $0.key < $1.key }.map { name, fields in
                        (name, .object(Members(fields.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })))
                    }
                )
            ),
        ])
    }

    private func change(_ board: String, _ id: String?, _ route: String, _ body: Value, _ method: String)
        -> SandboxAnswer
    {
        let now = clock()
        switch route {
        case "POST /_sandbox/faults":
            guard let fault = Admin.fault(body) else {
                return Admin.error(400, "\"kind\" must be one of: \(Admin.kinds).")
            }
            _ = inspect(board) { $0.misbehave(fault) }
            return SandboxAnswer(status: 204)
        case "DELETE /_sandbox/faults":
            _ = inspect(board) { $0.behave() }
            return SandboxAnswer(status: 204)
        case "POST /_sandbox/feed":
            guard let url = body["url"]?.text else { return Admin.error(400, "\"url\" is missing.") }
            _ = inspect(board) { $0.setFeed(url: url) }
            return SandboxAnswer(status: 204)
        case "POST /_sandbox/fetch": return SandboxAnswer(status: 202)
        case "POST /_sandbox/remove":
            let isFound = inspect(board) { $0.moderate(id ?? "", now: now) } ?? false
            return isFound ? SandboxAnswer(status: 204) : Admin.error(404, "There is no such ad.")
        case "POST /_sandbox/paste": return inspect(board) { $0.paste(.post, body, now: now) } ?? StaticSite.missing
        case "PUT /_sandbox/paste", "DELETE /_sandbox/paste":
            let hand: Board.Hand = method == "PUT" ? .edit(id ?? "") : .delete(id ?? "")
            return inspect(board) { $0.paste(hand, body, now: now) } ?? StaticSite.missing
        default: return Admin.error(404, "The admin interface has nothing at \(route).")
        }
    }
}

extension Answer {
    /// With the fetch that the admin interface was asked for.
    fileprivate func ordering(_ switchboard: Switchboard, _ board: String, _ route: String) -> Answer {
        guard route == "POST /_sandbox/fetch" else { return self }
        guard let order = switchboard.inspect(board, { $0.feedOrder() }) ?? nil else {
            return Answer(Admin.error(409, "The board has no feed, or knows no address yet."), route: "admin")
        }
        var answer = self
        answer.fetches = [order]
        return answer
    }
}

extension Board {
    /// A moderator takes down the ad of an id; false when there is none.
    mutating func moderate(_ id: String, now: Date) -> Bool {
        settle(now: now)
        for (collection, list) in records {
            guard let index = list.firstIndex(where: { $0.id == id && !$0.hasEnded(now) }) else { continue }
            remove(collection, index, now)
            return true
        }
        return false
    }
}
