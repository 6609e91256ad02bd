import Documents

import struct FoundationEssentials.Date

extension Board {
    /// Does what an action says, now.
    mutating func perform(
        _ action: Action,
        _ checked: Checked,
        element: Value,
        _ scope: inout Scope,
        _ owner: String,
        _ now: Date
    ) -> Result<Outcome, Refusal> {
        switch action.effect {
        case .none, .token: return .success(Outcome())
        case .read: return read(action, &scope, owner, now)
        case .list: return list(action, &scope, owner, now)
        case .events: return eventPage(action, &scope)
        case .crawl, .crawlGone: return .success(ping(action, scope, now))
        case .create:
            let present = existing(action, scope, owner, now).flatMap { $0.record.hasEnded(now) ? nil : $0 }
            guard action.key != nil, let present else { return .success(create(action, checked, &scope, owner, now)) }
            scope = self.scope(for: present.record, action.collection, scope)
            switch action.duplicate {
            case .second: return .success(create(action, checked, &scope, owner, now))
            case .same: return .success(Outcome(number: present.record.number))
            case .overwrite: return .success(change(action, checked, present.index, &scope, now))
            case .refuse(let use):
                let refusal = Refusal(
                    "conflict",
                    message: "There is such an ad already.",
                    field: "",
                    rule: "duplicate",
                    value: .text(present.record.key ?? "")
                )
                return .failure(refusal.dressed(use, in: scope))
            }
        case .upsert:
            guard let target = existing(action, scope, owner, now),
                !target.record.hasEnded(now) || reopens(action, target, now)
            else { return .success(create(action, checked, &scope, owner, now)) }
            return .success(change(action, checked, target.index, &scope, now))
        case .update, .renew, .close, .delete:
            guard let target = existing(action, scope, owner, now) else { return absent(action, &scope) }
            scope = self.scope(for: target.record, action.collection, scope)
            if case .refuse(let use) = verdict(action, target.record, now) {
                let refusal = Refusal(
                    "unknown-ad",
                    message: "The ad is \(target.record.state(now).rawValue).",
                    field: "",
                    rule: "ended"
                )
                return .failure(refusal.dressed(use, in: scope))
            }
            return .success(change(action, checked, target.index, &scope, now))
        }
    }

    private func reopens(_ action: Action, _ target: Target, _ now: Date) -> Bool {
        if case .reopen = verdict(action, target.record, now) { true } else { false }
    }

    private func absent(_ action: Action, _ scope: inout Scope) -> Result<Outcome, Refusal> {
        guard let use = action.missing else { return .success(Outcome()) }
        let refusal = Refusal("unknown-ad", message: "There is no such ad.", field: "", rule: "missing")
        return .failure(refusal.dressed(use, in: scope))
    }

    private mutating func create(
        _ action: Action,
        _ checked: Checked,
        _ scope: inout Scope,
        _ owner: String,
        _ now: Date
    ) -> Outcome {
        let (number, id) = newIdentity(action.collection, now)
        let key = action.key.map { $0.text(in: scope) }.flatMap { $0.isEmpty ? nil : $0 }
        var record = Record(
            number: number,
            id: id,
            key: key,
            created: now,
            updated: now,
            owner: owner,
            values: action.keepsNothing ? .object([:]) : bare(checked.stored)
        )
        record.neverShown = checked.hidden
        if let hidden = action.hidden { record.shownAt = after(hidden, now) }
        record.expires = expiry(action, scope, from: now)
        set(action, &record, scope, now)
        slug(action, &record, scope)
        if action.effect == .close || action.effect == .delete { record.end(.closed, now) }
        records[action.collection, default: []].append(record)
        creations += 1
        settleLag(action.collection, record.number, before: nil, now)
        scope = self.scope(for: record, action.collection, scope)
        emit(action.emits, scope, now)
        return Outcome(number: number)
    }

    private mutating func change(
        _ action: Action,
        _ checked: Checked,
        _ index: Int,
        _ scope: inout Scope,
        _ now: Date
    ) -> Outcome {
        guard var record = records[action.collection]?[index] else { return Outcome() }
        let before = record
        scope = scope.adding("previous", before.datum(url: link(before, action.collection, now), now: now))
        let keepsOld = action.keepsNothing || [.renew, .delete, .close].contains(action.effect)
        if !keepsOld {
            record.values = action.replaces ? bare(checked.stored) : record.values.merged(with: checked.stored)
        }
        if record.hasEnded(now), [.update, .upsert, .renew].contains(action.effect),
            reopens(action, Target(index: index, record: record), now)
        {
            (record.ending, record.ended, record.expires) = (nil, nil, nil)
        }
        if let hidden = action.hidden { record.shownAt = after(hidden, now) }
        if action.effect == .renew {
            record.expires = expiry(action, scope, from: max(record.expires ?? now, now)) ?? record.expires
        } else if action.expires != nil || action.lasts != nil, ![.close, .delete].contains(action.effect) {
            record.expires = expiry(action, scope, from: record.created) ?? record.expires
        }
        set(action, &record, self.scope(for: record, action.collection, scope), now)
        let isDone = record.hasEnded(now)
        if action.effect == .close, !isDone { record.end(.closed, now) }
        if action.effect == .delete, record.state(now) != .deleted { record.end(.deleted, now) }
        if [.update, .upsert, .create, .renew].contains(action.effect) {
            record.version += 1
            record.updated = now
        }
        records[action.collection]?[index] = record
        settleLag(action.collection, record.number, before: before, now)
        scope = self.scope(for: record, action.collection, scope)
        emit(action.emits, scope, now)
        return Outcome(number: record.number)
    }

    /// Stored values never contain marks of removal.
    private func bare(_ value: Value) -> Value { Value.object([:]).merged(with: value) }

    private func expiry(_ action: Action, _ scope: Scope, from start: Date) -> Date? {
        let asked = action.expires.flatMap { $0.datum(in: scope).moment }
        let given = action.lasts.map { start.addingTimeInterval($0.inSeconds) }
        return [asked, given].compactMap(\.self).min()
    }

    private func set(_ action: Action, _ record: inout Record, _ scope: Scope, _ now: Date) {
        for pair in action.sets {
            guard let path = FieldPath(pair.name) else { continue }
            let value = pair.removes ? nil : constant(pair.template, scope)
            record.values = record.values.setting(value, at: path.steps[...]) ?? record.values
        }
    }

    // `set: {filled: 1}` means the number, as it would in JSON.
    private func constant(_ template: Template, _ scope: Scope) -> Value {
        let plain = template.datum(in: scope).plain
        guard template.roots.isEmpty, let text = plain.text else { return plain }
        return Value(scalar: text)
    }

    private func slug(_ action: Action, _ record: inout Record, _ scope: Scope) {
        guard let rule = contract.collections[action.collection]?.slug else { return }
        let asked = record.values.at(rule.path.steps)?.scalarText ?? rule.from?.text(in: scope) ?? ""
        let base = asked.slug
        let taken = Set(
            (records[action.collection] ?? []).filter { $0.ending != .deleted }
                .compactMap { $0.values.at(rule.path.steps)?.scalarText }
        )
        var word = base
        var count = 2
        while taken.contains(word) {
            word = "\(base)-\(count)"
            count += 1
        }
        record.values = record.values.setting(.text(word), at: rule.path.steps[...]) ?? record.values
    }

    private mutating func settleLag(_ collection: String, _ number: String, before: Record?, _ now: Date) {
        guard let lag = contract.collections[collection]?.lag else { return }
        lagging["\(collection)/\(number)"] = Lag(until: after(lag, now), before: before)
    }
}
