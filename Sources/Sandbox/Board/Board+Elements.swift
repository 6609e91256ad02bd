import Documents

import struct FoundationEssentials.Date

/// What came of one element.
struct ElementResult: Sendable {
    var element: Value
    var action: Action
    var scope: Scope
    var refusals: [Refusal] = []
    var outcome = Outcome()

    var datum: Datum {
        let refusal = refusals.first?.datum ?? .nothing
        return .fields([
            "ok": .value(.boolean(refusals.isEmpty)), "ad": scope["ad"], "task": scope["task"], "refusal": refusal,
            "refusals": .list(refusals.map(\.datum)), "element": scope["element"], "reply": scope["reply"],
            "previous": scope["previous"],
        ])
    }
}

/// What an effect did.
struct Outcome: Sendable, Hashable {
    var number: String?
    var task: TaskRecord?
    var fetches: [FetchOrder] = []
    var names: [String: Datum] = [:]
}

extension Board {
    mutating func single(_ element: Value, _ context: inout RequestContext) -> Answer {
        let result = process(element, index: 0, context)
        if let first = result.refusals.first {
            let scope = result.scope.adding("refusals", .list(result.refusals.map(\.datum)))
            return graph(refused(first, scope, context.route.name), context)
        }
        let reply = result.action.replies.first { $0.when.allHold(in: result.scope) } ?? Reply(status: 200, body: .none)
        var answer = Answer(
            reply.answer(in: result.scope),
            route: context.route.name,
            decision: result.action.effect.rawValue
        )
        answer.fetches = result.outcome.fetches
        return graph(answer, context)
    }

    mutating func batch(_ batch: Route.Batch, _ context: inout RequestContext) -> Answer {
        guard let elements = elements(of: context.body, context.route) else {
            let refusal = Refusal(
                "invalid",
                message: "\(batch.path.text) is required.",
                field: batch.path.text,
                rule: "required"
            )
            return refused(refusal, context.scope, context.route.name)
        }
        if elements.count > batch.most || elements.count < batch.least {
            let refusal = Refusal(
                "too-many-elements",
                message: "\(batch.path.text) takes \(batch.least) to \(batch.most) entries.",
                field: batch.path.text,
                rule: "batch",
                limit: batch.most
            )
            return refused(refusal, context.scope, context.route.name)
        }
        if let path = batch.unique {
            let keys = elements.compactMap { $0.at(path.steps) }
            if Set(keys).count < keys.count {
                let refusal = Refusal(
                    "repeated-element",
                    message: "\(path.text) must be unique within a request.",
                    field: path.text,
                    rule: "unique"
                )
                return refused(refusal, context.scope, context.route.name)
            }
        }
        let before = self
        var results: [ElementResult] = []
        for (index, element) in elements.enumerated() { results.append(process(element, index: index, context)) }
        if batch.refusesWhole, let bad = results.first(where: { !$0.refusals.isEmpty }), let first = bad.refusals.first
        {
            self = before
            let all = results.flatMap(\.refusals)
            return refused(first, bad.scope.adding("refusals", .list(all.map(\.datum))), context.route.name)
        }
        return answer(batch: results, context)
    }

    private func answer(batch results: [ElementResult], _ context: RequestContext) -> Answer {
        let replies = context.route.action.replies
        var scope = context.scope
        scope["refusals"] = .list(results.flatMap(\.refusals).map(\.datum))
        let reply = replies.first { $0.when.allHold(in: scope) } ?? Reply(status: 200, body: .none)
        let written = results.map { result -> Datum in
            var result = result
            let template = result.refusals.isEmpty ? reply.accepted : reply.refused
            let inner = result.scope.adding("result", result.datum)
                .adding("refusal", result.refusals.first?.datum ?? .nothing)
            if let value = template?.value(in: inner) { result.scope["reply"] = .value(value) }
            return result.datum
        }
        scope["results"] = .list(written)
        let refusedCount = results.filter { !$0.refusals.isEmpty }.count
        var answer = Answer(
            reply.answer(in: scope),
            route: context.route.name,
            decision: "batch of \(results.count), \(refusedCount) refused"
        )
        answer.fetches = results.flatMap(\.outcome.fetches)
        return answer
    }

    /// Cuts the `data` of a GraphQL answer to what was selected.
    private func graph(_ answer: Answer, _ context: RequestContext) -> Answer {
        guard let document = context.body.graph, let value = JSON.parse(answer.reply.body),
            case .object(var members) = value, let data = members["data"], data != .null
        else { return answer }
        var answer = answer
        members["data"] = document.project(data)
        answer.reply.body = Array(JSON.text(.object(members)).utf8)
        return answer
    }

