import Documents
import Postings
import RichText

extension Evaluation {
    /// Evaluates one rule in the frame under way: conditions, origin, table, filters, bounds.
    func evaluate(_ rule: ValueRule, field: String) -> Evaluated {
        guard hold(rule.when), let made = draft(rule.origin, rule, field: field) else { return Evaluated() }
        guard let coded = looked(made, rule, field: field) else { return Evaluated() }
        var filtered = coded
        for filter in rule.filters {
            guard let next = apply(filter, to: filtered.value, rule, field: field) else { return Evaluated() }
            if next != filtered.value { filtered = Draft(next) }
        }
        filtered.value = plain(filtered.value)
        guard filtered.value.saysSomething || (rule.keepsEmpty && filtered.value == .text("")) else {
            return Evaluated()
        }
        return bounded(filtered, rule, field: field)
    }

    /// Whether the value under way must be there for this operation.
    func isNeeded(_ rule: ValueRule) -> Bool {
        switch rule.need {
        case .never: false
        case .always: [.create, .update, .renew].contains(operation)
        case .on(let operations): operations.contains(operation)
        }
    }

    /// Our words as the board's codes; of a list each for itself.
    private func looked(_ draft: Draft, _ rule: ValueRule, field: String) -> Draft? {
        guard !rule.table.isEmpty else { return draft }
        if case .list(let list) = draft.value {
            let codes = list.compactMap { code(for: $0, rule, field: field) }
            return codes.isEmpty ? nil : Draft(.list(codes))
        }
        return code(for: draft.value, rule, field: field).map { Draft($0) }
    }

    private func code(for value: Value, _ rule: ValueRule, field: String) -> Value? {
        let word = value.inlineText ?? ""
        if let row = rule.table.first(where: { $0.key == word }) { return row.value }
        return substitute(rule.otherwise ?? .omit, for: word, rule, field: field)?.value
    }

    /// Marked-up text that nobody asked to be written in a form of its own is written without marks, and
    /// characters that no board can show are taken out.
    private func plain(_ value: Value) -> Value {
        switch value {
        case .markup(let markup): .text(ParsedTexts.parsed(markup).text.plainText)
        case .text(let text): .text(cleaned(text))
        case .list(let list): .list(list.map(plain))
        case .null, .boolean, .number, .object: value
        }
    }

    private func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F || $0 == 0xEF }) else {
            return text
        }
        var removed = 0
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0D: if result.last != "\n" { result.append("\n") }
            case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F, 0xFEFF, 0xFFFE, 0xFFFF: removed += 1
            case 0x0A where result.last == "\n" && text.utf8.contains(0x0D): break
            default: result.append(scalar)
            }
        }
        if removed > 0 {
            report(
                Finding(
                    .note,
                    code: "loss.removed",
                    field: "",
                    "\(removed) control character\(removed == 1 ? " was" : "s were") taken out.",
                    remedy: "Remove them from the role."
                )
            )
        }
        return String(result)
    }
}
