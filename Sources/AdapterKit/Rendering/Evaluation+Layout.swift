import Documents
import Postings
import RichText

extension Evaluation {
    /// A message from the adapter's lines, its parts shortened in the given order until it fits.
    func laidOut(_ layout: ValueRule.Layout, _ rule: ValueRule, field: String) -> Draft? {
        var cuts: [String: String?] = [:]
        var lost: [(name: String, text: String)] = []
        var message = text(layout.lines, cuts)
        guard !message.isEmpty else { return nil }
        let before = message
        for name in layout.shorten where !layout.isMet(by: message) {
            guard let value = value(named: name) else { continue }
            let draft = Draft(value, rich: evaluated(name).rich)
            let best = longest(draft) { layout.isMet(by: self.text(layout.lines, cuts.merging([name: $0]) { $1 })) }
            cuts[name] = .some(best?.text)
            // A value that cannot be cut far enough makes room with what stands alone on its lines.
            if best == nil, !standsAlone(name, layout.lines) { cuts[name] = smallest(draft) }
            lost.append((name, best?.lost ?? value.allTexts.joined(separator: "\n")))
            message = text(layout.lines, cuts)
        }
        for (name, text) in lost {
            let title = adapter.value(named: name)?.title ?? name
            report(
                Finding(
                    .warning,
                    code: "loss.cut",
                    field: field,
                    "\(layout.excess(before)); \"\(title)\" was shortened.",
                    remedy: "Shorten \"\(title)\" to decide yourself what is left out.",
                    source: rule.provenance,
                    lost: text
                )
            )
        }
        if !layout.isMet(by: message) {
            report(
                Finding(
                    .error,
                    code: "too-long",
                    field: field,
                    "\(layout.excess(message)).",
                    remedy: "Shorten the texts of the role for this account under boards.",
                    source: rule.provenance
                )
            )
        }
        return Draft(.text(message))
    }

    /// The lines whose references are all present; empty lines never stand first, last or twice.
    private func text(_ lines: [Template], _ cuts: [String: String?]) -> String {
        var result: [String] = []
        for line in lines {
            guard let text = fill(line, cuts) else { continue }
            if text.isEmpty, result.last?.isEmpty ?? true { continue }
            result.append(text)
        }
        while result.last?.isEmpty == true { result.removeLast() }
        return result.joined(separator: "\n")
    }

    private func fill(_ line: Template, _ cuts: [String: String?]) -> String? {
        var text = ""
        for part in line.parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(.value(let name)) where cuts[name] != nil:
                guard let cut = cuts[name] ?? nil else { return nil }
                text += cut
            case .reference(let source):
                guard let value = resolve(source)?.inlineText else { return nil }
                text += value
            }
        }
        return text
    }

    /// The longest cut that fits, and what it leaves out.
    private func longest(_ draft: Draft, _ fits: (String) -> Bool) -> (text: String, lost: String)? {
        if let rich = draft.rich {
            guard let (cut, lost) = rich.shortened({ fits($1) }), let text = cut.value.text else { return nil }
            return (text, lost)
        }
        guard let whole = draft.value.inlineText else { return nil }
        var best: (String, String)?
        var fitting = 0
        var tooMany = whole.count
        while tooMany - fitting > 1 {
            let middle = (fitting + tooMany) / 2
            guard let cut = shorten(whole, to: middle, unit: .graphemes), fits(cut.text) else {
                if best == nil, shorten(whole, to: middle, unit: .graphemes) == nil {
                    fitting = middle
                } else {
                    tooMany = middle
                }
                continue
            }
            best = (cut.text, cut.lost)
            fitting = middle
        }
        return best
    }

    private func smallest(_ draft: Draft) -> String? {
        guard draft.rich == nil, let whole = draft.value.inlineText else { return draft.value.inlineText }
        return (2...max(2, whole.count)).lazy.compactMap { shorten(whole, to: $0, unit: .graphemes)?.text }.first
            ?? whole
    }

    private func standsAlone(_ name: String, _ lines: [Template]) -> Bool {
        lines.allSatisfy { line in
            let others = line.sources.filter { $0 != .value(name) }
            return !line.sources.contains(.value(name)) || others.isEmpty
        }
    }
}

extension ValueRule.Layout {
    /// Whether a message is within every bound.
    func isMet(by text: String) -> Bool {
        fits.allSatisfy { size in size.max.map { size.measure(nil, text) <= $0 } ?? true }
    }

    /// The bounds that a message breaks, with figures.
    func excess(_ text: String) -> String {
        fits.compactMap { size in
            guard let max = size.max, size.measure(nil, text) > max else { return nil }
            return "\(size.phrase(size.measure(nil, text))), \(max) allowed"
        }.joined(separator: "; ")
    }
}
