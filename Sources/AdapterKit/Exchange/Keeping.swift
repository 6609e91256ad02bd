import Documents
import FoundationEssentials

/// Takes out of a reply what the manifest keeps of it.
struct Keeping {
    let rules: [Keep]
    let view: ReplyView

    /// What was found, in the manifest's order; a text may use what was found before it.
    func kept() -> [KeptValue] {
        var kept: [KeptValue] = []
        for rule in rules {
            let found: Value?
            if let template = rule.template {
                found = view.scope.keeping(kept).fill(template).flatMap { typed(.text($0), rule.kind) }
            } else {
                found = rule.at.lazy.compactMap { view.first($0).flatMap { typed($0, rule.kind) } }.first
            }
            guard let value = found else { continue }
            kept.append(KeptValue(name: rule.name, value: value, owner: rule.owner, isSecret: rule.kind == .secret))
        }
        return kept
    }

    /// The value as its kind demands, or nil when it is not of that kind.
    private func typed(_ value: Value, _ kind: Keep.Kind) -> Value? {
        guard let text = value.replyText, !text.isEmpty else { return nil }
        switch kind {
        case .text, .secret: return .text(text)
        case .integer:
            guard let number = Decimal(jsonNumber: text), number.description.allSatisfy({ $0.isNumber || $0 == "-" })
            else {
                return nil
            }
            return .number(number)
        case .url:
            // An address that a board names is shown to people and fetched: nothing but the web's schemes.
            guard AddressWriter.isAbsolute(text), !text.contains(where: \.isWhitespace),
                !text.unicodeScalars.contains(where: \.commandsTerminals)
            else { return nil }
            return .text(text)
        case .time:
            if let date = ReplyTimes.iso(text) { return .text(Instants.utcText(date)) }
            guard let number = ReplyTimes.seconds(text) else { return .text(text) }
            return .text(Instants.utcText(Date(timeIntervalSince1970: number >= 1e11 ? number / 1000 : number)))
        }
    }
}

extension Unicode.Scalar {
    /// Whether it commands a terminal or changes the direction of writing, which no address needs.
    fileprivate var commandsTerminals: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
