import Documents
import Postings
import RichText

/// A value under way, before its bounds.
struct Draft {
    var value: Value
    var rich: RichDraft?

    init(_ value: Value, rich: RichDraft? = nil) {
        self.value = value
        self.rich = rich
    }
}

extension Evaluation {
    /// The value of an origin, or nil when it is absent.
    func draft(_ origin: ValueRule.Origin, _ rule: ValueRule, field: String) -> Draft? {
        switch origin {
        case .from(let sources): return first(sources).map { Draft($0) }
        case .constant(let value): return Draft(value)
        case .text(let template): return fill(template).map { Draft(.text($0)) }
        case .first(let rows): return decided(rows, rule, field: field)
        case .each(let source, let bindings, let item): return elements(source, bindings, item, field: field)
        case .gather(let sources):
            let found = sources.compactMap(resolve).flatMap { $0.list ?? [$0] }
            return found.isEmpty ? nil : Draft(.list(found))
        case .rich(let rich): return written(rich, field: field)
        case .lookup(let name, let pinned): return answer(name, pinned, rule, field: field)
        case .layout(let layout): return laidOut(layout, rule, field: field)
        }
    }

    private func first(_ sources: [Source]) -> Value? {
        for source in sources {
            if let value = resolve(source) { return value }
        }
        return nil
    }

    /// A text with its references filled in, or nil when one is absent.
    func fill(_ template: Template, _ encode: (String) -> String = { $0 }) -> String? {
        var text = ""
        for part in template.parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let source):
                guard let value = resolve(source)?.inlineText else { return nil }
                text += encode(value)
            }
        }
        return text
    }

    private func decided(_ rows: [ValueRule.Row], _ rule: ValueRule, field: String) -> Draft? {
        for row in rows where hold(row.when) {
            guard let origin = row.origin else {
                leftOut(row.when, field: field, source: rule.provenance)
                return nil
            }
            return draft(origin, rule, field: field)
        }
        guard let otherwise = rule.otherwise, rule.table.isEmpty else { return nil }
        let asked = rows.flatMap { $0.when.flatMap(\.sources) }
        let texts = asked.reduce(into: [String]()) { texts, source in
            for text in resolve(source)?.allTexts ?? [] where !texts.contains(text) { texts.append(text) }
        }
        return substitute(otherwise, for: texts.joined(separator: ", "), rule, field: field)
    }

    private func leftOut(_ conditions: [Condition], field: String, source: String?) {
        let texts = conditions.flatMap(\.sources).flatMap { resolve($0)?.allTexts ?? [] }
        guard !texts.isEmpty else { return }
        report(
            Finding(
                .note,
                code: "loss.omitted",
                field: field,
                "This board has no word for \(texts.joined(separator: ", ")).",
                source: source,
                lost: texts.joined(separator: "\n")
            )
        )
    }

    private static func coerced(_ word: String, to shown: String) -> String {
        // A number is no word that a board could have.
        guard word.contains(where: \.isLetter) else { return "This board does not take \(word); it gets \(shown)." }
        return "This board has no word for \"\(word)\"; it shows \"\(shown)\"."
    }

    /// What stands in for a word that the board does not have.
    func substitute(_ otherwise: ValueRule.Otherwise, for word: String, _ rule: ValueRule, field: String) -> Draft? {
        let named = word.isEmpty ? "what the role says" : "\"\(word)\""
        switch otherwise {
        case .omit:
            if !word.isEmpty {
                report(
                    Finding(
                        .note,
                        code: "loss.omitted",
                        field: field,
                        "This board has no word for \(named); it is left out.",
                        source: rule.provenance,
                        lost: word
                    )
                )
            }
            return nil
        case .reject:
            let known = rule.table.map(\.key).joined(separator: ", ")
            report(
                Finding(
                    .error,
                    code: "no-code",
                    field: field,
                    "This board has no word for \(named).",
                    remedy: known.isEmpty
                        ? "Say it differently in the role, or leave out this board." : "Use one of: \(known).",
                    source: rule.provenance,
                    lost: word
                )
            )
            return nil
        case .value(let value):
            if !word.isEmpty {
                report(
                    Finding(
                        .warning,
                        code: "loss.coerced",
                        field: field,
                        Self.coerced(word, to: value.scalarText ?? "another value"),
                        source: rule.provenance,
                        lost: word
                    )
                )
            }
            return Draft(value)
        }
    }

    private func answer(_ name: String, _ pinned: [Source], _ rule: ValueRule, field: String) -> Draft? {
        if let value = first(pinned) { return Draft(value) }
        if let id = resolve(.path(["lookups", name, "id"])) { return Draft(id) }
        report(unresolved(name, pinned, rule, field: field))
        return nil
    }

    private func elements(
        _ source: Source,
        _ bindings: [ValueRule],
        _ item: ValueRule.Item,
        field: String
    ) -> Draft? {
        let (found, fact) = resolveList(source)
        guard let found else { return nil }
        var result: [Value] = []
        for (index, element) in (found.list ?? [found]).enumerated() {
            let place = "\(field)[\(index)]"
            let made = binding("it", to: element, fact: fact) {
                scoped {
                    for rule in bindings {
                        let value = evaluate(rule, field: "\(place).\(rule.name)").value
                        bind(rule.name, to: value)
                    }
                    return shaped(item, element, field: place)
                }
            }
            if let made { result.append(made) }
        }
        return result.isEmpty ? nil : Draft(.list(result))
    }

    private func shaped(_ item: ValueRule.Item, _ element: Value, field: String) -> Value? {
        switch item {
        case .itself: return element.saysSomething ? element : nil
        case .value(let rule): return evaluate(rule, field: field).value
        case .object(let tree): return TreeBuilder(resolve: resolve).build(tree)
        }
    }
}

extension Value {
    /// The value as it stands inside a text: scalars as they are, marked-up text without marks, lists joined.
    var inlineText: String? {
        switch self {
        case .null, .object: nil
        case .markup(let markup): ParsedTexts.parsed(markup).text.plainText
        case .list(let list): list.compactMap(\.inlineText).joined(separator: ", ")
        case .text, .number, .boolean: scalarText
        }
    }
}
