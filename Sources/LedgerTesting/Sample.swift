public import Ledger
public import Postings

public import struct FoundationEssentials.Date

/// Made-up records for tests of ledgers and of what uses them.
public enum Sample: Sendable {
    /// The instant at which every sample begins.
    public static let start = Date(timeIntervalSince1970: 1_750_000_000)

    /// An instant some seconds after ``start``.
    public static func time(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    /// A posting that is due some seconds after ``start``, with its number in reference and place.
    public static func posting(
        _ number: Int,
        role: String = "engineer",
        account: String = "alpha",
        due: Double? = 0
    ) -> Posting {
        var posting = Posting(
            reference: "R\(number)",
            key: PostingKey(role: role, account: account, places: "p\(number)", language: "en"),
            adapter: "sample",
            placeLabel: "Place \(number)",
            desire: .present(revision: "rev"),
            opened: start
        )
        posting.state = .queued
        posting.phase = due == nil ? .idle : .due
        posting.dueAt = due.map(time)
        return posting
    }

    /// An attempt on a posting as it was claimed.
    public static func attempt(_ id: String, on posting: Posting, _ operation: Operation = .create) -> Attempt {
        Attempt(
            id: id,
            posting: posting.id,
            epoch: posting.epoch,
            operation: operation,
            generation: posting.generation,
            exchange: "x-\(id)",
            revision: "rev",
            contentHash: "hash",
            startedAt: time(1)
        )
    }

    /// The exchange that ``attempt(_:on:_:)`` with the same id points to.
    public static func exchange(_ id: String, at seconds: Double = 1) -> Exchange {
        Exchange(id: "x-\(id)", account: "alpha", call: "create", startedAt: time(seconds), request: "POST /ads")
    }

    /// Evidence that a posting was queued.
    public static func evidence(_ posting: Int64, at seconds: Double, note: String) -> Evidence {
        Evidence(posting: posting, at: time(seconds), state: .queued, note: note)
    }

    /// The revision that every sample posting is made from.
    public static let revision = Change.revision(hash: "rev", role: "engineer", content: [1, 2, 3], at: start)
}

extension Ledger {
    /// Adds postings, with their revision, and returns them with their row numbers.
    public func add(_ postings: [Posting]) async throws(LedgerError) -> [Posting] {
        let results = try await commit([Step([Sample.revision] + postings.map(Change.posting))])
        return zip(postings, results.flatMap(\.newPostings)).map { posting, id in
            var copy = posting
            copy.id = id
            return copy
        }
    }

    /// Claims anything, as `worker`, for a minute.
    public func take(_ limit: Int, at seconds: Double = 10, of filter: PostingFilter = PostingFilter())
        async throws(LedgerError) -> [Posting]
    {
        try await claim(filter, limit: limit, worker: "worker", now: Sample.time(seconds), lease: .seconds(60))
    }
}
