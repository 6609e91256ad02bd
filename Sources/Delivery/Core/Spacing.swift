import AdapterKit
public import Ledger
import Postings

public import struct FoundationEssentials.Date

/// Keeps two creations or renewals of one ad as far apart as its board wants them.
public enum Spacing: Sendable {
    /// Whether an action ends in a creation or renewal.
    public static func concerns(_ action: Intention.Action) -> Bool {
        [.perform(.create), .perform(.renew), .replace].contains(action)
    }

    /// The instant before which no creation or renewal of a posting may be sent; nil when one may be sent now.
    ///
    /// - Parameters:
    ///   - posting: The posting as it stands, before a new creation is numbered.
    ///   - least: Least time between two.
    ///   - attempts: The posting's attempts, oldest first.
    ///   - now: The present.
    public static func earliest(
        for posting: Posting,
        least: Duration,
        attempts: [Attempt],
        now: Date
    ) -> Date? {
        let ends = last(of: posting, in: attempts)?.addingTimeInterval(least / .seconds(1))
        return ends.flatMap { $0 > now ? $0 : nil }
    }

    /// When the board last took a creation or renewal, or may have taken one; nil when it never did.
    ///
    /// Of a creation whose answer was lost the posting itself tells what became of it: a later call that needs an ad,
    /// or an ad that was seen. Of a renewal nothing does, so that it counts.
    static func last(of posting: Posting, in attempts: [Attempt]) -> Date? {
        let calls = attempts.filter { $0.operation != .find }
        let took = calls.indices.filter { place in
            let call = calls[place]
            guard [.create, .renew].contains(call.operation) else { return false }
            if call.verdict == Verdict(.accepted).label { return true }
            guard call.ending == .sending || call.verdict == Verdict(.unknown).label else { return false }
            let next = place + 1 < calls.count ? calls[place + 1].operation : nil
            return call.operation == .renew || (next.map { $0 != .create } ?? (posting.observed != .none))
        }
        return took.map { calls[$0].endedAt ?? calls[$0].startedAt }.max()
    }
}

extension Duration {
    /// The span in the largest unit that is whole, such as `7 days`.
    package var inWords: String {
        let seconds = components.seconds
        let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
        let (size, unit) = units.first { seconds >= $0.0 && seconds % $0.0 == 0 } ?? (1, "second")
        return "\(seconds / size) \(unit)\(seconds / size == 1 ? "" : "s")"
    }
}
