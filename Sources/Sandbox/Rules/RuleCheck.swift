import Documents

import struct FoundationEssentials.Decimal

/// What came of checking one element: what the board keeps of it, and what it refuses.
struct Checked: Sendable, Hashable {
    var stored: Value
    var refusals: [Refusal] = []
    var notes: [String] = []
    var hidden = false
}

/// Checks one element against a schema.
struct RuleCheck {
    let schema: Schema
    let scope: Scope
    let element: Value

    /// Scalars of forms and XML are text whatever they mean.
    let textual: Bool
    let partial: Bool
    let stage: FieldRule.Stage
    let catalogues: [String: [Value]]

    /// Paths whose text stands in CDATA sections; nil where that has no meaning.
    var cdata: Set<String>?

    func run() -> Checked {
        let hasRules = !schema.fields.isEmpty
        var checked = Checked(
            stored: schema.unknown == .keep || !hasRules ? element : known(element, under: []) ?? element
        )
        if schema.unknown == .refuse, stage == .request { checked.refusals += unknownMembers(element, at: []) }
        for rule in schema.fields where rule.stage == stage && rule.when.allHold(in: scope) {
            for place in rule.path.places(in: element) { apply(rule, at: place, to: &checked) }
        }
        for group in schema.groups where stage == .request && group.when.allHold(in: scope) {
            if let refusal = check(group) { checked.refusals.append(refusal.dressed(group.refuse, in: scope)) }
        }
        return checked
    }

    private func apply(_ rule: FieldRule, at place: [FieldPath.Step], to checked: inout Checked) {
        let found = element.at(place)
        let isEmpty = found.map { Datum.value($0).isAbsent && $0.list == nil } ?? true
        let isAbsent = found == nil || found == .null || (isEmpty && !rule.emptyAllowed)
        func fault(_ name: String, _ message: String, limit: Int? = nil) {
            let refusal = Refusal(
                "invalid",
                message: message,
                field: place.words,
                rule: name,
                value: found ?? .null,
                limit: limit
            )
            self.handle(refusal, rule, place, found, &checked)
        }
        if found == .null, rule.null == .refuse { return fault("null", "\(place.words) must not be null.") }
        if found == .null, rule.null == .delete {
            checked.stored = checked.stored.setting(.null, at: place[...]) ?? checked.stored
            return
        }
        if rule.forbidden {
            if found != nil { fault("forbidden", "\(place.words) is not allowed.") }
            return
        }
        guard let found, !isAbsent else {
            if found == .null { checked.stored = checked.stored.setting(nil, at: place[...]) ?? checked.stored }
            if rule.required, !partial { return fault("required", "\(place.words) is required.") }
            if let fallback = rule.fallback, !partial {
                checked.stored =
                    checked.stored.setting(fallback.datum(in: scope).plain, at: place[...]) ?? checked.stored
            }
            return
        }
        if let (name, message, limit) = ValueCheck(rule: rule, check: self, place: place).fault(of: found) {
            fault(name, message, limit: limit)
            if rule.fault != .note, rule.fault != .hide { return }
        }
        if stage == .request { change(rule, at: place, found, &checked) }
    }

    private func handle(
        _ refusal: Refusal,
        _ rule: FieldRule,
        _ place: [FieldPath.Step],
        _ found: Value?,
        _ checked: inout Checked
    ) {
        switch rule.fault {
        case .refuse: checked.refusals.append(refusal.dressed(rule.refuse, in: scope))
        case .note: checked.notes.append(refusal.message)
        case .hide:
            checked.notes.append(refusal.message)
            checked.hidden = true
        case .empty:
            checked.notes.append(refusal.message)
            checked.stored = checked.stored.setting(.text(""), at: place[...]) ?? checked.stored
        case .drop:
            checked.notes.append(refusal.message)
            checked.stored = checked.stored.setting(nil, at: place[...]) ?? checked.stored
        case .cut:
            checked.notes.append(refusal.message)
            checked.stored = checked.stored.setting(found.map { cut($0, rule) }, at: place[...]) ?? checked.stored
        }
    }

    private func cut(_ value: Value, _ rule: FieldRule) -> Value {
        if case .list(let list) = value, let most = rule.count?.max { return .list(Array(list.prefix(most))) }
        guard let length = rule.length, let most = length.max, var text = value.scalarText else { return value }
        while length.count(text) > most { text.removeLast() }
        return .text(text)
    }

    private func change(
        _ rule: FieldRule,
        at place: [FieldPath.Step],
        _ found: Value,
        _ checked: inout Checked
    ) {
        var value = found
        if let tags = rule.tags, tags.others == .strip, let text = value.scalarText {
            value = .text(Markings.keeping(tags.allowed, attributes: tags.attributes, in: text))
        }
        for change in rule.changes { value = change.apply(to: value) }
        if value != found { checked.stored = checked.stored.setting(value, at: place[...]) ?? checked.stored }
    }

