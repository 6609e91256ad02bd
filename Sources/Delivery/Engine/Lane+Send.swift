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
    /// What of the request and its reply is not to be kept.
    let hidden: Redaction
    let context: CallContext
    var exchange: Exchange
    var attempts: [Attempt]
    let draw: Limiter.Draw
    /// When the draw was made, by the clock that is never set.
    let takenAt: Duration
}

extension Lane {
    /// Calls of one account that are under way at the same time.
    static let width = 16

    /// A wave leaves only while its calls can end within the lease.
    static let leaseMargin = UnknownPolicy.longestCall

    /// Sends what is ready, wave by wave: intents durable first, then the calls of the wave, all at once, then what
    /// came of them.
    ///
    /// What the board answers one wave is obeyed by the next.
    mutating func send(_ ready: [Ready], _ account: DeliveryAccount) async throws(LedgerError) {
        var waiting = grouped(ready, account)
        while !waiting.isEmpty {
            if mustRest || isLeaseShort { return try await release(waiting.flatMap { $0.map(\.posting) }) }
            let isTrial = memory.openUntil != nil && environment.outer.flaw != .manyTrials
            let size = isTrial ? 1 : Self.width
            // Pages are looked at first: what is taken of a limit is to be used at once.
            // What is ready does not wait for all of them: the lease would end before anything left.
            var groups: [[Ready]] = []
            let latest = environment.clock.elapsed + Self.lookingTime
            while groups.count < size, !waiting.isEmpty {
                if environment.clock.elapsed >= latest, groups.contains(where: { !$0.isEmpty }) { break }
                let (ready, left) = try await withPages(waiting.removeFirst(), account, until: latest)
                groups.append(ready)
                if !left.isEmpty { waiting.insert(left, at: 0) }
            }
            if isLeaseShort { return try await release((groups + waiting).flatMap { $0.map(\.posting) }) }
            var flights: [Flight] = []
            for group in groups { flights += try await board(group, account) }
            // A group may have become several calls; a trial is one.
            if isTrial, flights.count > 1 {
                try await release(flights.dropFirst().flatMap { $0.items.map(\.posting) })
                flights = Array(flights.prefix(1))
            }
            try await fly(flights, account)
        }
    }

    /// How long a wave looks at pages while something is ready to leave.
    private static let lookingTime = Duration.seconds(10)

    /// How much of the lease is used.
    var leaseUsed: Duration { environment.clock.elapsed - (work.leaseEnds - Loop.lease) }

    /// Whether a call that left now might still be under way when the lease ends.
    ///
    /// Told by the clock that nobody sets: one that stepped back would make a lease look longer than it is.
    var isLeaseShort: Bool {
        isHoldShort || environment.clock.elapsed + Self.leaseMargin > work.leaseEnds
    }

    /// Ads that go out together: by operation, ends first, up to the adapter's batch.
    private func grouped(_ ready: [Ready], _ account: DeliveryAccount) -> [[Ready]] {
        var groups: [[Ready]] = []
        for operation in [Postings.Operation.withdraw, .update, .renew, .create] {
            let items = ready.filter { $0.operation == operation }
            let alone = items.filter { $0.mark == PostingError.Code.sendAlone }
            let others = items.filter { $0.mark != PostingError.Code.sendAlone }
            let size = max(1, account.adapter.call(for: operation)?.batch?.upTo ?? 1)
            groups += alone.map { [$0] }
            groups += stride(from: 0, to: others.count, by: size).map {
                Array(others[$0..<min($0 + size, others.count)])
            }
        }
        return groups
    }

    /// Checks what the call needs, writes its request and takes its share of the rate windows.
    ///
    /// An ad that cannot be written is put aside and keeps none of the others back.
    private mutating func board(_ items: [Ready], _ account: DeliveryAccount) async throws(LedgerError) -> [Flight] {
        var flights: [Flight] = []
        for part in try await parts(of: items, account) {
            let operation = part.items[0].operation
            let shares = shares(of: operation.rawValue, postings: part.items.map(\.posting.id), account)
            let takenAt = environment.clock.elapsed
            let (fitting, draw): (Int, Limiter.Draw)
            switch try await take(shares, records: part.items.count) {
            case .go(let records, let drawn): (fitting, draw) = (records, drawn)
            case .wait(let until):
                let instant = Date(microseconds: until)
                try await postpone(part.items, until: instant, because: waits(until: instant, account))
                continue
            case .never:
                let tomorrow = environment.clock.now.addingTimeInterval(86_400)
                try await postpone(part.items, until: tomorrow, because: Self.tooLarge)
                continue
            }
            // What did not fit stays due, and learns in the next turn when its time comes.
            try await release(part.items.dropFirst(fitting).map(\.posting), until: environment.clock.now)
            let chosen =
                fitting == part.items.count
                ? part : try? await written(Array(part.items.prefix(fitting)), account).get()
            if let chosen {
                flights.append(await environment.shared.bench.at(.write) { flight(chosen, operation, draw, takenAt) })
            } else {
                try await release(part.items.prefix(fitting).map(\.posting), until: environment.clock.now)
            }
        }
        return flights
    }

