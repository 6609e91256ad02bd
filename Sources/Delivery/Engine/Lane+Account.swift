import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Sees to what every call of the account needs: the breaker, a token, values told by the check call.
    ///
    /// - Returns: False when the account has to rest; its memory says why and until when.
    mutating func isReady(_ account: DeliveryAccount) async -> Bool {
        let now = environment.clock.now
        memory.fingerprint = account.fingerprint
        guard memory.paused == nil else { return false }
        if let open = memory.openUntil, open > now {
            memory.cooldownUntil = open
            return false
        }
        guard await hasToken(account, isFresh: false) else { return false }
        return await hasCheckValues(account)
    }

    /// Makes sure of an access token, where the adapter fetches one.
    mutating func hasToken(_ account: DeliveryAccount, isFresh: Bool) async -> Bool {
        guard case .oauth2 = account.adapter.manifest.auth else { return true }
        let now = environment.clock.now
        if !isFresh, token != nil { return true }
        if !isFresh, let ends = memory.tokenExpires, ends.timeIntervalSince(now) > 30, let sealed = memory.sealedToken,
            let known = environment.vault?.open(sealed, account: account.name)
        {
            token = known
            return true
        }
        let input = accountInput(account)
        let call = context(account, attempt: UUID().uuidString)
        do throws(CallFault) {
            guard let request = try account.adapter.tokenRequest(account: input, context: call) else { return true }
            let (outcome, _) = await ask(request, call: "token", account)
            guard let reply = outcome.reply else {
                hold(outcome.failure)
                return false
            }
            let reading = account.adapter.readToken(reply, account: input, context: call)
            guard let fresh = reading.token else {
                note(reading.verdict, account)
                return false
            }
            token = fresh
            memory.sealedToken = environment.vault?.seal(fresh, account: account.name)
            memory.tokenExpires = reading.expiresAt
            _ = await saveMemory()
            return true
        } catch {
            memory.paused = PostingError(code: error.code.rawValue, message: error.message, remedy: error.remedy)
            return false
        }
    }

    /// Runs the check call once when the adapter keeps values of it that other calls read.
    private mutating func hasCheckValues(_ account: DeliveryAccount) async -> Bool {
        let wanted = account.adapter.manifest.operations.first { $0.name == "check" }?.keep
            .filter { $0.owner == .account }.map(\.name) ?? []
        guard wanted.contains(where: { memory.kept[$0] == nil }) else { return true }
        guard let reading = await check(account) else { return true }
        guard case .accepted? = reading.elements.first?.verdict.kind else {
            if let verdict = reading.elements.first?.verdict { note(verdict, account) }
            return false
        }
        for value in reading.elements.first?.kept ?? [] where value.owner == .account && !value.isSecret {
            memory.kept[value.name] = value.value
        }
        return await saveMemory()
    }

    /// Makes the adapter's read-only call; nil when it has none.
    mutating func check(_ account: DeliveryAccount) async -> CallReading? {
        let input = accountInput(account)
        let call = context(account, attempt: UUID().uuidString)
        do throws(CallFault) {
            guard let request = try account.adapter.checkRequest(account: input, context: call) else { return nil }
            let (outcome, _) = await ask(request, call: "check", account)
            guard let reply = outcome.reply else {
                hold(outcome.failure)
                return CallReading(elements: [
                    ElementReading(verdict: Verdict(.transient(wait: nil), reason: outcome.failure?.message))
                ])
            }
            return account.adapter.readCheck(reply, account: input, context: call)
        } catch {
            return CallReading(elements: [
                ElementReading(verdict: Verdict(.credentials, reason: error.message, remedy: error.remedy))
            ])
        }
    }

    /// Notes a verdict on a call for the account alone: pause, or rest.
    private mutating func note(_ verdict: Verdict, _ account: DeliveryAccount) {
        switch verdict.kind {
        case .transient(let wait):
            memory.cooldownUntil = environment.clock.now.addingTimeInterval(
                environment.capped(wait ?? .seconds(15)) / .seconds(1)
            )
        case .accepted: break
        case .refused, .credentials, .needsCustomer, .unknown:
            memory.paused = PostingError(
                code: "credentials",
                message: "The board does not accept this account: \(verdict.reason ?? verdict.label)",
                remedy: verdict.remedy
                    ?? "Run `placard accounts rotate \(account.name)` with new credentials, then post again."
            )
        }
    }

    /// Rests the account after the way to the board failed.
    mutating func hold(_ failure: TransportFailure?) {
        let now = environment.clock.now
        var breaker = Breaker(failures: memory.failures, openUntil: memory.openUntil?.timeIntervalSince1970)
        breaker.failed(now: now.timeIntervalSince1970)
        memory.failures = breaker.failures
        memory.openUntil = breaker.openUntil.map(Date.init(timeIntervalSince1970:))
        let pause = environment.retry.wait(afterFailures: min(memory.failures, 5), asked: nil, using: &generator)
        memory.cooldownUntil = memory.openUntil ?? now.addingTimeInterval(environment.capped(pause ?? .seconds(60)) / .seconds(1))
    }

    /// Answers the adapter's look-ups for a posting from the cache or the board.
    mutating func answerLookups(_ input: inout AdInput, _ account: DeliveryAccount) async {
        for lookup in account.adapter.manifest.lookups {
            guard let candidates = await candidates(lookup, input, account) else { continue }
            let call = context(account, attempt: "")
            if case .chosen(let candidate) = account.adapter.choose(lookup.name, among: candidates, for: input, context: call) {
                input.lookups[lookup.name] = candidate.value
            } else {
                input.lookups[lookup.name] = nil
            }
        }
    }

    private mutating func candidates(
        _ lookup: Lookup,
        _ input: AdInput,
        _ account: DeliveryAccount
    ) async -> [Candidate]? {
        let call = context(account, attempt: UUID().uuidString)
        do throws(CallFault) {
            let question = try account.adapter.lookupRequest(lookup.name, for: input, context: call)
            if let known = await cached(lookup.name, question.hash) { return known }
            let (outcome, _) = await ask(question.request, call: lookup.name, account)
            guard let reply = outcome.reply else {
                hold(outcome.failure)
                return nil
            }
            let reading = account.adapter.readLookup(lookup.name, reply, for: input, context: call)
            guard case .accepted = reading.verdict.kind else { return nil }
            await remember(lookup, question, reading.candidates)
            return reading.candidates
        } catch {
            // A question that cannot be asked leaves its value unresolved, which the render reports.
            return nil
        }
    }

    private func cached(_ name: String, _ hash: String) async -> [Candidate]? {
        do {
            let record = try await environment.ledger.lookup(
                account: work.account, name: name, question: hash, now: environment.clock.now
            )
            return record?.answer.list?.compactMap(Candidate.init)
        } catch {
            return nil
        }
    }

    private func remember(_ lookup: Lookup, _ question: LookupQuestion, _ candidates: [Candidate]) async {
        guard lookup.cache > .zero else { return }
        let record = LookupRecord(
            account: work.account,
            name: lookup.name,
            question: question.hash,
            answer: .list(candidates.map(\.value)),
            expires: environment.clock.now.addingTimeInterval(lookup.cache / .seconds(1))
        )
        _ = try? await environment.ledger.commit([Step([.lookup(record)])])
    }

    /// Writes the account's memory.
    func saveMemory() async -> Bool {
        // What is lost here is a token or a cooldown: it is asked for again, never sent wrongly.
        (try? await environment.ledger.commit([Step([.account(memory)])])) != nil
    }
}
