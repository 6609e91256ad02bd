import Documents
import Foundation

/// One limit as it stands for one caller.
struct LimitView: Sendable, Hashable {
    let name: String
    let max: Int
    let used: Int
    let reset: Date

    var remaining: Int { Swift.max(0, max - used) }

    func datum(_ now: Date) -> Datum {
        .fields([
            "name": .text(name), "max": .number(max), "used": .number(used), "remaining": .number(remaining),
            "reset": .time(reset), "wait": .number(Swift.max(0, Int(reset.timeIntervalSince(now).rounded(.up)))),
            "after": .value(.number(Decimal(Int(Swift.max(0, reset.timeIntervalSince(now)) * 1000)) / 1000)),
        ])
    }
}

extension Board {
    /// Counts a request against every limit of its route; a refusal when one is used up, and then nothing is counted.
    mutating func consume(_ route: Route, _ scope: Scope, elements: Int, _ now: Date) -> Refusal? {
        let limits = contract.limits.filter { $0.covers(route.name) }
        for limit in limits {
            let view = view(limit, scope, now)
            let weight = limit.counts == .elements ? elements : 1
            if view.used + weight > limit.max {
                return Refusal(
                    limit.refuse,
                    message: "Too many requests.",
                    field: "",
                    rule: limit.name,
                    limit: limit.max
                )
            }
        }
        for limit in limits where limit.counts != .refused {
            add(limit.counts == .elements ? elements : 1, to: limit, scope, now)
        }
        return nil
    }

    /// Counts a refused caller.
    mutating func note(_ refusal: Refusal, _ scope: Scope, _ route: Route, _ now: Date) {
        for limit in contract.limits where limit.counts == .refused && limit.covers(route.name) {
            add(1, to: limit, scope, now)
        }
    }

    /// The limit of a route that is closest to being used up.
    func tightest(_ route: Route, _ scope: Scope, _ now: Date) -> LimitView {
        contract.limits.filter { $0.covers(route.name) && $0.counts != .refused }.map { view($0, scope, now) }
            .min { ($0.remaining, $1.reset) < ($1.remaining, $0.reset) }
            ?? LimitView(name: "", max: 0, used: 0, reset: now)
    }

    /// An answer with the headers that tell of limits.
    mutating func limited(_ answer: Answer, _ view: LimitView, _ scope: Scope, _ route: Route, _ now: Date) -> Answer {
        var answer = answer
        let inner = scope.adding("limit", view.datum(now))
        for header in contract.limitHeaders {
            let datum = header.template.datum(in: inner)
            if header.template.omits, datum.isAbsent { continue }
            if answer.reply.header(header.name) == nil {
                answer.reply.headers.append(SandboxHeader(header.name, datum.asText))
            }
        }
        if [401, 403, 429].contains(answer.reply.status) { note(Refusal("", ""), scope, route, now) }
        return answer
    }

    private func key(_ limit: Limit, _ scope: Scope) -> String {
        "\(limit.name)/\(limit.by?.text(in: scope) ?? scope["account"]["name"].asText)"
    }

    private func view(_ limit: Limit, _ scope: Scope, _ now: Date) -> LimitView {
        guard let window = windows[key(limit, scope)], window.ends > now else {
            return LimitView(name: limit.name, max: limit.max, used: 0, reset: limit.window.end(from: now))
        }
        return LimitView(name: limit.name, max: limit.max, used: window.used, reset: window.ends)
    }

    private mutating func add(_ weight: Int, to limit: Limit, _ scope: Scope, _ now: Date) {
        let view = view(limit, scope, now)
        windows[key(limit, scope)] = Window(ends: view.reset, used: view.used + weight)
    }
}

extension Limit.Window {
    /// When a window that starts now is over.
    func end(from now: Date) -> Date {
        switch self {
        case .rolling(let length): return now.addingTimeInterval(length.inSeconds)
        case .day(let zone):
            let zone = TimeZone(identifier: zone) ?? .gmt
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let start = calendar.startOfDay(for: now)
            return calendar.date(byAdding: .day, value: 1, to: start) ?? now.addingTimeInterval(86_400)
        }
    }
}
