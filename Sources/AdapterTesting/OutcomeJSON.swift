import AdapterKit
import Documents
import FoundationEssentials
import Postings

extension Members {
    /// An instant as a fixture shows it.
    static func instant(_ date: Date) -> String { date.formatted(.iso8601) }

    /// What a reading says of one posting; what is absent is left out.
    static func element(_ reading: ElementReading) -> Members {
        var members = Members()
        members.add(verdict: reading.verdict)
        members["state"] = reading.state.map { .text($0.rawValue) }
        members["witness"] = reading.witness.map { .text($0.rawValue) }
        members["review"] = reading.review.map { .text($0.rawValue) }
        members["then"] = reading.then.map(Value.text)
        if !reading.kept.isEmpty {
            members["kept"] = .list(
                reading.kept.map { kept in
                    .object([
                        "name": .text(kept.name),
                        "value": kept.isSecret ? .text("••••") : kept.value,
                        "for": .text(kept.owner.rawValue),
                    ])
                }
            )
        }
        return members
    }

    mutating func add(_ reading: CallReading) {
        if reading.elements.count == 1 {
            for member in Members.element(reading.elements[0]) { self[member.key] = member.value }
        } else {
            self["elements"] = .list(reading.elements.map { .object(.element($0)) })
        }
        if reading.wantsFreshToken { self["wantsFreshToken"] = .boolean(true) }
        add(budget: reading.budget)
    }

    mutating func add(page: EventPage, budget: BudgetReading?) {
        add(verdict: page.verdict)
        self["cursor"] = page.cursor.map(Value.text)
        self["hasMore"] = .boolean(page.hasMore)
        if page.wantsFreshToken { self["wantsFreshToken"] = .boolean(true) }
        add(budget: budget)
    }

    mutating func add(verdict: Verdict) {
        self["verdict"] = .text(verdict.label)
        switch verdict.kind {
        case .transient(let wait): self["waitSeconds"] = wait.map(Members.seconds)
        case .needsCustomer(let need, let recheck):
            self["need"] = .text(need)
            self["recheckSeconds"] = recheck.map(Members.seconds)
        case .accepted, .refused, .credentials, .unknown: break
        }
        self["observed"] = verdict.observed.map { .text($0.rawValue) }
        self["reason"] = verdict.reason.map(Value.text)
        self["remedy"] = verdict.remedy.map(Value.text)
    }

    mutating func add(budget: BudgetReading?) {
        guard let budget else { return }
        var members = Members()
        members["remaining"] = budget.remaining.map { .number(Decimal($0)) }
        members["resetAt"] = budget.resetAt.map { .text(Members.instant($0)) }
        members["holdUntil"] = budget.holdUntil.map { .text(Members.instant($0)) }
        self["budget"] = .object(members)
    }

    mutating func add(findings: [Finding]) {
        guard !findings.isEmpty else { return }
        self["findings"] = .list(
            findings.map { finding in
                var members: Members = [
                    "severity": .text(finding.severity.rawValue), "code": .text(finding.code),
                    "field": .text(finding.field), "message": .text(finding.message),
                ]
                members["remedy"] = finding.remedy.map(Value.text)
                members["lost"] = finding.lost.map(Value.text)
                return .object(members)
            }
        )
    }

    private static func seconds(_ duration: Duration) -> Value {
        .number(Decimal(Int(duration.components.seconds) + (duration.components.attoseconds > 0 ? 1 : 0)))
    }
}
