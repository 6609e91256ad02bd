import AdapterKit
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// What came of a flight, posting by posting, with the attempts as they ended.
    mutating func settlements(
        _ flight: Flight,
        _ outcome: Outcome,
        _ account: DeliveryAccount,
        wasTrial: Bool
    ) -> [(Settlement, Attempt)] {
        let now = environment.clock.now
        let reading = account.adapter.read(
            outcome,
            for: flight.operation,
            ads: flight.items.map(\.prepared),
            context: flight.context
        )
        heed(outcome, budget: reading.budget, wasTrial: wasTrial)
        let pause = pause(after: outcome)
        if reading.wantsFreshToken { dropToken(account) }
        let settler = Settler(
            retry: environment.outer.retry,
            manifest: account.adapter.manifest,
            now: now,
            cap: environment.outer.cap
        )
        return flight.items.indices.map { place in
            let item = flight.items[place]
            let element =
                place < reading.elements.count
                ? reading.elements[place]
                : ElementReading(verdict: Verdict(.unknown, reason: "the answer lacks this ad"))
            var judged = judged(element, flight, outcome, account)
            if let pause, case .transient = judged.verdict.kind {
                judged.verdict = judged.verdict.with(.transient(wait: pause))
            }
            judged.kept = sealing(item.posting).sealed(judged.kept)
            keepAccountValues(judged.kept)
            let attempt = flight.attempts[place].ended(.ended, at: now, judged.verdict)
            if let settlement = sentAgain(item, judged, flight, outcome, isTokenStale: reading.wantsFreshToken) {
                return (settlement, attempt)
            }
            let sent = Settler.Sent(
                operation: flight.operation,
                generation: item.posting.sentGeneration,
                renewals: item.posting.renewalsAsked,
                accepted: flight.operation == .withdraw ? item.posting.accepted : item.posting.sent,
                exchange: flight.exchange.id,
                at: flight.exchange.startedAt
            )
            var settlement = settler.settle(item.posting, sent: sent, reading: judged, using: &generator)
            settlement.posting.sayWhatWasLost()
            return (settlement, attempt)
        }
    }

    /// The reading with what the core knows better: who asked to wait, and what may not be repeated.
    private mutating func judged(
        _ element: ElementReading,
        _ flight: Flight,
        _ outcome: Outcome,
        _ account: DeliveryAccount
    ) -> ElementReading {
        var element = element
        guard case .transient(let wait) = element.verdict.kind, let reply = outcome.reply else { return element }
        if reply.status >= 500, environment.outer.flaw != .serverFaultIsNo,
            !wasLeftUndone(flight.operation, after: reply.status, account)
        {
            // What may have been done is in doubt however long the wait; the wait is the account's then.
            if let wait {
                rest(until: environment.clock.now.addingTimeInterval(environment.capped(wait) / .seconds(1)))
            }
            element.verdict = element.verdict.with(.unknown)
        } else if let wait {
            element.verdict = element.verdict.with(.transient(wait: environment.capped(wait)))
        } else if reply.status == 429 {
            // Told to wait, and not how long: obedience all the same, for the whole account, and no failed try.
            let pause = environment.capped(.seconds(15))
            rest(until: environment.clock.now.addingTimeInterval(pause / .seconds(1)))
            element.verdict = element.verdict.with(.transient(wait: pause))
        }
        return element
    }

    /// Whether a server's fault says that nothing was done: only the manifest of a call that may not be repeated can
    /// know, by calling the status a passing one.
    ///
    /// Of other calls it merely says that a repetition does no harm: what may have been done is repeated with the
    /// content and the key that it had, and ended when it is not wanted any more.
    private func wasLeftUndone(
        _ operation: Postings.Operation,
        after status: Int,
        _ account: DeliveryAccount
    ) -> Bool {
        switch account.adapter.call(for: operation)?.repeats {
        case .safe?, .key?: return false
        case .find?, .never?, nil:
            return account.adapter.manifest.failures.contains { row in
                row.verdict.kind == .transient && row.names(status)
                    && (row.during.isEmpty || row.during.contains(operation.rawValue))
            }
        }
    }

    /// A posting that is sent again at once in another way, and uses up no try: with a fresh token, or alone.
    private func sentAgain(
        _ item: Ready,
        _ element: ElementReading,
        _ flight: Flight,
        _ outcome: Outcome,
        isTokenStale: Bool
    ) -> Settlement? {
        let code: String
        if isTokenStale, item.mark != PostingError.Code.staleToken, case .credentials = element.verdict.kind {
            code = PostingError.Code.staleToken
        } else if flight.items.count > 1, case .transient(nil) = element.verdict.kind, let reply = outcome.reply,
            reply.status < 500, account?.adapter.call(for: flight.operation)?.batch?.refusal == .whole
        {
            code = PostingError.Code.sendAlone
        } else {
            return nil
        }
        var settlement = Settlement(item.posting)
        settlement.posting.phase = item.posting.waitingPhase
        settlement.posting.dueAt = environment.clock.now
        settlement.posting.error = PostingError(
            code: code,
            message: element.verdict.reason ?? "The board wants this sent in another way.",
            remedy: "It is sent again by the next `placard post` or `sync`."
        )
        return settlement
    }
}

extension Verdict {
    /// The same words under another kind.
    fileprivate func with(_ kind: Kind) -> Verdict { Verdict(kind, observed: observed, reason: reason, remedy: remedy) }
}

extension Posting {
    /// The generation that a call carries: none when it repeats an older content than the one wanted.
    fileprivate var sentGeneration: Int {
        guard case .present(let revision) = self.desire else { return self.generation }
        if self.unknownOperation == .withdraw { return self.generation }
        return self.sent?.revision == revision ? self.generation : 0
    }
}

extension FailureRow {
    /// Whether the row speaks of a status by its number.
    fileprivate func names(_ status: Int) -> Bool {
        when.contains { condition in
            if case .status(let named) = condition { named.contains(status) } else { false }
        }
    }
}
