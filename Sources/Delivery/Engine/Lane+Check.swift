public import AdapterKit
public import FoundationEssentials
public import Ledger
public import Postings
import Transport

/// What came of asking a board about an account's credentials.
public enum CheckAnswer: Sendable, Hashable {
    /// What the board thinks of them.
    case told(Verdict)
    /// The adapter has no call that proves them.
    case unprovable
    /// Nothing was asked: it has to wait until this instant, and why.
    case waits(until: Date, reason: String)
    /// The question cannot be written.
    case unwritable(CallFault)
}

extension Reconciler {
    /// Asks a board what it thinks of an account's credentials.
    ///
    /// The question obeys what every other call of the account obeys, and is recorded like one. A pause for refused
    /// credentials does not keep it back, and ends when the board takes them.
    public func check(_ name: String) async throws(LedgerError) -> CheckAnswer {
        let shared = Shared(places: 1)
        let environment = try await environment.anchored()
        let fleet = Fleet(environment, shared: shared)
        if let fleet, try await !fleet.takes(name) {
            let until = environment.clock.now.addingTimeInterval(Loop.lease / .seconds(1))
            return .waits(until: until, reason: "Another worker is at work on the account")
        }
        let failure: LedgerError
        do {
            let answer = try await ask(name, environment, shared, fleet)
            try? await fleet?.giveBack([name])
            return answer
        } catch {
            failure = error
        }
        try? await fleet?.giveBack([name])
        throw failure
    }

    private func ask(_ name: String, _ environment: Environment, _ shared: Shared, _ fleet: Fleet?)
        async throws(LedgerError) -> CheckAnswer
    {
        let lanes = LaneEnvironment(environment, shared: shared, holdings: fleet?.holdings, deadline: .distantFuture)
        let memory = try await environment.ledger.accounts([name]).first ?? AccountState(name: name)
        var lane = Lane(
            lanes,
            LaneWork(
                account: name,
                memory: memory,
                postings: [],
                watches: [],
                leaseEnds: environment.clock.elapsed,
                hold: fleet?.holdings.hold(of: name)
            )
        )
        return try await lane.check()
    }
}

extension Fleet {
    /// Takes one account; waits a while for the worker that has it.
    fileprivate func takes(_ account: String) async throws(LedgerError) -> Bool {
        for _ in 0..<10 {
            try await take([account])
            if holdings.hold(of: account) != nil { return true }
            await pause()
        }
        return false
    }
}

extension Lane {
    /// Asks the board about the account, and writes down what was learnt of it.
    mutating func check() async throws(LedgerError) -> CheckAnswer {
        guard let account else { return .unprovable }
        if memory.fingerprint != account.fingerprint { memory.forget(for: account) }
        let (paused, cooldown) = (memory.paused, memory.cooldownUntil)
        memory.paused = nil
        let answer = try await answer(account)
        switch answer {
        // Where no call can prove credentials, it is the person who says that they are in order.
        case .told(let verdict) where verdict.kind == .accepted: break
        case .unprovable: break
        case .told, .waits, .unwritable: memory.paused = memory.paused ?? paused
        }
        // Who asks decides when to ask again; a way that fails again and again is closed all the same.
        if lastFailure != nil { memory.cooldownUntil = cooldown }
        _ = try await commit([Step([learnt])])
        return answer
    }

    private mutating func answer(_ account: DeliveryAccount) async throws(LedgerError) -> CheckAnswer {
        if let resting { return resting }
        let input = accountInput(account)
        var call = context(account, attempt: environment.id())
        call.token = call.token ?? "none yet"
        let written = Result { () throws(CallFault) -> (token: Request?, check: Request?) in
            (
                try account.adapter.tokenRequest(account: input, context: call),
                try account.adapter.checkRequest(account: input, context: call)
            )
        }
        switch written {
        case .failure(let fault): return .unwritable(fault)
        case .success((nil, nil)): return .unprovable
        case .success((_, nil)):
            // Only a token that is fetched now proves anything.
            dropToken(account)
            return try await hasToken(account) ? .told(Verdict(.accepted)) : refusal
        case .success:
            guard try await hasToken(account) else { return refusal }
            let answer = try await checked(account, input)
            // A token that was kept may have ended before its time.
            guard case .oauth2 = account.adapter.manifest.auth, token == nil else { return answer }
            return try await hasToken(account) ? try await checked(account, input) : refusal
        }
    }

    /// Makes the check call; a token that the board does not take is dropped.
    private mutating func checked(_ account: DeliveryAccount, _ input: AdInput) async throws(LedgerError)
        -> CheckAnswer
    {
        let call = context(account, attempt: environment.id())
        let written = Result { () throws(CallFault) in try account.adapter.checkRequest(account: input, context: call) }
        let request: Request
        switch written {
        case .failure(let fault): return .unwritable(fault)
        case .success(nil): return .unprovable
        case .success(let question?): request = question
        }
        let asked = try await ask(request, call: "check", account)
        guard let reply = asked.reply else {
            if asked.exchange == nil, let until = asked.notBefore {
                return .waits(until: until, reason: "The account has to wait: \(asked.failure ?? "it rests")")
            }
            return .told(Verdict(.transient(wait: nil), reason: asked.failure, remedy: asked.remedy))
        }
        let reading = account.adapter.readCheck(reply, account: input, context: call)
        heed(nil, budget: reading.budget, wasTrial: false)
        if reading.wantsFreshToken { dropToken(account) }
        let verdict = reading.elements.first?.verdict ?? Verdict(.unknown)
        switch verdict.kind {
        case .accepted: keepAccountValues(reading.elements.first?.kept ?? [])
        case .transient(_?): note(verdict, account)
        default: break
        }
        return .told(verdict)
    }

    /// Why there is no token.
    private var refusal: CheckAnswer {
        if let verdict = lastNote { return .told(verdict) }
        if let lastFailure { return .told(Verdict(.transient(wait: nil), reason: lastFailure)) }
        return resting ?? .told(Verdict(.unknown))
    }

    /// The answer while the account rests; nil when it may ask.
    private var resting: CheckAnswer? {
        guard let until = heldUntil else { return nil }
        let isBroken = memory.openUntil == until
        return .waits(
            until: until,
            reason: isBroken
                ? "The board could not be reached \(memory.failures) times in a row"
                : "The board asked to wait"
        )
    }
}
