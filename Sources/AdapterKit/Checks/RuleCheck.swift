import Documents
import FoundationEssentials
import Postings
import Roles

/// Tests an ad's values against the relations that the manifest declares.
struct RuleCheck {
    let evaluation: Evaluation
    let values: Members
    let others: [Ad]

    /// Every breach, in the manifest's order.
    func findings() -> [Finding] {
        let manifest = evaluation.adapter.manifest
        let fixed = manifest.values.filter(\.isFixed).compactMap {
            change(of: $0.name, severity: .error, source: $0.provenance)
        }
        return manifest.rules.filter { evaluation.hold($0.when) }.flatMap(findings) + fixed
    }

    private func findings(_ rule: Rule) -> [Finding] {
        switch rule.demand {
        case .firstPresent(let names):
            let present = names.filter { values[$0] != nil }
            guard present.isEmpty else { return [] }
            return [breach(rule, "missing", names[0], "None of \(list(names)) is there; this board demands one.")]
        case .anyOf(let sources):
            guard !sources.contains(where: isPresent) else { return [] }
            let names = sources.map(name)
            return [
                breach(rule, "missing", names.first ?? "", "None of \(list(names)) is there; this board demands one.")
            ]
        case .exactlyOne(let sources):
            let present = sources.filter(isPresent)
            guard present.count != 1 else { return [] }
            let words = present.isEmpty ? "none" : list(present.map(name))
            let message = "Exactly one of \(list(sources.map(name))) must be there, and there is \(words)."
            return [breach(rule, "not-one", sources.first.map(name) ?? "", message)]
        case .require(let source):
            guard !isPresent(source) else { return [] }
            return [
                breach(
                    rule,
                    "missing",
                    name(source),
                    "\"\(title(name(source)))\" is missing, and this board demands it here."
                )
            ]
        case .advise(let names):
            return names.filter { values[$0] == nil }.map { name in
                Finding(
                    .note,
                    code: "advised",
                    field: name,
                    "\"\(title(name))\" is not there, and this board advises it\(rule.because.map { ": \($0)" } ?? "").",
                    remedy: rule.remedy ?? paths(name),
                    source: rule.source
                )
            }
        case .within(let source, let base, let days, let caps):
            guard !caps, let late = evaluation.daysBeyond(source, base, days) else { return [] }
            return [
                breach(
                    rule,
                    "too-far",
                    name(source),
                    "\"\(title(name(source)))\" lies \(late.days) days ahead, \(days) allowed."
                )
            ]
        case .notAfter(let source, let than):
            guard let left = evaluation.instant(of: source, end: true),
                let right = evaluation.instant(of: than, end: true),
                left > right
            else { return [] }
            return [
                breach(
                    rule,
                    "too-late",
                    name(source),
                    "\"\(title(name(source)))\" lies after \"\(title(name(than)))\"."
                )
            ]
        case .past(let source):
            guard let date = evaluation.instant(of: source, end: false), date > evaluation.input.now else { return [] }
            return [breach(rule, "in-future", name(source), "\"\(title(name(source)))\" lies ahead.")]
        case .fixed(let names):
            return names.compactMap { change(of: $0, severity: rule.severity, source: rule.source) }
        case .check(let check, let name):
            guard let value = values[name] else { return [] }
            let texts = (value.list ?? [value]).compactMap(\.inlineText)
            let subject = NamedCheck(evaluation: evaluation, name: name, others: others)
            return texts.compactMap { subject.complaint(check, $0) }.prefix(1).map { complaint in
                breach(rule, check.rawValue, name, complaint.message, complaint.remedy)
            }
        }
    }

    /// A value that must stay as the board first took it.
    private func change(of name: String, severity: Severity, source: String?) -> Finding? {
        let input = evaluation.input
        guard [.update, .renew].contains(evaluation.operation), let before = input.accepted?[name] else { return nil }
        let now = evaluation.evaluated(name).value
        guard now != before else { return nil }
        return Finding(
            severity,
            code: "fixed",
            field: name,
            "\"\(title(name))\" cannot be changed on this board any more: it was \"\(before.preview)\" and would be "
                + "\"\(now?.preview ?? "nothing")\".",
            remedy: "Take the change back, or withdraw the ad and post it anew.",
            source: source
        )
    }

    private func breach(_ rule: Rule, _ code: String, _ field: String, _ message: String, _ remedy: String? = nil)
        -> Finding
    {
        Finding(
            rule.severity,
            code: code,
            field: field,
            rule.because.map { "\(message) Reason: \($0)." } ?? message,
            remedy: rule.remedy ?? remedy ?? paths(field),
            source: rule.source
        )
    }

    private func paths(_ name: String) -> String? {
        let paths = evaluation.map.rolePaths(of: name)
        return paths.isEmpty ? nil : "See \(paths.joined(separator: ", ")) in the role."
    }

    private func isPresent(_ source: Source) -> Bool {
        if case .value(let name) = source, evaluation.adapter.value(named: name) != nil { return values[name] != nil }
        return evaluation.resolve(source) != nil
    }

    private func name(_ source: Source) -> String { source.written }

    /// What people call a value.
    private func title(_ name: String) -> String { evaluation.adapter.value(named: name)?.title ?? name }

    private func list(_ names: [String]) -> String { names.map { "\"\(title($0))\"" }.joined(separator: ", ") }
}

extension Source {
    /// The source as a manifest writes it.
    var written: String {
        switch self {
        case .value(let name): name
        case .path(let path): path.joined(separator: ".")
        }
    }
}

extension Value {
    /// The beginning of the value, for messages.
    fileprivate var preview: String {
        let text = allTexts.joined(separator: ", ")
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
