import Documents

import struct FoundationEssentials.Date

/// What every step of one request needs to know.
struct RequestContext: Sendable {
    let request: SandboxRequest
    let route: Route
    var scope: Scope
    var body: ReadBody
    var owner: String
    let now: Date
}

extension Board {
    mutating func decide(_ request: SandboxRequest, _ match: RouteMatch, _ now: Date) -> Answer {
        switch match {
        case .none:
            if ["GET", "HEAD"].contains(request.method), let page = page(for: request, now) { return page }
            return refused(
                Refusal("no-route", "There is nothing at this address."),
                scope(request, [:], now),
                "no route"
            )
        case .wrongMethod(let methods):
            let refusal = Refusal("wrong-method", "This address takes \(methods.joined(separator: ", ")).")
            var answer = refused(refusal, scope(request, [:], now), "wrong method")
            answer.reply.headers.append(SandboxHeader("Allow", methods.joined(separator: ", ")))
            return answer
        case .graph(let refusal, let route):
            let scope = scope(request, [:], now)
            guard case .success = authenticate(request, route, scope, nil, now) else {
                return refused(Refusal("unauthorized", "Not signed in."), scope, route.name)
            }
            return refused(refusal, scope, route.name)
        case .found(let route, let parameters, let body):
            var answer = decide(request, route, scope(request, parameters, now), body, now)
            answer.route = route.name
            answer.reply.headers += contract.headers.map {
                SandboxHeader($0.name, $0.template.text(in: scope(request, parameters, now)))
            }
            if request.method == "HEAD" { answer.reply.body = [] }
            return answer
        }
    }

    func refused(_ refusal: Refusal, _ scope: Scope, _ route: String) -> Answer {
        let why = refusal.message.isEmpty ? refusal.name : "\(refusal.name): \(refusal.message)"
        return Answer(reply(to: refusal, in: scope), route: route, decision: why)
    }

    private mutating func decide(
        _ request: SandboxRequest,
        _ route: Route,
        _ plain: Scope,
        _ body: Result<ReadBody, Refusal>,
        _ now: Date
    ) -> Answer {
        var scope = plain
        let early: Set<String> = ["request", "path", "board", "now"]
        let (first, rest) = split(route.require) { early.contains($0.condition.at.steps[0]) }
        if let refusal = unmet(first, scope) { return refused(refusal, scope, route.name) }
        let read = try? body.get()
        if let read { scope["body"] = .value(read.value) }
        let owner: String
        switch authenticate(request, route, scope, read, now) {
        case .failure(let refusal):
            note(refusal, scope, route, now)
            return refused(refusal, scope, route.name)
        case .success(let account):
            owner = account
            let fields = (credentials[account] ?? [:]).mapValues { Datum.text($0) }
            scope["account"] = .fields(fields.merging(["name": .text(account)]) { $1 })
        }
        let elements = read.flatMap { self.elements(of: $0, route) } ?? []
        if let refusal = consume(route, scope, elements: max(1, elements.count), now) {
            let view = tightest(route, scope, now)
            return limited(
                refused(refusal, scope.adding("limit", view.datum(now)), route.name),
                view,
                scope,
                route,
                now
            )
        }
        let view = contract.limits.contains { $0.covers(route.name) } ? tightest(route, scope, now) : nil
        if let view { scope["limit"] = view.datum(now) }
        let answer = work(request, route, scope, body, owner, rest, now)
        guard let view else { return answer }
        return limited(answer, view, scope, route, now)
    }

    private mutating func work(
        _ request: SandboxRequest,
        _ route: Route,
        _ scope: Scope,
        _ body: Result<ReadBody, Refusal>,
        _ owner: String,
        _ needs: [Action.Need],
        _ now: Date
    ) -> Answer {
        if request.body.count > route.largest {
            return refused(Refusal("too-large", "The body is larger than \(route.largest) bytes."), scope, route.name)
        }
        let read: ReadBody
        switch body {
        case .failure(let refusal): return refused(refusal, scope, route.name)
        case .success(let found): read = found
        }
        // Conditions that speak of an element or its record wait until there is one.
        let late: Set<String> = ["element", "ad", "previous"]
        let (_, now1) = split(needs) { late.contains($0.condition.at.steps[0]) }
        if let refusal = unmet(now1, scope) { return refused(refusal, scope, route.name) }
        var context = RequestContext(
            request: request,
            route: route,
            scope: scope,
            body: read,
            owner: owner,
            now: now
        )
        if route.action.effect == .token { return issue(route, context) }
        guard let batch = route.batch else {
            let element = route.at.flatMap { read.value.at($0.steps) } ?? (route.at == nil ? read.value : .object([:]))
            return single(element, &context)
        }
        return self.batch(batch, &context)
    }

    func split(_ needs: [Action.Need], _ test: (Action.Need) -> Bool) -> ([Action.Need], [Action.Need]) {
        (needs.filter(test), needs.filter { !test($0) })
    }

    func unmet(_ needs: [Action.Need], _ scope: Scope) -> Refusal? {
        needs.first { !$0.condition.holds(in: scope) }.map { need in
            let name = need.condition.at.steps.joined(separator: ".")
            return Refusal(
                "invalid",
                message: "\(name) is not as it must be.",
                field: name,
                rule: "require",
                value: need.condition.at.resolve(in: scope).plain
            )
            .dressed(need.refuse, in: scope)
        }
    }

    /// The elements of a batch, or nil for a route without one.
    func elements(of body: ReadBody, _ route: Route) -> [Value]? {
        guard let batch = route.batch, let found = body.value.at(batch.path.steps) else { return nil }
        return found.list ?? (body.isTextual ? [found] : [])
    }
}

extension Limit {
    func covers(_ route: String) -> Bool { routes.isEmpty || routes.contains(route) }
}
