import Documents
import Postings

/// What the role says and no value of the ad carries: a loss for each field.
struct UnreadFacts {
    let evaluation: Evaluation
    let values: Members

    /// One note per field that the adapter neither carries nor names among those it ignores.
    func findings() -> [Finding] {
        guard let common = evaluation.common, evaluation.passedOver().isEmpty else {
            return findings(carriedFacts(beside: nil))
        }
        // What the common values carry is always the same: only what the account's own ones do can differ.
        return common.unread.answer(carriedFacts(beside: common)) { findings(carriedFacts(beside: nil)) }
    }

    private func findings(_ carried: Set<String>) -> [Finding] {
        var findings: [Finding] = []
        for member in facts() { walk(member.key, member.value, carried, into: &findings) }
        return findings
    }

    /// The role's facts with those of this posting's places in the place of all locations.
    private func facts() -> Members {
        var facts = evaluation.input.role.object ?? [:]
        for key in Self.silent { facts[key] = nil }
        if facts["locations"] != nil { facts["locations"] = .list(evaluation.input.places) }
        if case .boolean(true)? = facts["pay"]?["hidden"] { facts["pay"] = nil }
        if let contacts = facts["contacts"]?.list {
            facts["contacts"] = .list(contacts.filter { $0["public"] != .boolean(false) })
        }
        return facts
    }

    /// Facts that steer the program or name the role, and are not meant to be shown.
    private static let silent = [
        "id", "language", "translations", "boards", "hiringTeam", "provenance", "schema",
    ]

    private static let silentPaths: Set<String> = [
        "pay.hidden", "employer.anonymous", "contacts.public", "contacts.purpose", "locations.primary", "dates.publish",
        "dates.zone", "compliance.payLaw", "skills.required", "apply.questions.required",
    ]

    private func walk(_ path: String, _ value: Value, _ carried: Set<String>, into findings: inout [Finding]) {
        guard value.saysSomething, !carried.contains(path), !Self.silentPaths.contains(path) else { return }
        guard !evaluation.adapter.manifest.ignored.contains(where: { $0.field == path }) else { return }
        let inner = members(of: value)
        if !inner.isEmpty, isPartlyHandled(path + ".", carried) {
            for member in inner { walk("\(path).\(member.key)", member.value, carried, into: &findings) }
            return
        }
        let texts =
            inner.isEmpty
            ? value.allTexts
            : inner.filter { !Self.silentPaths.contains("\(path).\($0.key)") }.flatMap(\.value.allTexts)
        guard !texts.isEmpty else { return }
        findings.append(
            Finding(
                .note,
                code: "loss.no-field",
                field: path,
                "\(path): no field on this board.",
                remedy: "Say it in the description if readers must know it.",
                lost: texts.joined(separator: "\n")
            )
        )
    }

    private func isPartlyHandled(_ prefix: String, _ carried: Set<String>) -> Bool {
        carried.contains { $0.utf8.starts(with: prefix.utf8) }
            || evaluation.adapter.manifest.ignored.contains { $0.field.utf8.starts(with: prefix.utf8) }
    }

    /// The members of an object, or of all objects of a list put together.
    private func members(of value: Value) -> Members {
        if let object = value.object { return object }
        var merged = Members()
        for element in value.list ?? [] {
            guard let object = element.object else { return [:] }
            for member in object {
                let known = merged[member.key]?.list ?? []
                merged[member.key] = .list(known + (member.value.list ?? [member.value]))
            }
        }
        return merged
    }

    /// Facts behind the values that are present and reach the board, and those that a finding tells of.
    ///
    /// - Parameter common: Values to pass over; those that others refer to count all the same.
    private func carriedFacts(beside common: CommonPart?) -> Set<String> {
        let manifest = evaluation.adapter.manifest
        let map = evaluation.map
        var carried: Set<String> = []
        var seen: Set<String> = []
        var waiting = manifest.values.map(\.name).filter { map.onWire.isEmpty || map.onWire.contains($0) }
        if let common { waiting.removeAll { common.values[$0] != nil } }
        waiting = waiting.filter { values[$0] != nil || map.late.contains($0) || tells($0) }
        while let name = waiting.popLast() {
            guard seen.insert(name).inserted else { continue }
            let trace = evaluation.evaluated(name).trace
            carried.formUnion(trace.facts)
            waiting += trace.values
        }
        for direct in map.direct where values[direct.key] != nil && !(common != nil && direct.isCommon) {
            if let fact = evaluation.resolveWithFact(.path(direct.path)).fact { carried.insert(fact) }
        }
        // Without locations the places are the regions of `remoteFrom`.
        if carried.contains("locations") || carried.contains(where: { $0.hasPrefix("locations.") }),
            evaluation.input.role["locations"] == nil
        {
            carried.insert("remoteFrom")
        }
        return carried
    }

    private func tells(_ name: String) -> Bool {
        evaluation.evaluated(name).findings.contains { $0.isLoss || $0.severity == .error }
    }
}
