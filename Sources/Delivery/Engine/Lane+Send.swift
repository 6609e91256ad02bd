import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

/// One request on its way, and the postings in it.
struct Flight: Sendable {
    var items: [Lane.Ready]
    let operation: Postings.Operation
    let request: Request
    let context: CallContext
    var exchange: Exchange
    var attempts: [Attempt]
}

extension Lane {
    /// Sends what is ready: intents durable first, then the calls, all of them at once, then what came of them.
    mutating func send(_ ready: [Ready], _ account: DeliveryAccount) async throws(LedgerError) {
        var flights: [Flight] = []
        for group in grouped(ready, account) {
            if let flight = try await board(group, account) { flights.append(flight) }
        }
        guard !flights.isEmpty else { return }
        let fenced = try await intend(&flights)
        flights.removeAll { flight in flight.items.allSatisfy { fenced.contains($0.posting.id) } }
        let transport = environment.transport
        try await withArrivals(of: flights, through: transport, account)
    }

    /// Ads that go out together: by operation, up to the adapter's batch.
    private func grouped(_ ready: [Ready], _ account: DeliveryAccount) -> [[Ready]] {
        var groups: [[Ready]] = []
        for operation in Postings.Operation.allCases {
            let items = ready.filter { $0.operation == operation }
            let size = max(1, account.adapter.call(for: operation)?.batch?.upTo ?? 1)
            groups += stride(from: 0, to: items.count, by: size).map { Array(items[$0..<min($0 + size, items.count)]) }
        }
        return groups
    }

    /// Checks what the call needs, takes its share of the rate windows and writes its request.
    private mutating func board(_ items: [Ready], _ account: DeliveryAccount) async throws(LedgerError) -> Flight? {
        guard let operation = items.first?.operation else { return nil }
        if let until = try await pageIsMissing(items, account) {
            try await postpone(items, until: until.0, because: until.1, remedy: until.2)
            return nil
        }
        if let until = try await windowIsFull(operation, items, account) {
            try await postpone(items, until: until, because: nil, remedy: "")
            return nil
        }
        let call = context(account, attempt: UUID().uuidString)
        do throws(CallFault) {
            let request = try account.adapter.request(for: operation, ads: items.map(\.prepared), context: call)
            return flight(items, operation, request, call)
        } catch {
            for item in items { try await cannotWrite(item, error) }
            return nil
        }
    }

    private func flight(_ items: [Ready], _ operation: Postings.Operation, _ request: Request, _ call: CallContext) -> Flight {
        let exchange = Exchange(
            id: call.attempt,
            account: work.account,
            call: operation.rawValue,
            startedAt: environment.clock.now,
            request: request.redacted()
        )
        let attempts = items.map { item in
            Attempt(
                id: UUID().uuidString,
                posting: item.posting.id,
                epoch: item.posting.epoch,
                operation: operation,
                generation: item.posting.generation,
                exchange: exchange.id,
                revision: item.posting.revision,
                contentHash: item.prepared.ad.contentHash,
                startedAt: exchange.startedAt
            )
        }
        return Flight(
            items: items, operation: operation, request: request, context: call, exchange: exchange, attempts: attempts
        )
    }

    /// Makes the intents durable. No byte leaves before this has returned.
    ///
    /// - Returns: Row numbers of postings that another worker has taken over.
    private mutating func intend(_ flights: inout [Flight]) async throws(LedgerError) -> Set<Int64> {
        var steps: [Step] = []
        for index in flights.indices {
            for place in flights[index].items.indices {
                let ad = flights[index].items[place].prepared.ad
                let now = environment.clock.now
                var posting = flights[index].items[place].posting
                posting.state = posting.state == .live || flights[index].operation == .withdraw ? posting.state : .sending
                posting.error = nil
                posting.sent = AcceptedAd(
                    revision: posting.revision ?? "", contentHash: ad.contentHash, values: ad.values, at: now
                )
                flights[index].items[place].posting = posting
                steps.append(
                    Step(
                        guarding: .init(posting: posting.id, epoch: posting.epoch),
                        [.exchange(flights[index].exchange), .posting(posting), .attempt(flights[index].attempts[place])]
                    )
                )
            }
        }
        let memories = windows.map { Change.window(WindowState(key: $0.key, memory: $0.value.text)) }
        if !memories.isEmpty { steps.append(Step(memories)) }
        let results = try await environment.ledger.commit(steps)
        var fenced: Set<Int64> = []
        for (step, result) in zip(steps, results) where !result.written {
            if let posting = step.guarding?.posting { fenced.insert(posting) }
        }
        return fenced
    }

    /// Sends every flight and settles each as it arrives.
    private mutating func withArrivals(
        of flights: [Flight],
        through transport: any Transport,
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        let arrived = AsyncStream<(Int, Outcome)>.makeStream()
        let failure = await withTaskGroup(of: Void.self) { group -> LedgerError? in
            for (index, flight) in flights.enumerated() {
                group.addTask { arrived.continuation.yield((index, await transport.send(flight.request))) }
            }
            var failure: LedgerError?
            var left = flights.count
            for await (index, outcome) in arrived.stream {
                left -= 1
                if left == 0 { arrived.continuation.finish() }
                do throws(LedgerError) {
                    try await settle(flights[index], outcome, account)
                } catch {
                    failure = error
                }
            }
            return failure
        }
        if let failure { throw failure }
    }