    /// Why a posting waits for a limit, when it waits longer than a person would watch.
    private func waits(until instant: Date, _ account: DeliveryAccount) -> PostingError? {
        guard instant.timeIntervalSince(environment.clock.now) > 60 else { return nil }
        return PostingError(
            code: PostingError.Code.limitWaits,
            message: "The board's limit for such calls is used up until \(instant.formatted(.iso8601)).",
            remedy:
                "Run `placard sync` then; `placard boards show \(account.adapter.manifest.id)` names the limit and its source."
        )
    }

    private static let tooLarge = PostingError(
        code: "limit",
        message: "One call is larger than the board's limit allows.",
        remedy: "The adapter's limits contradict its calls; check the adapter."
    )

    /// Ads that go out in one request, and the request.
    private struct Part {
        let items: [Ready]
        let request: Request
        let context: CallContext
    }

    private func written(_ items: [Ready], _ account: DeliveryAccount) async -> Result<Part, CallFault> {
        let call = context(account, attempt: environment.id())
        let bench = environment.shared.bench
        let request = await bench.at(.write) { Self.request(for: items, account, call) }
        return request.map { Part(items: items, request: $0, context: call) }
    }

    private static func request(
        for items: [Ready],
        _ account: DeliveryAccount,
        _ call: CallContext
    ) -> Result<Request, CallFault> {
        Result { () throws(CallFault) in
            try account.adapter.request(for: items[0].operation, ads: items.map(\.prepared), context: call)
        }
    }

    /// Requests for all the ads that can be written: together where that is possible, otherwise one by one.
    private mutating func parts(of items: [Ready], _ account: DeliveryAccount) async throws(LedgerError) -> [Part] {
        guard !items.isEmpty else { return [] }
        if items.count > 1, case .success(let whole) = await written(items, account) { return [whole] }
        var single: [Part] = []
        for item in items {
            switch await written([item], account) {
            case .success(let part): single.append(part)
            case .failure(let fault): try await cannotWrite(item, fault)
            }
        }
        guard single.count > 1, single.count < items.count,
            case .success(let whole) = await written(single.flatMap(\.items), account)
        else { return single }
        return [whole]
    }

    private func flight(_ part: Part, _ operation: Postings.Operation, _ draw: Limiter.Draw, _ takenAt: Duration)
        -> Flight
    {
        let hidden = Redaction(secrets: part.request.secrets)
        let exchange = Exchange(
            id: part.context.attempt,
            account: work.account,
            call: operation.rawValue,
            startedAt: environment.clock.now,
            request: part.request.redacted(by: hidden)
        )
        let attempts = part.items.map { item in
            Attempt(
                id: environment.id(),
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
            items: part.items,
            operation: operation,
            request: part.request,
            hidden: hidden,
            context: part.context,
            exchange: exchange,
            attempts: attempts,
            draw: draw,
            takenAt: takenAt
        )
    }

    private mutating func cannotWrite(_ item: Ready, _ fault: CallFault) async throws(LedgerError) {
        var posting = item.posting
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = [.missingSecret, .notSigned].contains(fault.code) ? .waitingForCustomer : .failed
        posting.error = PostingError(code: fault.code.rawValue, message: fault.message, remedy: fault.remedy)
        try await rest(posting, note: fault.message)
    }

    mutating func postpone(_ items: [Ready], until: Date, because error: PostingError?) async throws(LedgerError) {
        for item in items {
            var posting = item.posting
            posting.phase = posting.waitingPhase
            posting.dueAt = until
            if posting.observed == .none, posting.state != .waitingForCustomer { posting.state = .queued }
            if let error { posting.error = error }
            try await rest(posting, note: error?.message)
        }
    }
}

extension Posting {
    /// Hash of the revision that is wanted, when one is.
    var revision: String? { if case .present(let revision) = self.desire { revision } else { self.accepted?.revision } }
}
