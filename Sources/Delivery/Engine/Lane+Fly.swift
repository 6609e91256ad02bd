import AdapterKit
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Makes the intents of a wave durable, sends it, and settles what arrives.
    mutating func fly(_ flights: [Flight], _ account: DeliveryAccount) async throws(LedgerError) {
        var flights = flights
        guard !flights.isEmpty else { return }
        let wasTrial = memory.openUntil != nil
        if environment.outer.flaw == .sendsBeforeIntent {
            return try await withArrivals(of: flights, account, wasTrial: wasTrial)
        }
        let breaker = known.openUntil
        let saved = try await intend(&flights, isTrial: wasTrial)
        // A flight goes only while every posting in it is still this lane's, and while what was true before the
        // commit still holds: one commit can take longer than a lease, and other workers speak to the board too.
        let mayNot =
            saved.isOverdrawn || !saved.isHeld || isForbidden(by: saved.found, isTrial: wasTrial, breaker: breaker)
        let lost = flights.filter { mayNot || $0.isTouched(by: saved.fenced) || isTooLate($0) }
        let free = flights.filter { flight in !lost.contains { $0.exchange.id == flight.exchange.id } }
        if !lost.isEmpty { try await abandon(lost, saved.fenced) }
        try await withArrivals(of: free, account, wasTrial: wasTrial)
    }

    /// Whether a flight may not leave any more: its call could outlast the lease, or what it drew from the rate
    /// windows was drawn for an earlier time.
    private func isTooLate(_ flight: Flight) -> Bool {
        guard environment.outer.flaw != .slowCommitUnseen else { return false }
        let clock = environment.clock
        return isLeaseShort
            || flight.draw.shares.contains {
                !$0.window.holds(since: clock.elapsed - flight.takenAt, now: clock.now.microseconds)
            }
    }

    /// Whether what another worker has written of the account meanwhile keeps everything from leaving: its board has
    /// asked to wait or refused its credentials, its breaker has opened, or its one trial is under way.
    private func isForbidden(by found: AccountState?, isTrial: Bool, breaker: Date?) -> Bool {
        guard let found else { return false }
        let now = environment.clock.now
        if memory.paused != nil || memory.cooldownUntil.map({ $0 > now }) == true { return true }
        return isTrial ? found.openUntil != breaker : memory.openUntil.map { $0 > now } == true
    }

    /// Until when a flight may leave, by the clock that is never set.
    private func leavesBy(_ flight: Flight) -> Duration {
        guard environment.outer.flaw != .slowCommitUnseen else { return .seconds(Int64.max) }
        let drawn = flight.draw.shares.compactMap(\.window.goodFor).min().map { flight.takenAt + $0 }
        let leased = min(work.leaseEnds, holdEnds ?? work.leaseEnds) - Self.leaseMargin
        return min(leased, drawn ?? leased)
    }

    /// Makes the intents durable.
    ///
    /// No byte leaves before this has returned.
    ///
    private mutating func intend(_ flights: inout [Flight], isTrial: Bool) async throws(LedgerError) -> Saved {
        let now = environment.clock.now
        var entries: [Entry] = []
        for index in flights.indices {
            for place in flights[index].items.indices {
                let item = flights[index].items[place]
                let (ad, isRepeated) = (item.prepared.ad, item.posting.isInDoubt(about: item.operation))
                var posting = item.posting
                posting.state = posting.state == .live || item.operation == .withdraw ? posting.state : .sending
                posting.error = nil
                if environment.outer.flaw == .retryResetsTries { posting.tries = 0 }
                posting.sent = AcceptedAd(
                    revision: isRepeated ? posting.sent?.revision ?? "" : posting.revision ?? "",
                    contentHash: ad.contentHash,
                    values: ad.values,
                    at: now,
                    text: ad.text
                )
                flights[index].items[place].posting = posting
                entries.append(
                    Entry(
                        posting: posting,
                        changes: [.exchange(flights[index].exchange), .attempt(flights[index].attempts[place])]
                    )
                )
            }
        }
        if isTrial {
            var breaker = Breaker(failures: memory.failures, openUntil: memory.openUntil?.timeIntervalSince1970)
            breaker.reserveTrial(now: now.timeIntervalSince1970)
            memory.openUntil = breaker.openUntil.map(Date.init(timeIntervalSince1970:))
        }
        let drawn = environment.outer.flaw == .drawsAfterAnswer ? .nothing : Limiter.Draw(flights.map(\.draw))
        return try await save(entries, beside: [learnt], drawing: drawn)
    }

    /// Ends the attempts of a flight that does not leave, and lets go of the postings that are still ours.
    private mutating func abandon(_ flights: [Flight], _ fenced: Set<Int64>) async throws(LedgerError) {
        for flight in flights {
            let entries = zip(flight.items, flight.attempts).filter { !fenced.contains($0.0.posting.id) }.map {
                item,
                attempt in
                var posting = item.posting
                posting.phase = posting.waitingPhase
                posting.dueAt = environment.clock.now
                return Entry(
                    posting: posting,
                    changes: [.attempt(attempt.ended(.late, at: environment.clock.now, nil))]
                )
            }
            if !entries.isEmpty { _ = try await save(entries) }
        }
    }

    /// Sends every flight, and settles those that have arrived, together.
    private mutating func withArrivals(
        of flights: [Flight],
        _ account: DeliveryAccount,
        wasTrial: Bool
    ) async throws(LedgerError) {
        let inbox = Inbox<(Int, Outcome)>()
        let transport = environment.transport
        let clock = environment.clock
        let failure = await withTaskGroup(of: Void.self) { group -> LedgerError? in
            for (index, flight) in flights.enumerated() {
                let latest = leavesBy(flight)
                group.addTask {
                    // The last look at the clock, with nothing between it and the first byte.
                    let outcome =
                        clock.elapsed <= latest
                        ? await transport.send(flight.request) : .notSent(TransportFailure.tooLate)
                    inbox.put((index, outcome.received(at: clock.now)))
                }
            }
            var failure: LedgerError?
            var left = flights.count
            while left > 0 {
                let arrived = await inbox.next()
                left -= arrived.count
                do throws(LedgerError) {
                    try await settle(arrived.map { (flights[$0.0], $0.1) }, account, wasTrial: wasTrial)
                } catch {
                    failure = error
                }
            }
            return failure
        }
        if let failure { throw failure }
    }

    /// Reads what came of flights and writes it down in one commit.
    private mutating func settle(
        _ arrived: [(Flight, Outcome)],
        _ account: DeliveryAccount,
        wasTrial: Bool
    ) async throws(LedgerError) {
        var entries: [Entry] = []
        var answers: [Int64: LateAnswer] = [:]
        for (flight, outcome) in arrived {
            var exchange = flight.exchange
            let judged = await environment.shared.bench.at(.read) {
                let told = secretsTold(flight, outcome, account)
                // What was told with the ad is hidden like what was sent.
                let hidden = told.isEmpty ? flight.hidden : Redaction(secrets: flight.request.secrets + told)
                finish(&exchange, outcome, hidden)
                return settlements(flight, outcome, account, wasTrial: wasTrial)
            }
            for (place, (settlement, attempt)) in judged.enumerated() {
                if let pause = settlement.pausesAccount { memory.paused = pause }
                entries.append(
                    Entry(
                        posting: settlement.posting,
                        changes: [.exchange(exchange), .attempt(attempt)]
                            + settlement.evidence.map(Change.evidence) + settlement.watches.map(starting)
                    )
                )
                answers[settlement.posting.id] = LateAnswer(
                    flight: flight,
                    place: place,
                    outcome: outcome,
                    attempt: attempt,
                    exchange: exchange,
                    settled: settlement.posting
                )
            }
        }
        let drawn = environment.outer.flaw == .drawsAfterAnswer ? Limiter.Draw(arrived.map(\.0.draw)) : .nothing
        let fenced = try await save(entries, beside: [learnt], drawing: drawn, isLearnt: true).fenced
        for id in fenced.sorted() {
            if let answer = answers[id] { try await recordLate(answer, account) }
        }
    }

    /// The change that starts a watch.
    ///
    /// A board's event feed is one for the account: a watch that starts again goes on where it was.
    func starting(_ watch: Watch) -> Change {
        watch.owner == .account(work.account) ? .startWatch(watch) : .watch(watch)
    }
}

extension TransportFailure {
    /// The moment for a call has passed before it could leave.
    fileprivate static var tooLate: TransportFailure {
        TransportFailure(
            code: .cancelled,
            message: "The ledger took too long, and the call was not sent",
            remedy: "It is sent again by the next `placard post` or `sync`"
        )
    }
}

extension Flight {
    fileprivate func isTouched(by postings: Set<Int64>) -> Bool { items.contains { postings.contains($0.posting.id) } }
}

extension Posting {
    /// Whether a call of this kind repeats one whose answer was lost.
    func isInDoubt(about operation: Postings.Operation) -> Bool {
        self.observed == .unknown && self.unknownOperation == operation
    }
}

extension Attempt {
    func ended(_ ending: Ending, at now: Date, _ verdict: Verdict?) -> Attempt {
        var copy = self
        copy.ending = ending
        copy.endedAt = now
        copy.verdict = verdict?.label ?? copy.verdict
        copy.reason = verdict?.reason ?? copy.reason
        return copy
    }
}