    /// Carries one element through rules, repeats and its effect.
    mutating func process(_ element: Value, index: Int, _ context: RequestContext) -> ElementResult {
        var scope = context.scope
        scope["element"] = .value(element).indexed(index)
        var result = ElementResult(element: element, action: context.route.action, scope: scope)
        let late: Set<String> = ["element", "ad", "previous"]
        if let choice = context.route.choice {
            let word = choice.by.resolve(in: scope).asText
            guard let action = choice.cases[choice.folds ? word.lowercased() : word] else {
                let field = choice.by.steps.last ?? ""
                result.refusals = [
                    Refusal(
                        "invalid",
                        message: "\"\(word)\" is not known.",
                        field: field,
                        rule: "choose",
                        value: .text(word)
                    )
                    .dressed(choice.otherwise, in: scope)
                ]
                return result
            }
            result.action = action
            // Keys written beside `choose` hold for every case that does not write its own.
            if action.replies.isEmpty { result.action.replies = context.route.action.replies }
            result.action.idempotency = action.idempotency ?? context.route.action.idempotency
            result.action.require += split(context.route.require) { late.contains($0.condition.at.steps[0]) }.0
        }
        if let target = existing(result.action, scope, context.owner, context.now) {
            result.scope = self.scope(for: target.record, result.action.collection, scope)
        }
        var checked = check(element, result.action, result.scope, context, .request)
        let needs = split(result.action.require) {
            late.contains($0.condition.at.steps[0]) || context.route.choice != nil
        }.0
        if let refusal = unmet(needs, result.scope) { checked.refusals.append(refusal) }
        if !checked.refusals.isEmpty {
            if result.action.silent { return result }
            result.refusals = checked.refusals
            return result
        }
        finish(&result, checked, context)
        return result
    }

    private mutating func finish(_ result: inout ElementResult, _ checked: Checked, _ context: RequestContext) {
        let action = result.action
        if let idempotency = action.idempotency, repeatOf(idempotency, &result, context) { return }
        let outcome: Result<Outcome, Refusal>
        if let later = action.later {
            outcome = .success(Outcome(task: postpone(later, action, checked, result, context)))
        } else {
            outcome = perform(action, checked, element: result.element, &result.scope, context.owner, context.now)
        }
        switch outcome {
        case .failure(let refusal): result.refusals = [refusal]
        case .success(let outcome):
            result.outcome = outcome
            if let task = outcome.task { result.scope["task"] = datum(task) }
            for (name, datum) in outcome.names { result.scope[name] = datum }
            remember(action, result, context)
        }
    }

    func check(
        _ element: Value,
        _ action: Action,
        _ scope: Scope,
        _ context: RequestContext,
        _ stage: FieldRule.Stage
    ) -> Checked {
        var checked = check(element, action, scope, isTextual: context.body.isTextual, stage, context.body.cdata)
        guard stage == .request else { return checked }
        for forbidden in action.forbid {
            for place in forbidden.path.places(in: element) where element.at(place) != nil {
                let refusal = Refusal(
                    "invalid",
                    message: "\(place.words) is not allowed here.",
                    field: place.words,
                    rule: "forbid"
                )
                checked.refusals.append(refusal.dressed(forbidden.refuse, in: scope))
            }
        }
        return checked
    }

    func check(
        _ element: Value,
        _ action: Action,
        _ scope: Scope,
        isTextual: Bool,
        _ stage: FieldRule.Stage,
        _ cdata: Set<String>? = nil
    ) -> Checked {
        let schemas = action.schemas.compactMap { contract.schemas[$0] } + [action.schema]
        var whole = Schema()
        whole.fields = schemas.flatMap(\.fields)
        whole.groups = action.partial ? [] : schemas.flatMap(\.groups)
        whole.unknown = schemas.map(\.unknown).first { $0 != .ignore } ?? .ignore
        var check = RuleCheck(
            schema: whole,
            scope: scope,
            element: element,
            textual: isTextual,
            partial: action.partial,
            stage: stage,
            catalogues: contract.catalogues
        )
        check.cdata = cdata
        return check.run()
    }
}

extension Datum {
    /// The same with its place in a batch under `@index`.
    func indexed(_ index: Int) -> Datum {
        guard case .value(.object(var members)) = self else { return self }
        members["@index"] = .number(.init(index))
        return .value(.object(members))
    }
}