    /// Reads what came of a flight and writes it down.
    private mutating func settle(_ flight: Flight, _ outcome: Outcome, _ account: DeliveryAccount) async throws(LedgerError) {
        var exchange = flight.exchange
        finish(&exchange, outcome, flight.request)
        let ads = flight.items.map(\.prepared)
        let reading = account.adapter.read(outcome, for: flight.operation, ads: ads, context: flight.context)
        heed(outcome, reading)
        if reading.wantsFreshToken {
            memory.sealedToken = nil
            memory.tokenExpires = nil
            token = nil
        }
        let settler = Settler(retry: environment.retry, manifest: account.adapter.manifest, now: environment.clock.now)
        var steps: [Step] = []
        for (place, item) in flight.items.enumerated() {
            let element = place < reading.elements.count
                ? reading.elements[place] : ElementReading(verdict: Verdict(.unknown, reason: "the answer lacks this ad"))
            let settlement = settled(item, element, flight, settler, isTokenStale: reading.wantsFreshToken)
            steps.append(step(settlement, flight.attempts[place], element.verdict, exchange, account))
        }
        let results = try await environment.ledger.commit(steps)
        for (place, result) in results.enumerated() {
            if result.written {
                for case .posting(let posting) in steps[place].changes { environment.progress(posting) }
            } else {
                try await recordLate(flight.attempts[place], exchange)
            }
        }
    }

    private mutating func settled(
        _ item: Ready,
        _ element: ElementReading,
        _ flight: Flight,
        _ settler: Settler,
        isTokenStale: Bool
    ) -> Settlement {
        var element = element
        // A stale token is no refusal of the account: one try with a fresh one comes first.
        if isTokenStale, item.posting.tries == 0, case .credentials = element.verdict.kind {
            element.verdict = Verdict(.transient(wait: nil), reason: element.verdict.reason)
        }
        for value in element.kept where value.owner == .account && !value.isSecret { memory.kept[value.name] = value.value }
        let sent = Settler.Sent(
            operation: flight.operation,
            generation: item.posting.generation,
            accepted: flight.operation == .withdraw ? item.posting.accepted : item.posting.sent,
            exchange: flight.exchange.id
        )
        var settlement = settler.settle(item.posting, sent: sent, reading: element, using: &generator)
        for index in settlement.watches.indices {
            let wait = settlement.watches[index].dueAt.map { $0.timeIntervalSince(environment.clock.now) } ?? 0
            settlement.watches[index].dueAt = environment.clock.now.addingTimeInterval(
                environment.capped(.seconds(wait)) / .seconds(1)
            )
        }
        return settlement
    }

    private mutating func step(
        _ settlement: Settlement,
        _ attempt: Attempt,
        _ verdict: Verdict,
        _ exchange: Exchange,
        _ account: DeliveryAccount
    ) -> Step {
        var ended = attempt
        ended.ending = .ended
        ended.endedAt = environment.clock.now
        ended.verdict = verdict.label
        ended.reason = verdict.reason
        if let pause = settlement.pausesAccount { memory.paused = pause }
        let posting = settlement.posting
        return Step(
            guarding: .init(posting: posting.id, epoch: posting.epoch),
            [.exchange(exchange), .posting(posting), .attempt(ended), .account(memory)]
                + settlement.evidence.map(Change.evidence) + settlement.watches.map(Change.watch)
        )
    }

    /// An answer that came after another worker had taken over changes no state, and is kept.
    private func recordLate(_ attempt: Attempt, _ exchange: Exchange) async throws(LedgerError) {
        var late = attempt
        late.ending = .late
        late.endedAt = environment.clock.now
        _ = try await environment.ledger.commit([Step([.exchange(exchange), .attempt(late)])])
    }

    /// Obeys what the reply says about budgets, and counts failures of the way.
    mutating func heed(_ outcome: Outcome, _ reading: CallReading) {
        if let hold = reading.budget?.holdUntil {
            let capped = environment.clock.now.addingTimeInterval(
                environment.capped(.seconds(max(0, hold.timeIntervalSince(environment.clock.now)))) / .seconds(1)
            )
            memory.cooldownUntil = max(memory.cooldownUntil ?? .distantPast, environment.cap == nil ? hold : capped)
        }
        switch outcome {
        case .replied(let reply) where reply.status < 500:
            memory.failures = 0
            memory.openUntil = nil
        case .replied, .notSent, .unknown:
            var breaker = Breaker(failures: memory.failures, openUntil: memory.openUntil?.timeIntervalSince1970)
            breaker.failed(now: environment.clock.now.timeIntervalSince1970)
            memory.failures = breaker.failures
            memory.openUntil = breaker.openUntil.map(Date.init(timeIntervalSince1970:))
        }
    }

    private func cannotWrite(_ item: Ready, _ fault: CallFault) async throws(LedgerError) {
        var posting = item.posting
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = [.missingSecret, .notSigned].contains(fault.code) ? .waitingForCustomer : .failed
        posting.error = PostingError(code: fault.code.rawValue, message: fault.message, remedy: fault.remedy)
        try await rest(posting, note: fault.message)
    }

    private func postpone(_ items: [Ready], until: Date, because reason: String?, remedy: String) async throws(LedgerError) {
        for item in items {
            var posting = item.posting
            posting.phase = posting.observed == .unknown ? .ambiguous : .due
            posting.dueAt = until
            if posting.state == .sending || posting.state == .draft { posting.state = .queued }
            if let reason { posting.error = PostingError(code: "page-first", message: reason, remedy: remedy) }
            try await rest(posting, note: reason)
        }
    }
}

extension Posting {
    /// Hash of the revision that is wanted, when one is.
    var revision: String? { if case .present(let revision) = desire { revision } else { accepted?.revision } }
}
