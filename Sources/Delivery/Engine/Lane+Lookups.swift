import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Answers the adapter's look-ups for a posting from the cache or the board.
    ///
    /// - Returns: Nil when every question was answered, or cannot be; otherwise when to ask again.
    mutating func answerLookups(_ input: inout AdInput, _ account: DeliveryAccount) async throws(LedgerError) -> Date? {
        for lookup in account.adapter.manifest.lookups {
            var later: Date?
            let found = try await candidates(lookup, input, account, later: &later)
            if let later { return later }
            guard let found else { continue }
            let call = context(account, attempt: "")
            let choice = account.adapter.choose(lookup.name, among: found, for: input, context: call)
            input.choices[lookup.name] = choice
            input.lookups[lookup.name] = if case .chosen(let candidate) = choice { candidate.value } else { nil }
        }
        return nil
    }

    private mutating func candidates(
        _ lookup: Lookup,
        _ input: AdInput,
        _ account: DeliveryAccount,
        later: inout Date?,
        isSecond: Bool = false
    ) async throws(LedgerError) -> [Candidate]? {
        let call = context(account, attempt: environment.id())
        let written = Result { () throws(CallFault) in
            try account.adapter.lookupRequest(lookup.name, for: input, context: call)
        }
        // A question that cannot be asked leaves its value unresolved, which the render reports.
        guard case .success(let question) = written else { return nil }
        let key = "\(lookup.name) \(question.hash)"
        if let known = candidates[key] { return known }
        if let known = try await cached(lookup.name, question.hash) {
            candidates[key] = known
            return known
        }
        let asked = try await ask(question.request, call: lookup.name, account)
        guard let reply = asked.reply else {
            later = asked.notBefore ?? heldUntil ?? environment.clock.now.addingTimeInterval(1)
            return nil
        }
        let reading = account.adapter.readLookup(lookup.name, reply, for: input, context: call)
        heed(nil, budget: reading.budget, wasTrial: false)
        if reading.wantsFreshToken {
            dropToken(account)
            if !isSecond, try await hasToken(account) {
                return try await candidates(lookup, input, account, later: &later, isSecond: true)
            }
        }
        switch reading.verdict.kind {
        case .accepted: break
        case .transient(let wait):
            later = retryOfLookup(after: wait)
            return nil
        case .unknown:
            // An ad without the answer would be another ad: the posting waits rather than go out incomplete.
            later = retryOfLookup(after: nil)
            return nil
        case .credentials, .needsCustomer:
            // Who may not ask may not post: the account rests until somebody has settled it.
            note(reading.verdict, account)
            _ = try await commit([Step([learnt])])
            later = environment.clock.now
            return nil
        case .refused:
            return nil
        }
        candidates[key] = reading.candidates
        try await remember(lookup, question, reading.candidates)
        return reading.candidates
    }

    private func retryOfLookup(after wait: Duration?) -> Date {
        let now = environment.clock.now
        return heldUntil ?? now.addingTimeInterval(environment.capped(wait ?? .seconds(5)) / .seconds(1))
    }

    private func cached(_ name: String, _ hash: String) async throws(LedgerError) -> [Candidate]? {
        let record = try await environment.ledger.lookup(
            account: work.account,
            name: name,
            question: hash,
            now: environment.clock.now
        )
        return record?.answer.list?.compactMap(Candidate.init)
    }

    private func remember(
        _ lookup: Lookup,
        _ question: LookupQuestion,
        _ candidates: [Candidate]
    ) async throws(LedgerError) {
        guard lookup.cache > .zero else { return }
        let record = LookupRecord(
            account: work.account,
            name: lookup.name,
            question: question.hash,
            answer: .list(candidates.map(\.value)),
            expires: environment.clock.now.addingTimeInterval(lookup.cache / .seconds(1))
        )
        try await self.record([.lookup(record)])
    }
}
