import AdapterKit
import Delivery
public import FoundationEssentials
import Ledger
import Postings

/// What a posting waits for, and until when.
public struct Wait: Sendable, Hashable {
    /// What it waits for, as a sentence.
    public let reason: String
    /// When the next step is taken or the board is looked at again; nil when nothing is due by itself.
    public let until: Date?
    /// What a person can do meanwhile; nil where the posting's error says so.
    public let remedy: String?

    init(_ reason: String, until: Date?, remedy: String? = nil) {
        self.reason = reason
        self.until = until
        self.remedy = remedy
    }
}

extension Gateway {
    /// What the postings of a report wait for, by row number.
    ///
    /// Only those that are short of what was asked are looked up.
    func waits(of report: Report, _ ledger: any Ledger) async throws -> [Int64: Wait] {
        let open = report.postings.filter { report.standing(of: $0) != .reached }
        var waits = try await waits(of: open, ledger, unread: report.unread)
        guard report.goal == .renewed else { return waits }
        for posting in open where !report.refused.contains(posting.id) && posting.isTaken {
            guard let wait = waits[posting.id] else { continue }
            let taken = "The renewal was taken."
            waits[posting.id] = Wait("\(taken) \(wait.reason)", until: wait.until, remedy: wait.remedy)
        }
        return waits
    }

    /// What postings wait for, by row number.
    ///
    /// - Parameter unread: Why boards could not be asked about postings, by row number.
    func waits(
        of open: [Posting],
        _ ledger: any Ledger,
        unread: [Int64: String] = [:]
    ) async throws -> [Int64: Wait] {
        let watched = open.filter { $0.isAtRest && $0.id != 0 }
        let watches =
            watched.isEmpty ? [] : try await ledger.watches(Self.filter(of: watched), dueBy: nil, limit: 10_000)
        // Nobody takes up what is due on an account that rests, so that its row does not say why.
        let idle = Set(open.filter { $0.phase == .due && $0.error == nil }.map(\.key.account)).sorted()
        let rests = idle.isEmpty ? [] : try await ledger.accounts(idle)
        var waits: [Int64: Wait] = [:]
        for posting in open {
            var wait = wait(of: posting, among: watches, unread: unread[posting.id])
            if let known = wait, posting.phase == .due, posting.error == nil,
                let memory = rests.first(where: { $0.name == posting.key.account }), let rest = rest(of: memory)
            {
                wait = Wait("\(known.reason) \(rest.asSentence)", until: known.until, remedy: known.remedy)
            }
            waits[posting.id] = wait
        }
        return waits
    }

    /// Few postings are named by row, many by their accounts: a question has room for so many.
    private static func filter(of postings: [Posting]) -> PostingFilter {
        postings.count <= 500
            ? PostingFilter(ids: postings.map(\.id))
            : PostingFilter(accounts: Set(postings.map(\.key.account)).sorted())
    }

    private func wait(of posting: Posting, among watches: [Watch], unread: String?) -> Wait? {
        if let start = posting.notBefore, start > clock.now, posting.phase == .due {
            return Wait(
                posting.observed == .none ? "It is scheduled." : "Its change is scheduled.",
                until: start,
                remedy: "`placard sync` delivers it then, `placard status --watch` as soon as its time has come."
            )
        }
        switch posting.phase {
        case .due, .ambiguous:
            if let error = posting.error { return Wait(error.message, until: posting.dueAt) }
            let step =
                posting.phase == .ambiguous
                ? "What became of the last call is to be found out."
                : posting.desire == .absent ? "Its end is to be sent." : "It is to be delivered."
            return Wait(step, until: posting.dueAt, remedy: Self.goOn)
        case .leased: return Wait("Its call is under way.", until: posting.leaseUntil)
        case .parked: return unread.map { Wait("The board \($0)", until: next(of: posting, among: watches)) }
        case .idle:
            let sight = sight(of: posting, among: watches)
            guard let unread else { return sight }
            let until = sight?.until ?? next(of: posting, among: watches)
            return Wait(
                (sight.map { "\($0.reason) " } ?? "") + "The board \(unread)",
                until: until,
                remedy: sight?.remedy ?? Self.goOn
            )
        }
    }

    /// When a posting's board is looked at next.
    private func next(of posting: Posting, among watches: [Watch]) -> Date? {
        watches.filter { $0.concerns(posting) }.compactMap(\.dueAt).min()
    }

    /// What has still to be seen of a posting whose calls are all answered.
    private func sight(of posting: Posting, among watches: [Watch]) -> Wait? {
        let next = next(of: posting, among: watches)
        switch posting.state {
        case .withdrawing:
            let taken = "The end was taken, and the ad has not been seen gone yet."
            guard next == nil else { return Wait(taken, until: next, remedy: Self.goOn) }
            let closing = (try? catalog.adapter(posting.adapter))?.manifest.life.closing.map { " " + $0.asSentence }
            return Wait(
                "The end was taken, and nothing here can see when the ad is gone.\(closing ?? "")",
                until: nil,
                remedy: "When you see that it is gone, run `placard resolve \(posting.reference) --absent`."
            )
        case .acknowledged, .handedOver, .inReview, .queued, .sending:
            let unseen = "It has not been seen live yet."
            if let next { return Wait(unseen, until: next, remedy: Self.goOn) }
            guard isUnseen(posting) else { return nil }
            return Wait(
                "\(unseen) The time to look for it is over, and nothing here looks any more.",
                until: nil,
                remedy: "When you see it, run `placard resolve \(posting.reference) --live URL`."
            )
        default: return nil
        }
    }

    /// Whether nothing here can see the end of a posting's ad.
    func endsUnseen(_ posting: Posting) -> Bool {
        guard let manifest = try? catalog.adapter(posting.adapter).manifest else { return false }
        return !GoalReach.seesEnds(manifest)
    }

    /// Whether a posting was taken by its board and can still be seen further than it was.
    func isUnseen(_ posting: Posting) -> Bool {
        guard posting.isTaken, let manifest = try? catalog.adapter(posting.adapter).manifest else { return false }
        return Reach.furthest(manifest) == .live
    }

    private static let goOn = "`placard sync` goes on now, `placard status --watch` as soon as it can."
}

extension Watch {
    /// Whether it may show something of a posting.
    func concerns(_ posting: Posting) -> Bool {
        switch owner {
        case .posting(let id): id == posting.id
        case .account(let name): name == posting.key.account
        }
    }
}
