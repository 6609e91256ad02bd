import Documents

import struct FoundationEssentials.Date

extension Board {
    struct Target: Sendable, Hashable {
        let index: Int
        let record: Record
    }

    /// The record that an action speaks of, whether it has ended or not; for a create, the one with the same key.
    func existing(_ action: Action, _ scope: Scope, _ owner: String, _ now: Date) -> Target? {
        targets(action, scope, owner, now).first
    }

    func targets(_ action: Action, _ scope: Scope, _ owner: String, _ now: Date) -> [Target] {
        let list = records[action.collection] ?? []
        let isReading = action.effect == .read
        func matches(_ test: (Record) -> Bool) -> [Target] {
            list.indices.reversed().compactMap { index in
                let record = isReading ? seen(list[index], action.collection, now) : list[index]
                guard let record, !action.mine || record.owner == owner, test(record) else { return nil }
                return Target(index: index, record: record)
            }
            .sorted { !$0.record.hasEnded(now) && $1.record.hasEnded(now) }
        }
        switch action.find {
        case .id(let template):
            let wanted = template.datum(in: scope).elements.map(\.asText)
            return wanted.flatMap { id in matches { $0.id == id || ($0.number == id && action.effect != .read) } }
        case .key(let template):
            let wanted = template.datum(in: scope).elements.map(\.asText)
            return wanted.flatMap { key in matches { $0.key == key } }
        case .values(let pairs):
            return matches { record in
                pairs.allSatisfy { pair in
                    let found = (FieldPath(pair.name)?.steps).flatMap { record.values.at($0)?.scalarText }
                    return found == pair.template.text(in: scope)
                }
            }
        case nil:
            guard let key = action.key?.text(in: scope), !key.isEmpty else { return [] }
            return matches { $0.key == key }
        }
    }

    /// A record as reads see it at this moment; nil while it is not seen at all.
    func seen(_ record: Record, _ collection: String, _ now: Date) -> Record? {
        guard let lag = lagging["\(collection)/\(record.number)"], lag.until > now else { return record }
        return lag.before
    }

    /// What an ended record means for an action: go on, open it again, or refuse.
    func verdict(_ action: Action, _ record: Record, _ now: Date) -> Action.Ended {
        guard record.hasEnded(now) else { return .accept }
        let state = record.state(now).rawValue
        if let said = action.ended[state] ?? action.ended["*"] { return said }
        if action.effect == .read, ["closed", "expired"].contains(state) { return .accept }
        if action.effect == .renew, state == "expired" { return .reopen }
        return .refuse(action.missing ?? RefusalUse(name: "unknown-ad"))
    }

    func scope(for record: Record, _ collection: String, _ scope: Scope) -> Scope {
        scope.adding("ad", record.datum(url: link(record, collection, scope.now), now: scope.now))
    }

    /// The public address of a record, or nil when its collection has no pages.
    func link(_ record: Record, _ collection: String, _ now: Date) -> String? {
        guard let template = contract.collections[collection]?.page else { return nil }
        let scope = Scope(now: now, names: ["ad": record.datum(url: nil, now: now)])
        return url + template.text(in: scope)
    }

    func isVisible(_ record: Record, _ collection: String, _ now: Date) -> Bool {
        guard record.state(now) == .live else { return false }
        let scope = scope(for: record, collection, Scope(now: now))
        return (contract.collections[collection]?.shown ?? []).allHold(in: scope)
    }

    mutating func newIdentity(_ collection: String, _ now: Date) -> (number: String, id: String) {
        let rule = contract.collections[collection] ?? Collection()
        return newIdentity(rule.identity, rule.template, collection, from: rule.start, now)
    }

    mutating func newIdentity(
        _ kind: Collection.Identity,
        _ template: Template?,
        _ counter: String,
        from start: Int,
        _ now: Date
    ) -> (number: String, id: String) {
        let count = count(counter, from: start)
        let number =
            switch kind {
            case .number: String(count)
            case .uuid: uuid(using: &random)
            // Milliseconds since 2015 above 22 bits, of which the lowest count.
            case .snowflake:
                String((Int64((now.timeIntervalSince1970 - 1_420_070_400) * 1000) << 22) + Int64(count & 0xFFF))
            case .hex24: String(uuid(using: &random).filter { $0 != "-" }.prefix(24))
            }
        guard let template else { return (number, number) }
        return (number, template.text(in: Scope(now: now, names: ["number": .text(number)])))
    }
}
