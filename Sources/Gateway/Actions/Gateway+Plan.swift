import AdapterKit
import Delivery
import Documents
public import FoundationEssentials
import Ledger
import Postings

/// What `post` would do.
public struct PostPlan: Sendable {
    /// One posting's share.
    public struct Entry: Sendable {
        /// Id of the role.
        public let role: String
        /// Name of the account.
        public let account: String
        /// Id of the board's adapter.
        public let board: String
        /// Reference, when the posting exists.
        public let reference: String?
        /// Name of the places for people.
        public let place: String?
        /// Language of the ad; several that one ad has are separated by commas.
        public let language: String
        /// Whether the role itself is in another language.
        public let isTranslation: Bool
        /// `create`, `update`, `renew`, `withdraw`, `replace`, `find`, `person`, `blocked` or `nothing`.
        public let action: String
        /// Why.
        public let reason: String
        /// What it may cost, when it may cost something.
        public let cost: String?
        /// Nothing is done before this instant, when one is known.
        public let notBefore: Date?
    }

    /// The entries in order.
    public let entries: [Entry]

    /// Whether anything would be done.
    public var hasChanges: Bool { entries.contains { $0.action != "nothing" } }
}

extension Gateway {
    /// What `post` would do for roles on accounts, without doing it.
    ///
    /// - Parameter at: The start that `post` would be given.
    public func plan(_ names: [String], to: [String], at: Date? = nil) async throws -> PostPlan {
        try await refuseLostLedger()
        let drafts = try await drafts(names, to: to)
        for finding in drafts.flatMap(\.ad.findings) where finding.code == "unknown-account" { warn(of: finding) }
        var entries: [PostPlan.Entry] = []
        let named = Set(drafts.map(\.account)).compactMap(workspace.file.account)
        let lost = lostFiles(of: try named.map(renderAccount), drafts.compactMap(\.posting))
        for draft in drafts {
            if let posting = draft.posting, lost.contains(posting.id), draft.action == "nothing" {
                entries.append(rewriting(draft))
                continue
            }
            entries.append(entry(draft, at: at, spaced: try await earliest(draft)))
        }
        entries += try await endings(drafts)
        return PostPlan(entries: entries)
    }

    /// What a post would do, asked for as the post itself is: what it refuses is refused here.
    public func dryRun(_ request: PostRequest) async throws -> PostPlan {
        try refusePast(request.at)
        guard try !workspace.accounts(named: request.to).isEmpty else { throw noAccounts() }
        return try await plan(request.roles, to: request.to, at: request.at)
    }

    /// What is done for an ad whose file somebody removed.
    private func rewriting(_ draft: Draft) -> PostPlan.Entry {
        PostPlan.Entry(
            role: draft.key.role,
            account: draft.account,
            board: draft.adapter.manifest.id,
            reference: draft.posting?.reference,
            place: draft.placeLabel,
            language: draft.key.language,
            isTranslation: draft.isTranslation,
            action: Postings.Operation.update.rawValue,
            reason: "its file is not where it should be, and is written again",
            cost: nil,
            notBefore: nil
        )
    }

    /// Until when the board wants a creation or renewal to wait, when it does.
    private func earliest(_ draft: Draft) async throws -> Date? {
        guard let least = draft.adapter.manifest.life.minimumBetween, let posting = draft.posting,
            Spacing.concerns(draft.intention.action)
        else { return nil }
        let attempts = try await openLedger(.reading).timeline(of: posting.id).attempts
        return Spacing.earliest(for: posting, least: least, attempts: attempts, now: clock.now)
    }

    private func entry(_ draft: Draft, at: Date?, spaced: Date?) -> PostPlan.Entry {
        var action: String
        var reason = draft.reason
        switch draft.intention.action {
        case .nothing: action = "nothing"
        case .perform(let operation): action = operation.rawValue
        case .replace: action = "replace"
        case .person: action = "person"
        }
        let asked = [at, draft.start].compactMap(\.self).max().flatMap { $0 > clock.now ? $0 : nil }
        let start = action == "nothing" ? nil : asked
        if let start { reason += "; scheduled for \(start.formatted(.iso8601))" }
        if let spaced {
            reason += "; not before \(spaced.formatted(.iso8601)), as the board wants time between two creations"
        }
        // What only a board can answer is asked when the role is posted.
        let blocking = draft.ad.findings.filter { $0.severity == .error && $0.code != "unresolved" }
        if action != "nothing", let fault = blocking.first {
            action = "blocked"
            reason = "\(fault.field): \(fault.message)"
        }
        return PostPlan.Entry(
            role: draft.key.role,
            account: draft.account,
            board: draft.adapter.manifest.id,
            reference: draft.posting?.reference,
            place: draft.placeLabel,
            language: draft.key.language,
            isTranslation: draft.isTranslation,
            action: action,
            reason: reason,
            cost: cost(draft, action),
            notBefore: [start, spaced].compactMap(\.self).max()
        )
    }

    private func cost(_ draft: Draft, _ action: String) -> String? {
        guard let operation = action == "replace" ? .create : Postings.Operation(rawValue: action) else { return nil }
        return draft.adapter.cost(of: operation, values: draft.ad.values, accepted: draft.input.accepted)
    }

    /// Postings of these roles and accounts that no longer have a place or language in them.
    private func endings(_ drafts: [Draft]) async throws -> [PostPlan.Entry] {
        let ledger = try await openLedger(.reading)
        let filter = PostingFilter(
            roles: Set(drafts.map(\.key.role)).sorted(),
            accounts: Set(drafts.map(\.account)).sorted()
        )
        return try await ledger.postings(filter)
            .filter { posting in posting.desire != .absent && !drafts.contains { $0.posting?.key == posting.key } }
            .map { posting in
                PostPlan.Entry(
                    role: posting.key.role,
                    account: posting.key.account,
                    board: posting.adapter,
                    reference: posting.reference,
                    place: posting.placeLabel,
                    language: posting.key.language,
                    isTranslation: false,
                    action: "withdraw",
                    reason: "the role no longer has this place or language",
                    cost: nil,
                    notBefore: nil
                )
            }
    }
}
