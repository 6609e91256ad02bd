import Documents
public import Postings

extension Adapter {
    /// Renders one posting: evaluates the values, checks the rules, and says what of the role does not reach the board.
    ///
    /// For a call that sends the values last accepted, those stand in for the role and no rule stops the ad.
    ///
    /// - Parameters:
    ///   - input: Everything the render may read.
    ///   - operation: What is asked of the board.
    ///   - others: Ads of the account's other postings, for checks that compare.
    /// - Returns: The ad with its findings; the same input always gives the same ad.
    public func render(_ input: AdInput, for operation: Operation, beside others: [Ad] = []) -> Ad {
        let usesAccepted = call(named: operation.rawValue)?.usesAcceptedValues ?? false
        let given = usesAccepted ? input.accepted : nil
        let evaluation = Evaluation(self, input: input, operation: operation, given: given)
        let caps = given == nil ? evaluation.capDates() : []
        // Values given, and dates that move with the clock, are this ad's alone.
        let facts = given == nil && caps.isEmpty ? CommonPart.Facts(input, operation) : nil
        evaluation.common = facts.flatMap(common.part)
        let all = evaluation.wireValues()
        var values = all
        let passedOver = evaluation.passedOver()
        for name in passedOver { values[name] = nil }
        let runs = passedOver.isEmpty ? evaluation.common?.runs : nil
        let hash = ContentHash.of(values, evaluation, runs)
        let kept = values.keepingAccepted(evaluation)
        let fields = evaluation.fields(values)
        let text = runs.flatMap { input.accepted == nil ? $0.text(of: kept) : nil }
        var findings: [Finding] = []
        if given == nil {
            let found = evaluation.valueFindings()
            findings = caps + evaluation.endFindings() + found.flatMap(\.findings)
            findings += RuleCheck(evaluation: evaluation, values: values, others: others).findings()
            findings += UnreadFacts(evaluation: evaluation, values: values).findings()
            if let facts, evaluation.common == nil {
                common.keep(CommonPart(of: evaluation, findings: found, values: all, fields: fields), for: facts)
            }
        }
        if let bound = spendFinding(input, for: operation, values: values) { findings.append(bound) }
        return Ad(
            operation: operation,
            values: kept,
            fields: fields,
            findings: findings,
            contentHash: hash,
            text: FollowingText(text)
        )
    }
}

extension CommonPart.Facts {
    fileprivate init(_ input: AdInput, _ operation: Operation) {
        self.init(
            role: input.role,
            places: input.places,
            language: input.language,
            pageURL: input.pageURL,
            zone: input.zone,
            operation: operation
        )
    }
}

extension Evaluation {
    /// The present values in the manifest's order, and what requests read of the role without a value between.
    ///
    /// Values that need secrets or the attempt are left out: they are made when a request is written and never kept.
    func wireValues() -> Members {
        var members: [Members.Member] = []
        let rules = adapter.manifest.values
        members.reserveCapacity(rules.count + map.direct.count)
        for place in rules.indices {
            if let part = common?.inOrder[place] {
                if let wire = part.wire { members.append(.init(key: rules[place].name, value: wire.value)) }
            } else if !map.late.contains(rules[place].name), let value = evaluated(rules[place].name).value {
                members.append(.init(key: rules[place].name, value: value.withoutMarkup))
            }
        }
        for direct in map.direct where direct.path.first != "secrets" && direct.path.first != "settings" {
            let value =
                if let common, direct.isCommon {
                    common.direct[direct.key]?.value
                } else {
                    (given?[direct.key] ?? resolve(.path(direct.path)))?.withoutMarkup
                }
            guard let value else { continue }
            if direct.isName { members.removeAll { $0.key == direct.key } }
            members.append(.init(key: direct.key, value: value))
        }
        return Members(distinct: members)
    }

    /// What was found about each value, in the manifest's order, absent ones included.
    func valueFindings() -> [(name: String, findings: [Finding])] {
        let rules = adapter.manifest.values
        return rules.indices.map { place in
            if let part = common?.inOrder[place] { return (rules[place].name, part.findings) }
            let rule = rules[place]
            let result = evaluated(rule.name)
            var findings = result.findings.map { $0.field.isEmpty ? $0.about(rule.name) : $0 }
            // A value that this operation leaves out cannot break a rule of it.
            if rule.never.contains(operation) { findings.removeAll { $0.severity == .error } }
            let isMissing = result.value == nil && isNeeded(rule) && !map.late.contains(rule.name)
            // What the board is still to be asked for is reported as such.
            let isReported = findings.contains { $0.severity == .error || $0.code == "unresolved" }
            if isMissing, !rule.never.contains(operation), !isReported {
                findings.append(missing(rule))
            }
            return (rule.name, findings)
        }
    }

    private func missing(_ rule: ValueRule) -> Finding {
        let paths = map.rolePaths(of: rule.name)
        let remedy: String? =
            switch paths.count {
            case 0: nil
            case 1: "Fill in \"\(paths[0])\" in the role."
            default: "Fill in one of these in the role: \(paths.joined(separator: ", "))."
            }
        return Finding(
            .error,
            code: "missing",
            field: rule.name,
            "\"\(rule.title ?? rule.name)\" is missing, and this board demands it.",
            remedy: remedy,
            source: rule.provenance
        )
    }

    /// What a preview shows: the values that reach the board, in the manifest's order.
    func fields(_ values: Members) -> [AdField] {
        let rules = adapter.manifest.values
        return rules.indices.compactMap { place in
            let part = common?.inOrder[place]
            guard let value = values[rules[place].name] else { return nil }
            if let field = part?.field { return field }
            let rule = rules[place]
            guard !rule.never.contains(operation) else { return nil }
            guard rule.shows != nil || map.onWire.isEmpty || map.onWire.contains(rule.name) else { return nil }
            let result = evaluated(rule.name)
            let text = (value.list ?? [value]).map(\.readable).joined(separator: "\n")
            let length = value.list == nil ? rule.size.map { $0.measure(result.rich, text) } : nil
            return AdField(
                name: rule.name,
                title: rule.title ?? rule.name,
                shows: rule.shows,
                text: text,
                isHTML: rule.isHTML,
                length: length,
                limit: length == nil ? nil : rule.size?.max,
                unit: length == nil ? nil : rule.size?.unit
            )
        }
    }
}

extension ValueRule {
    /// Whether the value is HTML that was written here.
    var isHTML: Bool {
        guard case .rich(let rich) = origin, filters.isEmpty else { return false }
        return rich.format == .html
    }
}

extension Members {
    /// The values as the board has them after this operation: what the operation leaves out stays as it was accepted.
    func keepingAccepted(_ evaluation: Evaluation) -> Members {
        var result = self
        guard let accepted = evaluation.input.accepted else { return result }
        for rule in evaluation.adapter.manifest.values where rule.never.contains(evaluation.operation) {
            result[rule.name] = accepted[rule.name]
        }
        return result
    }
}

extension Finding {
    /// The same finding about another field.
    func about(_ field: String) -> Finding {
        Finding(severity, code: code, field: field, message, remedy: remedy, source: source, lost: lost)
    }
}
