import Documents
import FoundationEssentials
import Postings
import RichText

extension Evaluation {
    /// The draft within the rule's bounds, with findings for every breach.
    func bounded(_ draft: Draft, _ rule: ValueRule, field: String) -> Evaluated {
        var draft = draft
        var result = Evaluated()
        if case .list(let list) = draft.value {
            let kept = counted(list, rule, field: field)
            var elements: [Value] = []
            for (index, element) in kept.enumerated() {
                guard let text = element.text, rule.size != nil else {
                    elements.append(element)
                    continue
                }
                let place = "\(field)[\(index)]"
                if let cut = sized(Draft(.text(text)), rule, field: place, &result) { elements.append(cut.value) }
            }
            guard !elements.isEmpty || rule.keepsEmpty else { return Evaluated() }
            draft = Draft(.list(elements))
        } else if rule.size != nil, draft.value.scalarText != nil {
            guard let cut = sized(draft, rule, field: field, &result) else { return Evaluated(length: result.length) }
            draft = cut
        }
        checkRange(draft.value, rule, field: field)
        check(draft.value, rule, field: field)
        result.value = draft.value
        result.rich = draft.rich
        return result
    }

    /// A list within its bounds of length.
    private func counted(_ list: [Value], _ rule: ValueRule, field: String) -> [Value] {
        guard let count = rule.count else { return list }
        let told = count.maxFrom.flatMap(resolve)?.number.flatMap { Int($0.description) }
        if let least = count.min, list.count < least {
            report(
                Finding(
                    .error,
                    code: "too-few",
                    field: field,
                    "\(list.count) of at least \(least).",
                    remedy: "Add \(least - list.count) more to the role.",
                    source: rule.provenance
                )
            )
        }
        guard let most = [count.max, told].compactMap({ $0 }).min(), list.count > most else { return list }
        let rest = list.dropFirst(most).flatMap(\.allTexts)
        if rule.overflow == .reject {
            report(
                Finding(
                    .error,
                    code: "too-many",
                    field: field,
                    "\(list.count) are given, \(most) allowed.",
                    remedy: "Leave out \(list.count - most).",
                    source: rule.provenance
                )
            )
            return list
        }
        report(
            Finding(
                .warning,
                code: "loss.dropped",
                field: field,
                "\(list.count) are given, \(most) allowed; the last \(list.count - most) stay out.",
                remedy: "Put the most important first.",
                source: rule.provenance,
                lost: rest.joined(separator: "\n")
            )
        )
        return Array(list.prefix(most))
    }

    /// A text within its bounds of length; nil when nothing of it fits.
    private func sized(_ draft: Draft, _ rule: ValueRule, field: String, _ result: inout Evaluated) -> Draft? {
        guard let size = rule.size, let text = draft.value.scalarText else { return draft }
        let measured = size.measure(draft.rich, text)
        result.length = measured
        if let least = size.min, measured < least {
            report(
                Finding(
                    size.severity,
                    code: "too-short",
                    field: field,
                    "\(size.phrase(measured)), at least \(least) demanded.",
                    remedy: "Write \(least - measured) more.",
                    source: rule.provenance
                )
            )
        }
        guard let most = size.max, measured > most else { return draft }
        guard rule.overflow != .reject, let (cut, lost) = shortened(draft, to: size), cut.value.saysSomething else {
            report(
                Finding(
                    size.severity,
                    code: "too-long",
                    field: field,
                    "\(size.phrase(measured)), \(most) allowed.",
                    remedy: "Shorten it by \(measured - most), or write a shorter one for this account under boards.",
                    source: rule.provenance
                )
            )
            return draft
        }
        report(
            Finding(
                .warning,
                code: rule.overflow == .blocks || rule.overflow == .drop ? "loss.dropped" : "loss.cut",
                field: field,
                "\(size.phrase(measured)), \(most) allowed; the end was left out.",
                remedy: "Shorten it by \(measured - most) to decide yourself what is left out.",
                source: rule.provenance,
                lost: lost
            )
        )
        return cut
    }

    /// The bounds of a number.
    private func checkRange(_ value: Value, _ rule: ValueRule, field: String) {
        guard let range = rule.range, let number = value.number ?? value.text.flatMap(Decimal.init(jsonNumber:)) else {
            return
        }
        func outOfRange(_ words: String) {
            report(
                Finding(
                    .error,
                    code: "out-of-range",
                    field: field,
                    "\(number) must \(words).",
                    remedy: "Change the number in the role.",
                    source: rule.provenance
                )
            )
        }
        if let above = range.above, number <= Decimal(above) { outOfRange("be greater than \(above)") }
        let least = range.atLeast.flatMap(decimal)
        let most = range.atMost.flatMap(decimal)
        guard let bound = least.flatMap({ number < $0 ? $0 : nil }) ?? most.flatMap({ number > $0 ? $0 : nil }) else {
            return
        }
        outOfRange("not be \(number < bound ? "less" : "greater") than \(bound)")
    }

    private func decimal(_ source: Source) -> Decimal? {
        let value = resolve(source)
        return value?.number ?? value?.text.flatMap(Decimal.init(jsonNumber:))
    }

    /// Pattern, allowed values and refused texts.
    private func check(_ value: Value, _ rule: ValueRule, field: String) {
        guard rule.pattern != nil || !rule.oneOf.isEmpty || !rule.refuse.isEmpty else { return }
        let texts = (value.list ?? [value]).compactMap(\.scalarText)
        for text in texts {
            if let pattern = rule.pattern, Pattern.matches(pattern, text) == false {
                refused(
                    "pattern",
                    field,
                    "\"\(text)\" does not have the form that this board demands.",
                    "It must match \(pattern).",
                    rule
                )
            }
            if !rule.oneOf.isEmpty, !rule.oneOf.contains(text) {
                refused(
                    "not-allowed",
                    field,
                    "\"\(text)\" is not allowed here.",
                    "Use one of: \(rule.oneOf.joined(separator: ", ")).",
                    rule
                )
            }
            for word in rule.refuse where text.contains(word) {
                refused("refused-text", field, "This board does not take \"\(word)\" here.", "Remove it.", rule)
            }
        }
    }

    private func refused(_ code: String, _ field: String, _ message: String, _ remedy: String, _ rule: ValueRule) {
        report(Finding(.error, code: code, field: field, message, remedy: remedy, source: rule.provenance))
    }
}

extension ValueRule.Size {
    /// Length of a text in the rule's unit, with or without its marks.
    func measure(_ rich: RichDraft?, _ text: String) -> Int {
        let counted = of == .plain ? rich?.tree.plainText ?? text : text
        return length(of: counted, in: unit.lengthUnit, linksCountAs: linksCountAs)
    }

    /// Such as `86 characters`.
    func phrase(_ count: Int) -> String {
        let word =
            switch unit {
            case .characters: "character"
            case .graphemes: "visible character"
            case .utf16: "UTF-16 unit"
            case .bytes: "byte"
            case .words: "word"
            }
        return "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}

extension ValueRule.Size.Unit {
    /// The same unit where texts are measured.
    var lengthUnit: LengthUnit {
        switch self {
        case .characters: .characters
        case .graphemes: .graphemes
        case .utf16: .utf16
        case .bytes: .bytes
        case .words: .words
        }
    }
}
