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
        try await waits(of: report.postings.filter { report.standing(of: $0) != .reached }, ledger)
    }

    /// What postings wait for, by row number.
    func waits(of open: [Posting], _ ledger: any Ledger) async throws -> [Int64: Wait] {
        let watched = open.filter { $0.isAtRest && $0.id != 0 }
        let watches =
            watched.isEmpty ? [] : try await ledger.watches(Self.filter(of: watched), dueBy: nil, limit: 10_000)
        var waits: [Int64: Wait] = [:]
        for posting in open { waits[posting.id] = wait(of: posting, among: watches) }
        return waits
    }

    /// Few postings are named by row, many by their accounts: a question has room for so many.
    private static func filter(of postings: [Posting]) -> PostingFilter {
        postings.count <= 500
            ? PostingFilter(ids: postings.map(\.id))
            : PostingFilter(accounts: Set(postings.map(\.key.account)).sorted())
    }

    private func wait(of posting: Posting, among watches: [Watch]) -> Wait? {
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
        case .parked: return nil
        case .idle: return sight(of: posting, among: watches)
        }
    }

    /// What has still to be seen of a posting whose calls are all answered.
    private func sight(of posting: Posting, among watches: [Watch]) -> Wait? {
        let next = watches.filter { watch in
            switch watch.owner {
            case .posting(let id): id == posting.id
            case .account(let name): name == posting.key.account
            }
        }.compactMap(\.dueAt).min()
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
            return next.map { Wait("It has not been seen live yet.", until: $0, remedy: Self.goOn) }
        default: return nil
        }
    }

    private static let goOn = "`placard sync` goes on now, `placard status --watch` as soon as it can."
}
