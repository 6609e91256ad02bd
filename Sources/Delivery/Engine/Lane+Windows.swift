import AdapterKit
import FoundationEssentials
import Ledger
import Roles

extension Lane {
    /// What a call draws from the rate windows that count it.
    func shares(of call: String, postings: [Int64], _ account: DeliveryAccount) -> [Limiter.Share] {
        let now = environment.clock.now
        return account.adapter.manifest.limits.filter { $0.during.isEmpty || $0.during.contains(call) }.flatMap {
            rule in
            let window = RateWindow(count: rule.count, length: Self.length(of: rule.per, now: now))
            let cost = rule.cost.first { $0.call == call }?.cost ?? 1
            let countsRecords = [.records, .urls, .points].contains(rule.unit)
            return Self.keys(of: rule, account, postings).map { key in
                Limiter.Share(
                    key: key,
                    window: window,
                    each: countsRecords ? cost : 0,
                    fixed: countsRecords ? 0 : cost,
                    isCommon: [.application, .host, .address].contains(rule.of)
                )
            }
        }
    }

    /// Takes what a call draws, for as many records as fit.
    func take(_ shares: [Limiter.Share], records: Int) async throws(LedgerError) -> Limiter.Answer {
        guard !shares.isEmpty else { return .go(records: records, .nothing) }
        let unread = environment.shared.limiter.unread(shares.map(\.key))
        if !unread.isEmpty {
            environment.shared.limiter.load(try await environment.ledger.windows(unread), for: unread)
        }
        return environment.shared.limiter.take(shares, upTo: records, now: environment.clock.now.microseconds)
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
        case .application, .host, .address: return ["\(rule.of.rawValue) \(host): \(kind)"]
        }
    }

    private static func length(of window: LimitRule.Window, now: Date) -> RateWindow.Length {
        switch window {
        case .rolling(let length): return .rolling(Int64(length / .microseconds(1)))
        case .day(let name):
            let zone = Zone(name)
            let day: Int64 = 86_400_000_000
            func start(_ instant: Date) -> Int64 {
                let offset = Int64(zone?.offset(at: instant) ?? 0) * 1_000_000
                let local = instant.microseconds + offset
                return local - ((local % day) + day) % day - offset
            }
            let today = start(now)
            // A day of a zone that changes its clocks has 23 or 25 hours.
            let next = start(Date(microseconds: today + day + 7_200_000_000))
            return .day(start: today, end: next > today ? next : today + day)
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
