import AdapterKit
import Ledger
import Postings

import struct FoundationEssentials.Date

extension Settler {
    /// Names a wait, or gives up.
    ///
    /// A wait that the board names is obedience, not failure, and uses up no try.
    func retryLater(
        _ result: inout Settlement,
        _ sent: Sent,
        _ verdict: Verdict,
        wait: Duration?,
        using generator: inout some RandomNumberGenerator
    ) {
        // A board that asks for no wait at all, or for one that is over, is not asked again in the same breath.
        var pause = wait.map { max($0, .seconds(1)) }
        if pause == nil {
            result.posting.tries += 1
            pause = retry.wait(afterFailures: result.posting.tries, asked: nil, using: &generator)
        }
        guard let pause else { return giveUp(&result, sent, verdict) }
        result.posting.phase = result.posting.waitingPhase
        result.posting.dueAt = now.addingTimeInterval(pause / .seconds(1))
        if result.posting.state == .sending, result.posting.observed != .unknown { result.posting.state = .queued }
        result.posting.error = PostingError(
            code: "try-again",
            message: verdict.reason ?? "The board could not be reached or asked to wait.",
            remedy: verdict.remedy
                ?? "The next `placard post` or `placard sync` tries again when its time has come, `placard status --watch` as soon as it has."
        )
        result.evidence.append(
            note(result, sent, result.posting.state, "Not done yet: \((verdict.reason ?? "asked to wait").asSentence)")
        )
    }

    func giveUp(_ result: inout Settlement, _ sent: Sent, _ verdict: Verdict) {
        let isUnknown = result.posting.observed == .unknown
        park(
            &result,
            isUnknown ? .outcomeUnknown : .failed,
            sent,
            PostingError(
                code: isUnknown ? PostingError.Code.outcomeUnknown : "gave-up",
                message: "\(sent.operation.rawValue) failed \(result.posting.tries) times, the last time so: "
                    + (verdict.reason ?? "no reason given").asSentence
                    + (isUnknown ? " Whether an earlier try took effect is not known." : ""),
                remedy: verdict.remedy ?? "When the cause is mended, run the same command again."
            )
        )
    }

    /// Settles a refusal by what was asked, and by what the refusal shows of the ad.
    func refuse(_ result: inout Settlement, sent: Sent, reading: ElementReading) {
        let verdict = reading.verdict
        if result.posting.observed == .unknown, verdict.observed == nil, sent.operation != .update {
            if sent.operation == .withdraw, result.posting.unknownOperation != .withdraw {
                return refuseUnseenEnd(&result, sent, verdict)
            }
            return refuseRepetition(&result, sent, verdict)
        }
        if verdict.observed == .absent, sent.operation == .withdraw {
            return accept(&result, sent: sent, reading: reading)
        }
        result.posting.observed = verdict.observed ?? (sent.operation == .create ? .none : .present)
        if sent.operation == .update, result.posting.unknownOperation == .update { result.posting.accepted = nil }
        result.posting.clearDoubt()
        // An update of an ad that the board no longer has becomes a creation.
        if sent.operation != .create, verdict.observed == .absent {
            result.posting.phase = .due
            result.posting.dueAt = now
            result.posting.state = .queued
            result.posting.error = nil
            result.evidence.append(note(result, sent, .queued, "The board no longer has the ad."))
            return
        }
        // What was refused is an older content than the one that is wanted by now: that one is sent next.
        if sent.operation == .update, sent.generation != result.posting.generation {
            result.posting.phase = .due
            result.posting.dueAt = now
            result.posting.state = .queued
            result.posting.error = nil
            result.evidence.append(note(result, sent, .queued, "The board refused a content that is out of date."))
            return
        }
        let state: PostingState =
            switch sent.operation {
            case .create, .find: .rejected
            case .update, .renew: .needsEdit
            case .withdraw: .failed
            }
        park(
            &result,
            state,
            sent,
            PostingError(
                code: "board-refused",
                message:
                    "The board refused \(sent.operation.rawValue): \((verdict.reason ?? "no reason given").asSentence)",
                remedy: verdict.remedy ?? "Change what the board names, then post again."
            )
        )
    }

    /// A refused repetition says nothing of the call it repeats: the board may have carried that one out.
    private func refuseRepetition(_ result: inout Settlement, _ sent: Sent, _ verdict: Verdict) {
        result.posting.phase = .ambiguous
        result.posting.dueAt = now
        result.posting.error = PostingError(
            code: PostingError.Code.repeatRefused,
            message: "The answer to \(sent.operation.rawValue) was lost, and its repetition was refused: "
                + (verdict.reason ?? "no reason given").asSentence,
            remedy: verdict.remedy ?? "The board is asked what it did, where it can be asked."
        )
        result.evidence.append(note(result, sent, result.posting.state, result.posting.error?.message ?? ""))
    }

    /// The end of an ad that nobody has seen was refused: whether there is one, only a person can tell.
    private func refuseUnseenEnd(_ result: inout Settlement, _ sent: Sent, _ verdict: Verdict) {
        park(
            &result,
            .outcomeUnknown,
            sent,
            PostingError(
                code: PostingError.Code.outcomeUnknown,
                message: "An earlier call's answer was lost, and the call to end the ad was refused: "
                    + (verdict.reason ?? "no reason given").asSentence,
                remedy: "Look on the board, then say what is there: "
                    + "`placard resolve \(result.posting.reference)` with --live URL or --absent."
            )
        )
    }

    func pause(_ result: inout Settlement, _ verdict: Verdict, _ sent: Sent) {
        let error = PostingError(
            code: "credentials",
            message:
                "The board turns this account away: \((verdict.reason ?? "no reason given").asSentence)",
            remedy: .endingPause(verdict.remedy, adapter: manifest.id, account: result.posting.key.account)
        )
        result.pausesAccount = error
        result.posting.error = error
        result.posting.state = .waitingForCustomer
        result.posting.phase = result.posting.waitingPhase
        result.posting.dueAt = now
        result.evidence.append(note(result, sent, .waitingForCustomer, error.message))
    }

    func askCustomer(
        _ result: inout Settlement,
        _ need: String,
        _ recheck: Duration?,
        _ verdict: Verdict,
        _ sent: Sent
    ) {
        let error = PostingError(
            code: "needs-\(need)",
            message: "The board wants \(need) first: \((verdict.reason ?? "no reason given").asSentence)",
            remedy: verdict.remedy ?? "Settle this with the board, then post again."
        )
        result.posting.error = error
        result.posting.state = .waitingForCustomer
        result.posting.phase = recheck == nil ? .parked : result.posting.waitingPhase
        result.posting.dueAt = recheck.map { now.addingTimeInterval($0 / .seconds(1)) }
        result.evidence.append(note(result, sent, .waitingForCustomer, error.message))
    }

    func park(_ result: inout Settlement, _ state: PostingState, _ sent: Sent, _ error: PostingError) {
        result.posting.state = state
        result.posting.phase = .parked
        result.posting.dueAt = nil
        result.posting.error = error
        result.posting.witness = nil
        result.evidence.append(note(result, sent, state, error.message))
    }
}
