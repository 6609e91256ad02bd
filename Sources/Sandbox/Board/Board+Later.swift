import Documents

import struct FoundationEssentials.Date

extension Board {
    /// Puts an action off; its task tells what came of it.
    mutating func postpone(
        _ later: Action.Later,
        _ action: Action,
        _ checked: Checked,
        _ result: ElementResult,
        _ context: RequestContext
    ) -> TaskRecord {
        let kind = later.task.flatMap { contract.tasks[$0] }
        let (number, id) = newIdentity(kind?.identity ?? .uuid, kind?.template, "tasks", from: 1, context.now)
        let work = TaskRecord.Work(
            action: action,
            checked: checked,
            element: result.element,
            isTextual: context.body.isTextual,
            scope: result.scope,
            owner: context.owner
        )
        let task = TaskRecord(
            kind: later.task,
            number: number,
            id: id,
            created: context.now,
            due: after(later.wait, context.now),
            work: work
        )
        tasks.append(task)
        return task
    }

    func datum(_ task: TaskRecord) -> Datum {
        let kind = task.kind.flatMap { contract.tasks[$0] }
        let word =
            switch task.state {
            case .waiting: kind?.waiting ?? "waiting"
            case .done: kind?.done ?? "done"
            case .failed: kind?.failed ?? "failed"
            }
        return .fields([
            "id": .text(task.id), "number": .text(task.number), "state": .text(word), "created": .time(task.created),
            "message": .text(task.refusal?.message), "refusal": task.refusal?.datum ?? .nothing,
            "ad": .text(task.record), "element": task.work.map { .value($0.element) } ?? .nothing,
        ])
    }

    /// Does everything that has become due.
    mutating func settle(now: Date) {
        while let index = nextTask(now) { run(index, at: tasks[index].due) }
        for (collection, list) in records {
            for index in list.indices where list[index].state(now) == .expired && !list[index].told.contains("expired")
            {
                records[collection]?[index].told.insert("expired")
                let scope = scope(for: list[index], collection, Scope(now: list[index].expires ?? now))
                emit(contract.events?.on["expired"] ?? [], scope, list[index].expires ?? now)
            }
        }
        let due = coming.filter { $0.time <= now }.sorted { $0.time < $1.time }
        coming.removeAll { $0.time <= now }
        for event in due {
            var event = event
            event.id = count("events")
            events.append(event)
        }
        if let kept = contract.events?.kept {
            events.removeAll { $0.time.addingTimeInterval(kept.inSeconds) < now }
        }
    }

    private func nextTask(_ now: Date) -> Int? {
        tasks.indices.filter { tasks[$0].state == .waiting && tasks[$0].due <= now }.min {
            tasks[$0].due < tasks[$1].due
        }
    }

    private mutating func run(_ index: Int, at now: Date) {
        guard let work = tasks[index].work else {
            tasks[index].state = .done
            return
        }
        var scope = work.scope
        scope.names["now"] = .time(now)
        scope["task"] = datum(tasks[index])
        var late = check(work.element, work.action, scope, isTextual: work.isTextual, .task)
        late.stored = work.checked.stored
        late.hidden = late.hidden || work.checked.hidden
        if let refusal = late.refusals.first { return fail(index, refusal) }
        switch perform(work.action, late, element: work.element, &scope, work.owner, now) {
        case .failure(let refusal): fail(index, refusal)
        case .success(let outcome):
            tasks[index].state = .done
            tasks[index].record = outcome.number.flatMap { number in
                records[work.action.collection]?.first { $0.number == number }?.id
            }
        }
    }

    private mutating func fail(_ index: Int, _ refusal: Refusal) {
        tasks[index].state = .failed
        tasks[index].refusal = refusal
    }

    mutating func emit(_ emissions: [Action.Emission], _ scope: Scope, _ now: Date) {
        for emission in emissions {
            let data = emission.data?.value(in: scope) ?? .object([:])
            let time = after(emission.after, now)
            coming.append(EventRecord(id: 0, type: emission.type.text(in: scope), time: time, data: data))
        }
    }

    /// Whether this repeats a request remembered; its answer is then prepared again from the record.
    mutating func repeatOf(
        _ rule: Action.Idempotency,
        _ result: inout ElementResult,
        _ context: RequestContext
    ) -> Bool {
        guard let key = rememberedKey(rule, result.scope), let found = remembered[key], found.ends > context.now else {
            return false
        }
        let action = result.action
        let record = (records[found.collection] ?? []).first { $0.number == found.number }
        if let record { result.scope = scope(for: record, found.collection, result.scope) }
        if let task = found.task {
            let current = tasks.first { $0.id == task.id } ?? task
            result.scope["task"] = datum(current)
            result.outcome.task = current
        }
        if let use = rule.onRepeat {
            let refusal = Refusal("conflict", message: "This was sent before.", field: "", rule: "idempotency")
            result.refusals = [refusal.dressed(use, in: result.scope)]
        } else if let record, record.state(context.now) == .deleted, let use = action.missing {
            result.refusals = [Refusal("unknown-ad", "The ad is deleted.").dressed(use, in: result.scope)]
        }
        result.outcome.number = found.number
        return true
    }

    mutating func remember(_ action: Action, _ result: ElementResult, _ context: RequestContext) {
        guard let rule = action.idempotency, let key = rememberedKey(rule, result.scope) else { return }
        remembered[key] = Remembered(
            ends: context.now.addingTimeInterval(rule.life.inSeconds),
            collection: action.collection,
            number: result.outcome.number,
            task: result.outcome.task
        )
    }

    private func rememberedKey(_ rule: Action.Idempotency, _ scope: Scope) -> String? {
        let key = rule.key.text(in: scope)
        guard !key.isEmpty else { return nil }
        return "\(rule.by?.text(in: scope) ?? scope["account"]["name"].asText)/\(key)"
    }
}