    private func check(_ group: GroupRule) -> Refusal? {
        let names = group.paths.map(\.text).joined(separator: ", ")
        let present = group.paths.filter { path in
            path.places(in: element).contains { !(element.at($0).map { Datum.value($0).isAbsent } ?? true) }
        }
        let field = group.paths.first?.text ?? ""
        switch group.demand {
        case .exactlyOne where present.count != 1:
            return Refusal("invalid", message: "Exactly one of \(names) is needed.", field: field, rule: "exactlyOne")
        case .atLeastOne where present.isEmpty:
            return Refusal("invalid", message: "At least one of \(names) is needed.", field: field, rule: "atLeastOne")
        case .atMostOne where present.count > 1:
            return Refusal("invalid", message: "At most one of \(names) is allowed.", field: field, rule: "atMostOne")
        case .together where !present.isEmpty && present.count < group.paths.count:
            return Refusal("invalid", message: "\(names) go together.", field: field, rule: "together")
        case .total(let most, let rule):
            let sum = group.paths.flatMap { $0.places(in: element) }
                .reduce(0) { $0 + rule.count(element.at($1)?.scalarText ?? "") }
            guard sum > most else { return nil }
            return Refusal(
                "invalid",
                message: "Together these are \(sum) long, at most \(most): \(names).",
                field: field,
                rule: "total",
                limit: most
            )
        default: return nil
        }
    }
}

extension RuleCheck {
    /// Whether some rule speaks of a place, something above it or something below it.
    private func relation(_ place: [FieldPath.Step]) -> (isKnown: Bool, isLeaf: Bool) {
        let generic = place.map { step in if case .index = step { FieldPath.Step.each } else { step } }
        var isKnown = false
        var hasDeeper = false
        for rule in schema.fields {
            let steps = rule.path.steps.map { step in if case .index = step { FieldPath.Step.each } else { step } }
            // XML and forms write a list of one without a list, so list steps do not count.
            let bare = steps.filter { $0 != .each }
            let mine = generic.filter { $0 != .each }
            guard bare.starts(with: mine) else { continue }
            isKnown = true
            if bare.count > mine.count { hasDeeper = true }
        }
        return (isKnown, isKnown && !hasDeeper)
    }

    private func known(_ value: Value, under place: [FieldPath.Step]) -> Value? {
        let (isKnown, isLeaf) = relation(place)
        if !place.isEmpty, !isKnown { return nil }
        if isLeaf { return value }
        switch value {
        case .object(let members):
            return .object(
                Members(
                    members.compactMap { member in
                        known(member.value, under: place + [.key(member.key)]).map { (member.key, $0) }
                    }
                )
            )
        case .list(let list): return .list(list.compactMap { known($0, under: place + [.each]) })
        default: return value
        }
    }

    private func unknownMembers(_ value: Value, at place: [FieldPath.Step]) -> [Refusal] {
        let (isKnown, isLeaf) = relation(place)
        if !place.isEmpty, !isKnown {
            return [
                Refusal(
                    "invalid",
                    message: "\(place.words) is not known.",
                    field: place.words,
                    rule: "unknown",
                    value: value
                )
            ]
        }
        if isLeaf { return [] }
        switch value {
        case .object(let members): return members.flatMap { unknownMembers($0.value, at: place + [.key($0.key)]) }
        case .list(let list): return list.enumerated().flatMap { unknownMembers($1, at: place + [.index($0)]) }
        default: return []
        }
    }
}

extension FieldRule.Change {
    func apply(to value: Value) -> Value {
        switch self {
        case .zeroOne: return value.number.map { .number($0 == 0 ? 0 : 1) } ?? value
        case .asText: return value.scalarText.map(Value.text) ?? value
        default: break
        }
        guard let text = value.text else { return value }
        switch self {
        case .trim: return .text(text.trimmed)
        case .lower: return .text(text.lowercased())
        case .upper: return .text(text.uppercased())
        case .stripTags: return .text(Markings.keeping([], in: text))
        case .addHTTP:
            let hasScheme = text.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.-]*:/) != nil || text.hasPrefix("/")
            return .text(text.isEmpty || hasScheme ? text : "http://" + text)
        case .urlOnly:
            let scheme = text.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.-]*):/).map { $0.output.1.lowercased() }
            return .text(scheme.map { ["http", "https", "mailto"].contains($0) } ?? true ? text : "")
        case .zeroOne, .asText: return value
        }
    }
}
