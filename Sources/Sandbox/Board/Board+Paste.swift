public import Documents

public import struct FoundationEssentials.Date

extension Board {
    /// What a person does with a text on a board that has no interface.
    public enum Hand: Sendable, Hashable {
        /// Puts it up.
        case post

        /// Changes the item of this id.
        case edit(String)

        /// Takes down the item of this id.
        case delete(String)
    }

    /// Lets a person paste, edit or delete a text.
    ///
    /// - Parameter fields: `text`, and whatever else the contract's rules look at.
    /// - Returns: 201, 200 or 204; 409, 404 or 422 with everything that is wrong.
    public mutating func paste(_ hand: Hand, _ fields: Value, now: Date) -> SandboxAnswer {
        settle(now: now)
        guard let rule = contract.paste else { return answer(404, ["error": .text("Nothing can be pasted here.")]) }
        if case .delete(let id) = hand {
            return change(id, rule, now) { $0.end(.deleted, now) }.map { _ in SandboxAnswer(status: 204) }.either
        }
        let element = element(of: fields, rule)
        let scope = Scope(now: now, names: ["element": .value(element)])
        var action = Action()
        action.schemas = [rule.schema].compactMap(\.self)
        let checked = check(element, action, scope, isTextual: true, .request)
        guard checked.refusals.isEmpty else {
            return answer(422, ["errors": .list(checked.refusals.map { .text($0.message) })])
        }
        if case .edit(let id) = hand {
            return change(id, rule, now) { record in
                record.values = checked.stored.merged(with: element)
                record.version += 1
                record.updated = now
            }
            .map { answer(200, ["id": .text($0.id), "url": link($0, "ads", now).map(Value.text) ?? .null]) }.either
        }
        let key = rule.key?.text(in: scope)
        if !rule.duplicate, let key, (records["ads"] ?? []).contains(where: { $0.key == key && !$0.hasEnded(now) }) {
            return answer(409, ["errors": .list([.text("There is a post of \(key) already.")])])
        }
        let (number, id) = newIdentity("ads", now)
        let record = Record(
            number: number,
            id: id,
            key: key,
            created: now,
            updated: now,
            owner: "",
            values: checked.stored.merged(with: element)
        )
        records["ads", default: []].append(record)
        creations += 1
        return answer(201, ["id": .text(id), "url": link(record, "ads", now).map(Value.text) ?? .null])
    }

    private func element(of fields: Value, _ rule: PasteRule) -> Value {
        var members = fields.object ?? Members()
        let text = members["text"]?.text ?? ""
        let first = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        members["first"] = .text(first)
        let parts = first.split(separator: rule.separator, omittingEmptySubsequences: false).map { String($0).trimmed }
        for (name, part) in zip(rule.names, parts) { members[name] = .text(part) }
        members["parts"] = .list(parts.map(Value.text))
        return .object(members)
    }

    private mutating func change(
        _ id: String,
        _ rule: PasteRule,
        _ now: Date,
        _ change: (inout Record) -> Void
    ) -> Result<Record, PasteRefusal> {
        guard let index = records["ads"]?.firstIndex(where: { $0.id == id && !$0.hasEnded(now) }),
            var record = records["ads"]?[index]
        else { return .failure(PasteRefusal(answer: answer(404, ["error": .text("There is no such item.")]))) }
        if let window = rule.window, record.created.addingTimeInterval(window.inSeconds) < now {
            let words = "It can no longer be changed."
            return .failure(PasteRefusal(answer: answer(409, ["errors": .list([.text(words)])])))
        }
        change(&record)
        records["ads"]?[index] = record
        return .success(record)
    }

    private func answer(_ status: Int, _ members: Members) -> SandboxAnswer {
        SandboxAnswer(
            status: status,
            headers: [SandboxHeader("Content-Type", "application/json")],
            body: Array(JSON.text(.object(members)).utf8)
        )
    }
}

struct PasteRefusal: Error, Sendable {
    let answer: SandboxAnswer
}

extension Result where Success == SandboxAnswer, Failure == PasteRefusal {
    /// The answer, whichever it is.
    fileprivate var either: SandboxAnswer {
        switch self {
        case .success(let answer): answer
        case .failure(let refusal): refusal.answer
        }
    }
}
