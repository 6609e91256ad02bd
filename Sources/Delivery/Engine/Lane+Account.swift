import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Sees to what every call of the account needs: a token, values told by the check call.
    ///
    /// - Returns: False when the account has to rest; its memory says why and until when.
    mutating func isReady(_ account: DeliveryAccount) async throws(LedgerError) -> Bool {
        if memory.fingerprint != account.fingerprint {
            memory.forget(for: account)
        }
        guard !mustRest else { return false }
        guard try await hasToken(account) else { return false }
        return try await hasCheckValues(account)
    }

    /// Makes sure of an access token, where the adapter fetches one.
    mutating func hasToken(_ account: DeliveryAccount) async throws(LedgerError) -> Bool {
        guard case .oauth2 = account.adapter.manifest.auth else { return true }
        let now = environment.clock.now
        token = token ?? environment.shared.token(of: account.name, at: now)
        if token != nil { return true }
        if let ends = memory.tokenExpires, ends.timeIntervalSince(now) > 30, let sealed = memory.sealedToken,
            let known = environment.outer.vault?.open(sealed, account: account.name)
        {
            token = known
            return true
        }
        return try await fetchToken(account)
    }

    private mutating func fetchToken(_ account: DeliveryAccount) async throws(LedgerError) -> Bool {
        let input = accountInput(account)
        let call = context(account, attempt: environment.id())
        let written = Result { () throws(CallFault) in try account.adapter.tokenRequest(account: input, context: call) }
        switch written {
        case .failure(let fault):
            memory.paused = PostingError(code: fault.code.rawValue, message: fault.message, remedy: fault.remedy)
            return false
        case .success(nil): return true
        case .success(let request?):
            var asked = try await ask(request, call: "token", account, isRecorded: false)
            // The answer is a secret as a whole: the record says that it came, not what it said.
            if let status = asked.reply?.status, (200..<300).contains(status) {
                asked.exchange?.reply = "HTTP/1.1 \(status)\n(The answer holds credentials and is not kept.)"
            }
            if let exchange = asked.exchange { try await record([.exchange(exchange)]) }
            guard let reply = asked.reply else { return wait(asked) }
            let reading = account.adapter.readToken(reply, account: input, context: call)
            heed(nil, budget: reading.budget, wasTrial: false)
            guard let fresh = reading.token else {
                note(reading.verdict, account)
                return false
            }
            keep(fresh, until: reading.expiresAt, account)
            _ = try await commit([Step([learnt])])
            return true
        }
    }

    private mutating func keep(_ fresh: String, until expires: Date?, _ account: DeliveryAccount) {
        token = fresh
        environment.shared.remember(Shared.AccessToken(text: fresh, expires: expires), of: account.name)
        memory.sealedToken = environment.outer.vault?.seal(fresh, account: account.name)
        memory.tokenExpires = expires
    }

    /// Forgets a token that the board no longer takes.
    mutating func dropToken(_ account: DeliveryAccount) {
        token = nil
        environment.shared.remember(nil, of: account.name)
        memory.sealedToken = nil
        memory.tokenExpires = nil
    }

    /// Notes that a question has to wait.
    ///
    /// Always false.
    private mutating func wait(_ asked: Asked) -> Bool {
        if let instant = asked.notBefore, instant < .distantFuture { rest(until: instant) }
        return false
    }

    /// Runs the check call once when the adapter keeps values of it that other calls read.
    private mutating func hasCheckValues(_ account: DeliveryAccount) async throws(LedgerError) -> Bool {
        let wanted = account.adapter.manifest.checkValues
        guard wanted.contains(where: { memory.kept[$0] == nil }) else { return true }
        let input = accountInput(account)
        let call = context(account, attempt: environment.id())
        let written = Result { () throws(CallFault) in try account.adapter.checkRequest(account: input, context: call) }
        switch written {
        case .failure(let fault):
            memory.paused = PostingError(code: fault.code.rawValue, message: fault.message, remedy: fault.remedy)
            return false
        case .success(nil): return true
        case .success(let request?):
            let asked = try await ask(request, call: "check", account)
            guard let reply = asked.reply else { return wait(asked) }
            let reading = account.adapter.readCheck(reply, account: input, context: call)
            heed(nil, budget: reading.budget, wasTrial: false)
            if reading.wantsFreshToken { dropToken(account) }
            guard let element = reading.elements.first, case .accepted = element.verdict.kind else {
                note(reading.elements.first?.verdict ?? Verdict(.unknown), account)
                return false
            }
            keepAccountValues(element.kept)
            _ = try await commit([Step([learnt])])
            return true
        }
    }

    mutating func keepAccountValues(_ kept: [KeptValue]) {
        for value in kept where value.owner == .account && !value.isSecret { memory.kept[value.name] = value.value }
    }

    /// Notes a verdict on a call for the account alone: pause, or rest.
    mutating func note(_ verdict: Verdict, _ account: DeliveryAccount) {
        lastNote = verdict
        let usual = Duration.seconds(15)
        switch verdict.kind {
        case .accepted: break
        // An answer that cannot be read says nothing about the credentials.
        case .transient(nil), .unknown:
            rest(until: environment.clock.now.addingTimeInterval(environment.capped(usual) / .seconds(1)))
        case .transient(let wait?):
            rest(until: environment.clock.now.addingTimeInterval(environment.capped(wait) / .seconds(1)))
        case .refused, .credentials, .needsCustomer:
            memory.paused = PostingError(
                code: "credentials",
                message: "The board does not accept this account: \((verdict.reason ?? verdict.label).asSentence)",
                remedy: .endingPause(verdict.remedy, adapter: account.adapter.manifest.id, account: account.name)
            )
        }
    }
}

extension Manifest {
    /// Names of the account's values that the check call tells.
    var checkValues: [String] {
        operations.first { $0.name == "check" }?.keep.filter { $0.owner == .account }.map(\.name) ?? []
    }
}

extension AccountState {
    /// Forgets what held for other settings and secrets: the pause, the token, the breaker, and what the check call
    /// told of them.
    ///
    /// What the board asked to wait stays.
    mutating func forget(for account: DeliveryAccount) {
        var fresh = AccountState(name: name)
        fresh.fingerprint = account.fingerprint
        fresh.cooldownUntil = cooldownUntil
        fresh.kept = kept
        if fingerprint != nil {
            for name in account.adapter.manifest.checkValues { fresh.kept[name] = nil }
        }
        self = fresh
    }
}
