import Documents

import struct FoundationEssentials.Decimal

/// Checks one value that is there against one rule; says the first thing that is wrong.
struct ValueCheck {
    let rule: FieldRule
    let check: RuleCheck
    let place: [FieldPath.Step]

    typealias Fault = (rule: String, message: String, limit: Int?)

    func fault(of value: Value) -> Fault? {
        let name = place.words
        if let kind = rule.kind, !KindCheck(textual: check.textual).fits(value, kind) {
            return ("type", "\(name) must be \(kind.rawValue).", nil)
        }
        return fault(ofList: value, name)
            ?? value.scalarText.flatMap { text in
                fault(ofText: text, name) ?? fault(ofNumber: text, name) ?? fault(ofMarkup: text, name)
                    ?? fault(ofTime: value, name) ?? fault(compared: text, name)
            }
    }

    private func fault(ofList value: Value, _ name: String) -> Fault? {
        guard let list = value.list ?? (check.textual ? [value] : nil), rule.count != nil || rule.unique else {
            return nil
        }
        if let least = rule.count?.min, list.count < least {
            return ("count", "\(name) needs at least \(least) entries.", least)
        }
        if let most = rule.count?.max, list.count > most {
            return ("count", "\(name) allows at most \(most) entries.", most)
        }
        guard rule.unique else { return nil }
        let keys = list.compactMap { entry -> Value? in
            guard let path = rule.uniquePath else { return entry }
            return entry.at(path.steps)
        }
        return Set(keys).count < keys.count ? ("unique", "\(name) has the same entry twice.", nil) : nil
    }

    private func fault(ofText text: String, _ name: String) -> Fault? {
        if let length = rule.length {
            let count = length.count(text)
            if let least = length.min, count < least {
                return ("length", "\(name) is too short (minimum is \(least)).", least)
            }
            if let most = length.max, count > most {
                return ("length", "\(name) is too long (maximum is \(most)).", most)
            }
        }
        if !rule.values.isEmpty {
            let isAllowed =
                rule.fold
                ? rule.values.contains { $0.lowercased() == text.lowercased() } : rule.values.contains(text)
            if !isAllowed { return ("values", "\(name) must be one of: \(rule.values.joined(separator: ", ")).", nil) }
        }
        if let pattern = rule.pattern, !Patterns.matches(text, pattern) {
            return ("pattern", "\(name) has the wrong form.", nil)
        }
        if let not = rule.not, Patterns.occurs(not, in: text) {
            return ("not", "\(name) contains what is not allowed.", nil)
        }
        if rule.cdata, let cdata = check.cdata, !cdata.contains(name) {
            return ("cdata", "\(name) must stand in a CDATA section.", nil)
        }
        return nil
    }

    private func fault(ofNumber text: String, _ name: String) -> Fault? {
        guard rule.minimum != nil || rule.maximum != nil || rule.above != nil else { return nil }
        guard let number = Decimal(jsonNumber: text) else { return ("range", "\(name) must be a number.", nil) }
        if let least = rule.minimum, number < least { return ("range", "\(name) must be at least \(least).", nil) }
        if let most = rule.maximum, number > most { return ("range", "\(name) must be at most \(most).", nil) }
        if let bound = rule.above, number <= bound { return ("range", "\(name) must be more than \(bound).", nil) }
        return nil
    }

