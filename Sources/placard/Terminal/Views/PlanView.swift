import Documents
import Foundation
import Gateway

/// What `plan` shows: what `post` would do for each posting, why, and what it may cost.
struct PlanView {
    let plan: PostPlan
    let isJSON: Bool

    func show() {
        if isJSON { return Terminal.print(json: json) }
        for role in plan.entries.map(\.role).uniqued() {
            Terminal.say(Terminal.styled(role, .bold))
            for line in lines(plan.entries.filter { $0.role == role }) { Terminal.say(line) }
        }
        Terminal.say(summary)
    }

    private func lines(_ entries: [PostPlan.Entry]) -> [String] {
        let accounts = entries.map { Terminal.width($0.account) }.max() ?? 0
        let hasLanguages = Set(entries.map(\.language)).count > 1 || entries.contains(where: \.isTranslation)
        let spots = entries.map { entry in
            [entry.place, hasLanguages ? entry.language : nil].compactMap(\.self).joined(separator: " ")
        }
        let places = spots.map { Terminal.width($0) }.max() ?? 0
        let words = entries.map { $0.action.count }.max() ?? 0
        let start = 4 + words + 2 + accounts + 2 + (places > 0 ? places + 2 : 0)
        return zip(entries, spots).flatMap { entry, place in
            var head = "  " + Terminal.styled("\(Self.mark(entry.action)) ", Self.style(entry.action))
            head += Terminal.styled(Terminal.padded(entry.action, words), Self.style(entry.action)) + "  "
            head += Terminal.padded(entry.account, accounts) + "  "
            if places > 0 { head += Terminal.padded(place, places) + "  " }
            let texts = [entry.reason, entry.cost.map { "costs: \($0)" }].compactMap(\.self)
            let tail = texts.flatMap { Terminal.wrapped($0, max(24, Terminal.columns - start)) }
            return tail.enumerated().map { $0 == 0 ? head + $1 : String(repeating: " ", count: start) + $1 }
        }
    }

    private var counts: [(action: String, count: Int)] {
        let order = ["create", "update", "replace", "renew", "withdraw", "find", "person", "blocked", "nothing"]
        let known = plan.entries.map(\.action).uniqued()
        return (order.filter(known.contains) + known.filter { !order.contains($0) }).map { action in
            (action, plan.entries.filter { $0.action == action }.count)
        }
    }

    private var summary: String {
        guard !plan.entries.isEmpty else { return "There is nothing to plan." }
        return counts.map { action, count in
            switch action {
            case "nothing": "\(count) unchanged"
            case "blocked": "\(count) blocked"
            case "person": "\(count) for a person"
            case "find": "\(count) to look for"
            default: "\(count) to \(action)"
            }
        }.joined(separator: ", ")
    }

    private var json: Value {
        [
            "plan": .list(plan.entries.map(Self.json)),
            "summary": .object(Members(counts.map { ($0.action, .number(.init($0.count))) })),
        ]
    }

    private static func json(_ entry: PostPlan.Entry) -> Value {
        [
            "role": .text(entry.role),
            "account": .text(entry.account),
            "board": .text(entry.board),
            "reference": entry.reference.map(Value.text) ?? .null,
            "place": entry.place.map(Value.text) ?? .null,
            "language": .text(entry.language),
            "action": .text(entry.action),
            "reason": .text(entry.reason),
            "cost": entry.cost.map(Value.text) ?? .null,
            "notBefore": entry.notBefore.map { .text($0.formatted(.iso8601)) } ?? .null,
        ]
    }

    private static func mark(_ action: String) -> String {
        switch action {
        case "create": "+"
        case "update", "replace", "renew": "~"
        case "withdraw": "−"
        case "blocked": "✗"
        case "nothing": "="
        default: "!"
        }
    }

    private static func style(_ action: String) -> Terminal.Style {
        switch action {
        case "create": .green
        case "update", "replace", "renew": .blue
        case "blocked": .red
        case "nothing": .dim
        default: .yellow
        }
    }
}
