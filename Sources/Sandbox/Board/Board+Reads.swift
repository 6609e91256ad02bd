import Documents

import struct FoundationEssentials.Date

extension Board {
    func read(_ action: Action, _ scope: inout Scope, _ owner: String, _ now: Date) -> Result<Outcome, Refusal> {
        if action.collection == "tasks" { return readTasks(action, &scope, owner, now) }
        if action.collection.hasPrefix("catalogues.") { return readItem(action, &scope) }
        let targets = targets(action, scope, owner, now)
        let readable = targets.filter { target in
            if case .refuse = verdict(action, target.record, now) { false } else { true }
        }
        scope["ads"] = .list(readable.map { $0.record.datum(url: link($0.record, action.collection, now), now: now) })
        scope["missing"] = .list(
            asked(action, scope).filter { id in !readable.contains { $0.record.id == id || $0.record.key == id } }.map {
                .text($0)
            }
        )
        if let first = readable.first {
            scope = self.scope(for: first.record, action.collection, scope)
            return .success(Outcome(number: first.record.number))
        }
        guard let use = action.missing else { return .success(Outcome()) }
        var refusal = Refusal("unknown-ad", message: "There is no such ad.", field: "", rule: "missing")
        if let gone = targets.first {
            scope = self.scope(for: gone.record, action.collection, scope)
            refusal.message = "The ad is \(gone.record.state(now).rawValue)."
            if case .refuse(let other) = verdict(action, gone.record, now) {
                return .failure(refusal.dressed(other, in: scope))
            }
        }
        return .failure(refusal.dressed(use, in: scope))
    }

    private func asked(_ action: Action, _ scope: Scope) -> [String] {
        switch action.find {
        case .id(let template), .key(let template): template.datum(in: scope).elements.map(\.asText)
        case .values, nil: []
        }
    }

    private func readTasks(_ action: Action, _ scope: inout Scope, _ owner: String, _ now: Date) -> Result<
        Outcome, Refusal
    > {
        let ids = asked(action, scope)
        let found = ids.flatMap { id in tasks.filter { $0.id == id || $0.number == id } }.filter { task in
            guard let kept = task.kind.flatMap({ contract.tasks[$0]?.kept }) else { return true }
            return now < task.created.addingTimeInterval(kept.inSeconds)
        }
        scope["tasks"] = .list(found.map { datum($0) })
        scope["missing"] = .list(
            ids.filter { id in !found.contains { $0.id == id || $0.number == id } }.map { .text($0) }
        )
        guard let first = found.first else {
            guard let use = action.missing else { return .success(Outcome()) }
            return .failure(Refusal("unknown-ad", "There is no such task.").dressed(use, in: scope))
        }
        scope["task"] = datum(first)
        return .success(Outcome(task: first))
    }

    private func catalogue(_ action: Action) -> [Value] {
        contract.catalogues[String(action.collection.dropFirst("catalogues.".count))] ?? []
    }

    private func readItem(_ action: Action, _ scope: inout Scope) -> Result<Outcome, Refusal> {
        let ids = asked(action, scope)
        let found = catalogue(action).filter { ids.contains($0["id"]?.scalarText ?? "") }
        scope["items"] = .list(found.map(Datum.value))
        guard let first = found.first else {
            guard let use = action.missing else { return .success(Outcome()) }
            return .failure(Refusal("unknown-ad", "There is no such entry.").dressed(use, in: scope))
        }
        scope["item"] = .value(first)
        return .success(Outcome())
    }

    func list(_ action: Action, _ scope: inout Scope, _ owner: String, _ now: Date) -> Result<Outcome, Refusal> {
        if action.collection.hasPrefix("catalogues.") {
            let found = catalogue(action).filter { item in
                passes(action, scope) { path in path.flatMap { item.at($0.steps) } }
            }
            return paged(action, found.map(Datum.value), "items", &scope)
        }
        var list = (records[action.collection] ?? []).compactMap { seen($0, action.collection, now) }
            .filter { record in
                guard !action.mine || record.owner == owner else { return false }
                let names = action.filter.map(\.name)
                if !names.contains("ad.state"), record.state(now) == .deleted { return false }
                return passes(action, scope) { path in
                    switch path?.text {
                    case "ad.state": .text(record.state(now).rawValue)
                    case "ad.key": record.key.map(Value.text)
                    case "ad.id": .text(record.id)
                    default: path.flatMap { record.values.at($0.steps) }
                    }
                }
            }
        if !action.oldestFirst { list.reverse() }
        return paged(
            action,
            list.map { $0.datum(url: link($0, action.collection, now), now: now) },
            "ads",
            &scope
        )
    }

    private func passes(_ action: Action, _ scope: Scope, _ value: (FieldPath?) -> Value?) -> Bool {
        action.filter.allSatisfy { filter in
            let wanted = filter.template.datum(in: scope)
            if wanted.isAbsent { return true }
            let found = value(FieldPath(filter.name)).map { Datum.value($0) } ?? .nothing
            let texts = found.elements.map(\.asText)
            if action.containing.contains(filter.name) {
                let part = wanted.asText.lowercased()
                return texts.contains { $0.lowercased().contains(part) }
            }
            // A query writes a list as one text with commas.
            let allowed = wanted.elements.flatMap { [$0.asText] + $0.asText.split(separator: ",").map(String.init) }
            return texts.contains { allowed.contains($0) }
        }
    }

    private func paged(_ action: Action, _ all: [Datum], _ name: String, _ scope: inout Scope) -> Result<
        Outcome, Refusal
    > {
        let paging = action.page
        let asked = paging?.size.flatMap { Int($0.text(in: scope)) } ?? paging?.fallback ?? 100
        let size = min(max(1, asked), paging?.max ?? 100)
        let number = max(1, paging?.number.flatMap { Int($0.text(in: scope)) } ?? 1)
        let start = paging?.cursor.flatMap { Int($0.text(in: scope)) } ?? (number - 1) * size
        if start > 0, start >= all.count, let use = paging?.beyond {
            return .failure(Refusal("invalid", "There is no page \(number).").dressed(use, in: scope))
        }
        let slice = Array(all.dropFirst(max(0, start)).prefix(size))
        let next = start + slice.count
        scope[name] = .list(slice)
        scope["count"] = .number(all.count)
        scope["pages"] = .number((all.count + size - 1) / size)
        scope["more"] = .value(.boolean(next < all.count))
        scope["cursor"] = next < all.count ? .text(String(next)) : .nothing
        return .success(Outcome())
    }

    func eventPage(_ action: Action, _ scope: inout Scope) -> Result<Outcome, Refusal> {
        let after = action.page?.cursor.flatMap { Int($0.text(in: scope)) } ?? 0
        let most = contract.events?.page ?? 100
        let asked = action.page?.size.flatMap { Int($0.text(in: scope)) } ?? most
        let waiting = events.filter { $0.id > after }
        let slice = waiting.prefix(min(max(1, asked), most))
        scope["events"] = .list(
            slice.map { event in
                .fields([
                    "id": .text(String(event.id)), "type": .text(event.type), "time": .time(event.time),
                    "data": .value(event.data),
                ])
            }
        )
        // The cursor of the last event seen stays good, so that a reader can go on from there later.
        let last = slice.last?.id ?? after
        scope["cursor"] = last > 0 ? .text(String(last)) : .nothing
        scope["more"] = .value(.boolean(waiting.count > slice.count))
        scope["count"] = .number(waiting.count)
        return .success(Outcome())
    }
}