    private func fault(ofMarkup text: String, _ name: String) -> Fault? {
        if let tags = rule.tags, tags.others == .refuse {
            for case .tag(let tag, _, let attributes, _) in Markings.pieces(of: text) {
                if !tags.allowed.contains(tag) {
                    return ("tags", "\(name) contains the tag \(tag), which is not allowed.", nil)
                }
                guard let allowed = tags.attributes else { continue }
                for attribute in attributes where !(allowed[tag]?.contains(attribute.name) ?? false) {
                    return ("tags", "\(name) contains the attribute \(attribute.name), which is not allowed.", nil)
                }
            }
        }
        guard !rule.schemes.isEmpty else { return nil }
        let links =
            rule.kind == .html
            ? Markings.pieces(of: text).flatMap { piece -> [String] in
                guard case .tag("a", false, let attributes, _) = piece else { return [] }
                return attributes.filter { $0.name == "href" }.map(\.value)
            } : [text]
        for link in links {
            let scheme = link.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.-]*):/).map { $0.output.1.lowercased() } ?? ""
            if !rule.schemes.contains(scheme) {
                return ("schemes", "\(name) must use \(rule.schemes.joined(separator: " or ")).", nil)
            }
        }
        return nil
    }

    private func fault(ofTime value: Value, _ name: String) -> Fault? {
        guard let time = rule.time else { return nil }
        guard let moment = Datum.value(value).moment else { return ("time", "\(name) is no time.", nil) }
        let start = time.from.flatMap { $0.resolve(in: check.scope).moment } ?? check.scope.now
        let ahead = moment.timeIntervalSince(start)
        if time.notFuture, ahead > 60 { return ("time", "\(name) must not be in the future.", nil) }
        if time.future, ahead <= 0 { return ("time", "\(name) must be in the future.", nil) }
        if let least = time.atLeast, ahead < least.inSeconds { return ("time", "\(name) is too soon.", nil) }
        if let most = time.atMost, ahead > most.inSeconds { return ("time", "\(name) is too far ahead.", nil) }
        return nil
    }

    private func fault(compared text: String, _ name: String) -> Fault? {
        if let same = rule.same, same.resolve(in: check.scope).asText != text {
            return ("same", "\(name) must equal \(same.steps.joined(separator: ".")).", nil)
        }
        if let differs = rule.differs, differs.resolve(in: check.scope).asText == text {
            return ("differs", "\(name) must differ from \(differs.steps.joined(separator: ".")).", nil)
        }
        if let lower = rule.notBelow, let number = Decimal(jsonNumber: text),
            let other = Decimal(jsonNumber: lower.resolve(in: check.scope).asText), number < other
        {
            return ("notBelow", "\(name) must not be below \(lower.steps.joined(separator: ".")).", nil)
        }
        guard let catalogue = rule.catalogue else { return nil }
        let isListed = (check.catalogues[catalogue.name] ?? []).contains { item in
            item["id"]?.scalarText == text
                && catalogue.conditions.allSatisfy { condition in
                    item[condition.name]?.scalarText == condition.template.text(in: check.scope)
                }
        }
        return isListed ? nil : ("catalogue", "\(name) is not in the board's list of \(catalogue.name).", nil)
    }
}

/// Tells whether a value is of a kind.
struct KindCheck {
    let textual: Bool

    func fits(_ value: Value, _ kind: FieldRule.Kind) -> Bool {
        switch kind {
        case .any: return true
        case .list: return value.list != nil || textual
        case .object: return value.object != nil
        case .boolean: return value.boolean != nil || (textual && ["true", "false", "0", "1"].contains(value.text))
        case .integer, .epochSeconds, .epochMilliseconds: return integer(value).map { inEpoch($0, kind) } ?? false
        case .number: return value.number != nil || (textual && Decimal(jsonNumber: value.text ?? "") != nil)
        default: return value.text.map { fits($0, kind) } ?? false
        }
    }

    private func integer(_ value: Value) -> Decimal? {
        guard let number = value.number ?? (textual ? Decimal(jsonNumber: value.text ?? "") : nil) else { return nil }
        return number.description.allSatisfy { $0.isNumber || $0 == "-" } ? number : nil
    }

    // Seconds where milliseconds are wanted would be a day in 1970.
    private func inEpoch(_ number: Decimal, _ kind: FieldRule.Kind) -> Bool {
        switch kind {
        case .epochMilliseconds: number >= 100_000_000_000
        case .epochSeconds: number > 0 && number < 100_000_000_000
        default: true
        }
    }

    private func fits(_ text: String, _ kind: FieldRule.Kind) -> Bool {
        switch kind {
        case .decimalText: Decimal(jsonNumber: text) != nil
        case .date: Timestamps.isDay(text)
        case .dateTime: !Timestamps.isDay(text) && Timestamps.read(text) != nil
        case .iso: Timestamps.read(text) != nil
        case .rfc822: Timestamps.isMailDate(text)
        case .url: text.wholeMatch(of: /[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s\/?#]+[^\s]*/) != nil
        case .email: text.wholeMatch(of: /[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+/) != nil
        case .uuid:
            text.wholeMatch(of: /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/) != nil
        case .base64: text.wholeMatch(of: /[A-Za-z0-9+\/\s]*={0,2}/) != nil
        default: true
        }
    }
}
