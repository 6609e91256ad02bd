import AdapterKit
import Ledger
import Postings

import struct FoundationEssentials.Date

extension Observer {
    /// Takes over a state that was seen.
    func settle(_ sight: inout Sight, on seen: PostingState, reading: ElementReading) {
        let wantsPresence = sight.posting.desire != .absent
        let isEnding = sight.posting.state == .withdrawing
        switch seen {
        case .live, .altered, .shadowed, .inReview, .acknowledged, .handedOver:
            // While an end is awaited, an ad still in sight is no news until the board has had its time.
            guard !isEnding else { return stillThere(&sight, seen, reading) }
            guard rank(seen) >= rank(sight.posting.state) || seen == .altered || seen == .shadowed else { return }
            present(&sight, seen, reading)
        case .withdrawn, .removed, .expired:
            guard !isTooEarly(sight.posting, isEnding: isEnding) else { return }
            // What we did not ask to end has ended by itself, whatever the board calls it.
            let isWanted = isEnding || !wantsPresence || sight.posting.awaitsProofOfEnd
            // That the old ad is gone is known, and a new one is on its way.
            guard isWanted || sight.posting.observed != .absent else { return }
            become(&sight, isWanted ? .withdrawn : seen == .expired ? .expired : .removed, reading)
            gone(&sight)
            if wantsPresence, isWanted {
                // A replacement waits for just this sight.
                sight.posting.error = nil
                sight.posting.phase = .due
                sight.posting.dueAt = now
            }
        case .rejected: reject(&sight, reading)
        default: become(&sight, seen, reading)
        }
    }

    private func gone(_ sight: inout Sight) {
        sight.posting.observed = .absent
        sight.posting.tries = 0
        guard sight.posting.desire == .absent else { return }
        sight.posting.phase = .idle
        sight.posting.dueAt = nil
        sight.posting.error = nil
        sight.posting.appliedGeneration = sight.posting.generation
    }

    private func present(_ sight: inout Sight, _ seen: PostingState, _ reading: ElementReading) {
        sight.posting.observed = .present
        // That the ad is up does not mend what a person has to mend: a refused change stays in sight.
        if sight.posting.phase == .parked, [.needsEdit, .failed, .waitingForCustomer].contains(sight.posting.state) {
            return
        }
        if sight.posting.waitsForShape { return }
        if sight.posting.phase == .parked {
            sight.posting.phase = .idle
            sight.posting.dueAt = nil
            sight.posting.error = nil
        }
        // It was to be gone, and its end is neither under way nor somebody's to do: it is ended again.
        if sight.posting.desire == .absent, sight.posting.phase == .idle {
            become(&sight, .withdrawing, reading)
            sight.posting.phase = .due
            sight.posting.dueAt = now
            return
        }
        become(&sight, seen, reading)
    }

    private func reject(_ sight: inout Sight, _ reading: ElementReading) {
        become(&sight, .rejected, reading)
        sight.posting.phase = .parked
        sight.posting.dueAt = nil
        if sight.watch?.operation == .create, rule.scope == .delivery { sight.posting.observed = .none }
        sight.posting.error = PostingError(
            code: "board-refused",
            message: "The board refused the ad: \((reading.verdict.reason ?? "no reason given").asSentence)",
            remedy: reading.verdict.remedy ?? "Change what the board names, then post again."
        )
    }

    private func become(_ sight: inout Sight, _ state: PostingState, _ reading: ElementReading) {
        let isNews = sight.posting.state != state || sight.posting.witness != reading.witness
        sight.posting.state = state
        sight.posting.witness = reading.witness
        if state == .live, !sight.posting.isHeldBack { sight.posting.error = nil }
        if isNews { note(&sight, "Seen as \(state.rawValue).", reading) }
    }

    /// An ad that the board has just taken, and that nobody has seen yet, may not be shown before it has settled.
    func isTooEarly(_ posting: Posting, isEnding: Bool) -> Bool {
        // That it is to end changes nothing, as long as the board has taken no withdrawal.
        let wasSeen = [.live, .altered, .shadowed].contains(posting.state)
        guard !isEnding, !wasSeen, let at = (posting.accepted ?? posting.sent)?.at else { return false }
        return askedAt.timeIntervalSince(at) < settle / .seconds(1)
    }

    /// After five sights of an ad that should be gone, the withdrawal is sent once more; after three, a person looks.
    private func stillThere(_ sight: inout Sight, _ seen: PostingState, _ reading: ElementReading) {
        // What an account's events tell may be older than the withdrawal, and they are not counted for each posting.
        guard rule.scope == .posting, let watch = sight.watch, watch.operation == .withdraw, watch.readings >= 5,
            seen == .live
        else { return }
        sight.watch = nil
        sight.posting.observed = .present
        sight.posting.tries += 1
        guard sight.posting.tries < Self.mostWithdrawals else { return parkStillThere(&sight, reading) }
        sight.posting.phase = .due
        sight.posting.dueAt = now
        note(&sight, "Still to be seen after the board had accepted the withdrawal: it is sent again.", reading)
    }

    private static let mostWithdrawals = 3

    private func parkStillThere(_ sight: inout Sight, _ reading: ElementReading) {
        let isReplaced = sight.posting.desire != .absent
        sight.posting.state = isReplaced ? .needsEdit : .failed
        sight.posting.phase = .parked
        sight.posting.dueAt = nil
        sight.posting.error = PostingError(
            code: isReplaced ? PostingError.Code.notSeenGone : "still-there",
            message: "The board accepted the withdrawal \(sight.posting.tries) times and still shows the ad.",
            remedy: "Take it down on the board, then run `placard resolve \(sight.posting.reference)` with "
                + (isReplaced ? "--send-again." : "--absent.")
        )
        note(&sight, "Still to be seen after \(sight.posting.tries) withdrawals.", reading)
    }

    /// A reading without a state: a verdict on the call it follows, or nothing new.
    func redo(_ sight: inout Sight, reading: ElementReading) {
        var wait = Duration.zero
        switch (reading.verdict.kind, reading.verdict.observed) {
        case (_, .present?):
            sight.posting.observed = .present
            sight.posting.accepted = nil
        case (_, .absent?):
            sight.posting.observed = .absent
            guard sight.posting.desire != .absent else {
                become(&sight, .withdrawn, reading)
                return gone(&sight)
            }
        case (.transient(let asked?), _) where isVerdictOnCall(asked):
            sight.posting.observed = sight.watch?.operation == .create ? .none : .present
            sight.posting.accepted = nil
            wait = min(asked, cap ?? asked)
        default: return
        }
        sight.posting.phase = .due
        sight.posting.dueAt = now.addingTimeInterval(wait / .seconds(1))
        sight.posting.state = .queued
        sight.posting.appliedGeneration = 0
        sight.watch = nil
        note(&sight, reading.verdict.reason ?? "The board's answer calls for another step.", reading)
    }

    /// Whether a wait is the manifest's word on the delivery, and not news of a reading that went wrong.
    ///
    /// A reading that failed is transient too. To take it for the failure of what it asked about would send a
    /// call again that may have succeeded, so that only a row with this very wait counts.
    private func isVerdictOnCall(_ wait: Duration) -> Bool {
        rule.scope == .delivery && rule.states.contains { $0.verdict?.kind == .transient && $0.verdict?.wait == wait }
    }

    private func rank(_ state: PostingState) -> Int {
        switch state {
        case .handedOver: 1
        case .acknowledged: 2
        case .inReview: 3
        case .live, .altered, .shadowed: 4
        default: 0
        }
    }
}
