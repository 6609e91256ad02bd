import Documents
import FoundationEssentials
import Postings
import Roles

extension Evaluation {
    /// One filter's result, or nil with a finding when the value cannot pass it.
    func apply(_ filter: Filter, to value: Value, _ rule: ValueRule, field: String) -> Value? {
        switch filter {
        case .time(let style, let zone, let end): return time(value, style, zone: zone, end: end, rule, field: field)
        case .daysFromNow: return daysFromNow(value, rule, field: field)
        case .list: return .list(value.list ?? [value])
        case .join(let separator):
            return .text((value.list ?? [value]).compactMap(\.inlineText).joined(separator: separator))
        case .unique: return .list((value.list ?? [value]).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        case .jsonText: return .text(JSON.text(value.withoutMarkup))
        case .number:
            if let truth = value.boolean { return .number(truth ? 1 : 0) }
            return decimal(value).map(Value.number) ?? unfit(value, "a number", rule, field: field)
        case .times(let factor):
            return decimal(value).map { .number($0 * Decimal(factor)) } ?? unfit(value, "a number", rule, field: field)
        case .nudge(let seconds):
            guard input.creation > 1 else { return value }
            return nudged(value, by: seconds * (input.creation - 1)) ?? unfit(value, "a time", rule, field: field)
        default: return each(value) { self.scalar(filter, $0, rule, field: field) }
        }
    }

    /// Filters of one scalar; of a list each element passes by itself.
    private func scalar(_ filter: Filter, _ value: Value, _ rule: ValueRule, field: String) -> Value? {
        switch filter {
        case .decimalText:
            return decimal(value).map { .text($0.description) } ?? unfit(value, "a number", rule, field: field)
        case .wholeNumberText: return wholeNumber(value, rule, field: field)
        case .plain: return .text(Self.oneLine(value.inlineText ?? ""))
        case .lower: return value.inlineText.map { .text($0.lowercased()) }
        case .upper: return value.inlineText.map { .text($0.uppercased()) }
        case .replace(let from, let to): return value.inlineText.map { .text($0.replacing(from, with: to)) }
        case .slug: return value.inlineText.map { .text(Slug.text($0)) }
        case .track: return value.inlineText.map { .text(WebLink.adding([("ref", roots.wireReference)], to: $0)) }
        case .query(let pairs):
            return value.inlineText.map { .text(WebLink.adding(pairs.map { ($0.name, $0.text) }, to: $0)) }
        case .currencySymbol: return value.inlineText.map { .text(CurrencySymbols.symbol(for: $0) ?? "\($0) ") }
        case .countryName(let language): return country(value, language, field: field)
        case .regionName(let language): return region(value, language, field: field)
        case .regionCode: return regionCode(value, field: field)
        case .language(let style): return language(value, style, rule, field: field)
        default: return value
        }
    }

    private func each(_ value: Value, _ body: (Value) -> Value?) -> Value? {
        guard let list = value.list else { return body(value) }
        let passed = list.compactMap(body)
        return passed.isEmpty ? nil : .list(passed)
    }

    private func unfit(_ value: Value, _ wanted: String, _ rule: ValueRule, field: String) -> Value? {
        let text = value.allTexts.joined(separator: ", ")
        report(
            Finding(
                isNeeded(rule) ? .error : .warning,
                code: "loss.unreadable",
                field: field,
                "\"\(text)\" is not \(wanted); it is left out.",
                remedy: "Correct it in the role.",
                source: rule.provenance,
                lost: text
            )
        )
        return nil
    }

    private func decimal(_ value: Value) -> Decimal? { value.number ?? value.text.flatMap(Decimal.init(jsonNumber:)) }

    private func wholeNumber(_ value: Value, _ rule: ValueRule, field: String) -> Value? {
        guard let number = decimal(value) else { return unfit(value, "a number", rule, field: field) }
        let text = number.description
        let whole = String(text.prefix { $0 != "." })
        if text.dropFirst(whole.count + 1).contains(where: { $0 != "0" }) {
            report(
                Finding(
                    .note,
                    code: "loss.coerced",
                    field: field,
                    "This board takes whole numbers; \(text) is shown as \(whole).",
                    source: rule.provenance,
                    lost: text
                )
            )
        }
        return .text(whole)
    }

    /// All white space as single blanks.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func language(_ value: Value, _ style: String, _ rule: ValueRule, field: String) -> Value? {
        guard let tag = value.inlineText else { return nil }
        guard style == "iso639-1" else { return .text(tag) }
        guard tag != "und" else {
            report(
                Finding(
                    isNeeded(rule) ? .error : .warning,
                    code: "missing",
                    field: field,
                    "The role names no language, and this board wants one.",
                    remedy: "Give the role its language, such as `language: en`.",
                    source: rule.provenance
                )
            )
            return nil
        }
        let base = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
        return base.count == 2 ? .text(String(base)) : unfit(value, "a language of two letters", rule, field: field)
    }

    private func country(_ value: Value, _ language: String, field: String) -> Value? {
        guard let code = value.inlineText else { return nil }
        if let name = CountryNames.name(of: code, language: language) { return .text(name) }
        guard let name = CountryNames.name(of: code, language: "en") else { return .text(code) }
        if language.prefix(2) != "en" {
            report(
                Finding(
                    .note,
                    code: "english-name",
                    field: field,
                    "\"\(name)\" stands in English; its name in \(language) is not known."
                )
            )
        }
        return .text(name)
    }

    private func region(_ value: Value, _ language: String, field: String) -> Value? {
        guard let text = value.inlineText else { return nil }
        if let name = Regions.name(of: text, country: countryHere) { return .text(name) }
        if text.count <= 3, text.allSatisfy({ $0.isUppercase || $0.isNumber }) {
            report(
                Finding(
                    .note,
                    code: "region-unknown",
                    field: field,
                    "No name is known for the region \"\(text)\"; it is shown as it stands.",
                    remedy: "Write the region's name in the role."
                )
            )
        }
        return .text(text)
    }

    private func regionCode(_ value: Value, field: String) -> Value? {
        guard let text = value.inlineText else { return nil }
        if let code = Regions.code(of: text, country: countryHere) { return .text(code) }
        if text.count > 3 {
            report(
                Finding(
                    .note,
                    code: "region-unknown",
                    field: field,
                    "No code is known for the region \"\(text)\"; it is shown as it stands.",
                    remedy: "Write the region's ISO 3166-2 code in the role."
                )
            )
        }
        return .text(text)
    }
}
