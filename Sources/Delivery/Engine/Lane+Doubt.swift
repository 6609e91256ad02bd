import AdapterKit
import FoundationEssentials
import Ledger
import Postings

extension Lane {
    /// The next step for a posting whose last call's effect is not known.
    mutating func decideUnknown(
        _ claimed: Posting,
        _ account: DeliveryAccount,
        _ can: Capabilities
    ) async throws(LedgerError) -> Decision {
        var posting = claimed
        let operation = posting.unknownOperation ?? .create
        let input = try await input(for: posting, account)
        guard var call = account.adapter.call(for: operation) else {
            return .rest(unknown(posting), note: "Nobody can tell whether the last call took effect.")
        }
        call.settle = environment.capped(UnknownPolicy.settle(of: operation, in: account.adapter))
        let now = environment.clock.now
        let attempts = try await environment.ledger.timeline(of: posting.id).attempts
        let sendings = UnknownPolicy.sendings(of: operation, in: attempts)
        let policy = UnknownPolicy(
            call: call,
            can: can,
            sinceFirst: now.timeIntervalSince(sendings?.first.startedAt ?? posting.unknownSince ?? now),
            sinceLast: now.timeIntervalSince(end(of: sendings?.last) ?? posting.unknownSince ?? now) - clockDoubt
        )
        switch flawed(policy.next(for: posting), posting) {
        case .repeatCall(let operation): return repeated(posting, operation, input, account)
        case .find: return .find(posting, input)
        case .wait(let seconds):
            posting.phase = .ambiguous
            posting.dueAt = now.addingTimeInterval(seconds)
            return .rest(posting, note: nil)
        case .settled(let observed): return .rest(cleared(posting, operation, observed), note: Self.words(observed))
        case .withdrawUnseen: return withdrawUnseen(posting, input, account)
        case .person: return .rest(unknown(posting), note: "Only a person can tell whether the last call took effect.")
        }
    }

    /// By how many seconds the clock of the worker that sent may have been ahead of this one's.
    private var clockDoubt: Double { environment.holdings == nil ? 0 : ServerClock.doubt }

    /// The step as it is, unless the simulation wants to see this guard missed.
    private func flawed(_ step: UnknownStep, _ posting: Posting) -> UnknownStep {
        switch (environment.outer.flaw, step) {
        case (.blindRepeat, .find), (.blindRepeat, .wait): .settled(.absent)
        case (.singleLook, .find) where posting.absences > 0, (.singleLook, .wait) where posting.absences > 0:
            .settled(.absent)
        default: step
        }
    }

    /// When a try was over: one that a crash cut off may have gone on for as long as a call can take.
    private func end(of attempt: Attempt?) -> Date? {
        let longest = environment.capped(UnknownPolicy.longestCall) / .seconds(1)
        return attempt.map { $0.endedAt ?? $0.startedAt.addingTimeInterval(longest) }
    }

    private static func words(_ observed: Observed) -> String {
        observed == .absent
            ? "The board was asked twice and does not have the ad."
            : "The ad is there, whatever became of the last call."
    }

    private func cleared(_ claimed: Posting, _ operation: Postings.Operation, _ observed: Observed) -> Posting {
        var posting = claimed
        // A creation that never took effect is begun again as the same one.
        posting.observed = operation == .create && observed == .absent ? .none : observed
        posting.clearDoubt()
        posting.error = nil
        posting.state = .queued
        posting.phase = .due
        posting.dueAt = environment.clock.now
        return posting
    }

    /// The same call with the content and the keys it carried before.
    private func repeated(
        _ posting: Posting,
        _ operation: Postings.Operation,
        _ input: AdInput,
        _ account: DeliveryAccount
    ) -> Decision {
        guard let sent = posting.sent else {
            return .rest(unknown(posting), note: "What the last call carried is not known.")
        }
        let ad = Ad(
            operation: operation,
            values: sent.values,
            fields: [],
            findings: posting.findings,
            contentHash: sent.contentHash
        )
        let prepared = PreparedAd(input: input, ad: ad)
        return .send(Ready(posting: posting, operation: operation, prepared: prepared, mark: posting.error?.code))
    }

    /// Ends an ad that may be there, where the board can be told so without its id.
    private mutating func withdrawUnseen(_ posting: Posting, _ input: AdInput, _ account: DeliveryAccount) -> Decision {
        guard case .send(let ready) = prepare(posting, .withdraw, input, account) else {
            return .rest(unknown(posting), note: nil)
        }
        let call = context(account, attempt: "")
        let written = Result { () throws(CallFault) in
            try account.adapter.request(for: .withdraw, ads: [ready.prepared], context: call)
        }
        guard case .success = written else {
            return .rest(unknown(posting), note: "Without its id the ad cannot be ended, if it is there.")
        }
        return .send(ready)
    }

    /// A posting that waits for a person to say what became of a call.
    func unknown(_ claimed: Posting) -> Posting {
        var posting = claimed
        posting.state = .outcomeUnknown
        posting.phase = .parked
        posting.dueAt = nil
        let known = claimed.error?.code == PostingError.Code.repeatRefused ? claimed.error?.message : nil
        posting.error = PostingError(
            code: known == nil ? PostingError.Code.outcomeUnknown : PostingError.Code.repeatRefused,
            message: known ?? "The answer to \(posting.unknownOperation?.rawValue ?? "a call") was lost, "
                + "and this board cannot tell what it did.",
            remedy: "Look at the board, then run `placard resolve \(posting.reference)` with --live URL, --absent "
                + "or --send-again."
        )
        return posting
    }

    // MARK: The end of an old ad, before a new one

    /// How long a replacement waits for the old ad to be seen gone.
    static let proofTime = Duration.seconds(3600)

    /// Waits until an ad whose withdrawal the board took is seen gone, by a look or by its watch.
    func awaitEnd(_ claimed: Posting, _ input: AdInput, _ account: DeliveryAccount, _ can: Capabilities) -> Decision {
        let since = claimed.sent?.at ?? environment.clock.now
        if can.finds { return .find(claimed, input) }
        let latest = since.addingTimeInterval(Self.proofTime / .seconds(1))
        let watched = account.adapter.call(for: .withdraw)?.then ?? account.adapter.call(for: .create)?.then
        guard watched != nil, environment.clock.now < latest else {
            return .rest(notSeenGone(claimed), note: "The old ad was not seen gone; nothing is created beside it.")
        }
        var posting = claimed
        posting.phase = .due
        posting.dueAt = latest
        return .rest(posting, note: nil)
    }

    func notSeenGone(_ claimed: Posting) -> Posting {
        var posting = claimed
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = .needsEdit
        posting.error = PostingError(
            code: PostingError.Code.notSeenGone,
            message: "The board took the withdrawal of the old ad, and nobody has seen it gone.",
            remedy: "Look at the board. When the ad is gone, run `placard resolve \(posting.reference) --send-again`."
        )
        return posting
    }
}
