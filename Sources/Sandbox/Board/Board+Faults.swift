import struct FoundationEssentials.Date

extension Board {
    /// Answers a request under the fault that strikes it, if one does.
    mutating func misbehaving(_ request: SandboxRequest, _ now: Date) -> Answer {
        let match = route(for: request, now)
        guard case .found(let route, _, _) = match, let fault = strike(on: route.name) else {
            return decide(request, match, now)
        }
        switch fault.kind {
        case .resetBefore: return cutOff(Answer(SandboxAnswer(status: 0), route: route.name, decision: "reset before"))
        case .status(let status):
            let name = status == 503 ? "unavailable" : "failed"
            var reply = self.reply(to: Refusal(name, "The server is in trouble."), in: scope(request, [:], now))
            reply.status = status
            return Answer(reply, route: route.name, decision: "fault \(status)")
        case .tooMany(let wait, let asDate): return tooMany(request, route, wait, asDate, now)
        case .drop: return dropping(request, match, now)
        default: break
        }
        let before = records
        var answer = decide(request, match, now)
        switch fault.kind {
        case .latency(let delay): answer.delay = delay
        case .resetAfter: answer.ending = .reset
        case .truncated: answer.ending = .truncated
        case .skew(let skew): answer.skew = skew
        case .malformed:
            answer.reply.headers = [SandboxHeader("Content-Type", "text/html; charset=utf-8")]
            answer.reply.body = Array("<!doctype html><title>Error</title><h1>Something went wrong</h1>".utf8)
        case .duplicate: duplicateNew(since: before, now)
        case .remove: removeTouched(since: before, now)
        case .lag(let wait): lagTouched(since: before, after(wait, now))
        default: break
        }
        answer.decision += " (fault)"
        return answer
    }

    private func cutOff(_ answer: Answer) -> Answer {
        var answer = answer
        answer.ending = .reset
        return answer
    }

    private mutating func strike(on route: String) -> SandboxFault? {
        for index in faults.indices where faults[index].route == nil || faults[index].route == route {
            let fault = faults[index]
            if fault.probability < 1, Double.random(in: 0..<1, using: &random) >= fault.probability { continue }
            if let times = fault.times {
                if times <= 1 { faults.remove(at: index) } else { faults[index].times = times - 1 }
            }
            return fault
        }
        return nil
    }

    private mutating func tooMany(
        _ request: SandboxRequest,
        _ route: Route,
        _ wait: Duration,
        _ asDate: Bool,
        _ now: Date
    ) -> Answer {
        let reset = now.addingTimeInterval(wait.inSeconds)
        let limit = LimitView(name: "fault", max: 0, used: 0, reset: reset)
        let scope = scope(request, [:], now).adding("limit", limit.datum(now))
        var reply = self.reply(to: Refusal("limited", "Too many requests."), in: scope)
        reply.status = 429
        reply.headers.removeAll { $0.name.lowercased() == "retry-after" }
        let seconds = Int(wait.inSeconds.rounded(.up))
        reply.headers.append(SandboxHeader("Retry-After", asDate ? Timestamps.http(reset) : String(seconds)))
        return Answer(reply, route: route.name, decision: "fault 429")
    }

    private mutating func dropping(_ request: SandboxRequest, _ match: RouteMatch, _ now: Date) -> Answer {
        let kept = self
        var answer = decide(request, match, now)
        (records, tasks, coming, events, remembered) =
            (kept.records, kept.tasks, kept.coming, kept.events, kept.remembered)
        creations = kept.creations
        answer.fetches = []
        answer.decision += " (dropped)"
        return answer
    }

    private mutating func duplicateNew(since before: [String: [Record]], _ now: Date) {
        for (name, list) in records {
            for record in list.dropFirst(before[name]?.count ?? 0) {
                var copy = record
                (copy.number, copy.id) = newIdentity(name, now)
                records[name]?.append(copy)
                creations += 1
            }
        }
    }

    private func touched(since before: [String: [Record]]) -> [(String, Int)] {
        records.flatMap { name, list in
            list.indices.filter { index in
                guard let old = before[name], old.indices.contains(index) else { return true }
                return old[index] != list[index]
            }
            .map { (name, $0) }
        }
    }

    private mutating func removeTouched(since before: [String: [Record]], _ now: Date) {
        for (name, index) in touched(since: before) { remove(name, index, now) }
    }

    private mutating func lagTouched(since before: [String: [Record]], _ until: Date) {
        for (name, index) in touched(since: before) {
            let old = before[name].flatMap { $0.indices.contains(index) ? $0[index] : nil }
            if let number = records[name]?[index].number {
                lagging["\(name)/\(number)"] = Lag(until: until, before: old)
            }
        }
    }

    /// A moderator takes a record down.
    mutating func remove(_ collection: String, _ index: Int, _ now: Date) {
        records[collection]?[index].end(.removed, now)
        guard let record = records[collection]?[index] else { return }
        emit(contract.events?.on["removed"] ?? [], scope(for: record, collection, Scope(now: now)), now)
    }
}
