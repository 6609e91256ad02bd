import AdapterKit
import FoundationEssentials
import Ledger
import Postings
import Roles

extension Lane {
    /// Takes a flight's share of every rate window that counts it.
    ///
    /// - Returns: Nil when it may go; otherwise the first instant at which it may.
    mutating func windowIsFull(
        _ operation: Postings.Operation,
        _ items: [Ready],
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Date? {
        try await windowIsFull(operation.rawValue, records: items.count, postings: items.map(\.posting.id), account)
    }

    /// The same for a call by name, such as a watch.
    mutating func windowIsFull(
        _ call: String,
        records: Int,
        postings: [Int64],
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Date? {
        let now = environment.clock.now
        let rules = account.adapter.manifest.limits.filter { $0.during.isEmpty || $0.during.contains(call) }
        guard !rules.isEmpty else { return nil }
        let wanted = rules.flatMap { rule in Self.keys(of: rule, account, postings).map { (rule, $0) } }
        try await loadWindows(wanted.map(\.1))
        var taken: [String: RateWindow.Memory] = [:]
        for (rule, key) in wanted {
            let window = RateWindow(count: rule.count, length: Self.length(of: rule.per, now: now))
            let memory = taken[key] ?? windows[key] ?? RateWindow.Memory()
            switch window.answer(Self.units(rule, call, records), memory: memory, now: now.microseconds) {
            case .go(let next): taken[key] = next
            case .wait(let until): return Date(microseconds: until)
            case .never: return now.addingTimeInterval(86_400)
            }
        }
        // Only when every window agrees is any of them drawn on.
        windows.merge(taken) { _, new in new }
        return nil
    }

    private mutating func loadWindows(_ keys: [String]) async throws(LedgerError) {
        let missing = keys.filter { windows[$0] == nil }
        guard !missing.isEmpty else { return }
        for state in try await environment.ledger.windows(missing) {
            windows[state.key] = RateWindow.Memory(text: state.memory)
        }
    }

    private static func units(_ rule: LimitRule, _ call: String, _ records: Int) -> Int {
        let cost = rule.cost.first { $0.call == call }?.cost ?? 1
        switch rule.unit {
        case .requests, .bytes: return cost
        case .records, .urls, .points: return cost * records
        }
    }

    private static func keys(of rule: LimitRule, _ account: DeliveryAccount, _ postings: [Int64]) -> [String] {
        let during = rule.during.joined(separator: ",")
        let per: String =
            switch rule.per {
            case .rolling(let length): "\(length / .seconds(1))s"
            case .day(let zone): "day \(zone)"
            }
        let kind = "\(rule.unit.rawValue) per \(per) \(during)"
        let host = account.baseURL ?? account.adapter.manifest.id
        switch rule.of {
        case .posting: return postings.map { "posting \($0): \(kind)" }
        case .account: return ["account \(account.name): \(kind)"]
        case .application, .host: return ["\(rule.of.rawValue) \(host): \(kind)"]
        case .address: return ["address \(host): \(kind)"]
        }
    }

    private static func length(of window: LimitRule.Window, now: Date) -> RateWindow.Length {
        switch window {
        case .rolling(let length): return .rolling(Int64(length / .microseconds(1)))
        case .day(let name):
            let offset = Int64(Zone(name)?.offset(at: now) ?? 0) * 1_000_000
            let day: Int64 = 86_400_000_000
            let local = now.microseconds + offset
            let start = local - ((local % day) + day) % day - offset
            return .day(start: start, end: start + day)
        }
    }
}

extension Date {
    /// Microseconds since 1970.
    var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }

    /// Creates an instant from microseconds since 1970.
    init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}
