import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Asks the board whether it has our ad, by our reference, and writes down what it said.
    mutating func find(_ posting: Posting, _ input: AdInput, _ account: DeliveryAccount) async throws(LedgerError) {
        let prepared = looked(for: posting, input, account)
        for isSecondTry in [false, true] {
            var call = context(account, attempt: environment.id())
            call.since = Self.beginning(of: posting)
            let written = Result { () throws(CallFault) in try account.adapter.findRequest(for: prepared, context: call)
            }
            guard case .success(let request?) = written else { return try await cannotFind(posting, written) }
            var asked = try await ask(request, call: "find", account, postings: [posting.id], isRecorded: false)
            guard let reply = asked.reply else { return try await unanswered(posting, asked) }
            let reading = account.adapter.readFind(reply, for: prepared, context: call)
            hide(
                &asked,
                reply,
                to: request,
                in: account.adapter.call(for: .find)?.request?.reply,
                [prepared],
                call,
                account
            )
            heed(nil, budget: reading.budget, wasTrial: false)
            if reading.wantsFreshToken, !isSecondTry {
                dropToken(account)
                if try await hasToken(account) { continue }
            }
            return try await conclude(posting, reading, asked.exchange, account)
        }
    }

    /// When the ad that is looked for may have come up at the earliest.
    static func beginning(of posting: Posting) -> Date {
        let doubt = posting.observed == .unknown ? posting.unknownSince : nil
        let creation = posting.unknownOperation ?? .create
        return doubt.flatMap { creation == .create ? $0 : nil } ?? posting.firstSent ?? posting.opened
    }

    /// The ad that is looked for: the one that was sent, not the one that is wanted now.
    private func looked(for posting: Posting, _ input: AdInput, _ account: DeliveryAccount) -> PreparedAd {
        var input = input
        input.minted = posting.minted
        let sent = posting.sent ?? posting.accepted
        input.accepted = sent?.values
        let ad = sent.map {
            Ad(operation: .find, values: $0.values, fields: [], findings: [], contentHash: $0.contentHash)
        }
        return PreparedAd(input: input, ad: ad ?? account.adapter.render(input, for: .find))
    }

    private mutating func cannotFind(
        _ posting: Posting,
        _ written: Result<Request?, CallFault>
    ) async throws(LedgerError) {
        if posting.observed != .unknown {
            return try await rest(notSeenGone(posting), note: "This board cannot be asked.")
        }
        var parked = unknown(posting)
        if case .failure(let fault) = written {
            parked.error = PostingError(code: fault.code.rawValue, message: fault.message, remedy: fault.remedy)
        }
        try await rest(parked, note: "This board cannot be asked.")
    }

    /// Nothing was learnt, and no try of the call is used up: the account rests, or the question waits its turn.
    private mutating func unanswered(_ claimed: Posting, _ asked: Asked) async throws(LedgerError) {
        var posting = claimed
        posting.phase = posting.waitingPhase
        posting.dueAt = heldUntil ?? asked.notBefore ?? environment.clock.now.addingTimeInterval(1)
        let changes = (asked.exchange.map { [Change.exchange($0)] } ?? []) + [learnt]
        try await rest(posting, note: nil, changes: changes)
    }

    private mutating func conclude(
        _ claimed: Posting,
        _ reading: FindReading,
        _ exchange: Exchange?,
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        var posting = claimed
        var watches: [Change] = []
        let note: String
        switch reading.result {
        case .found? where posting.observed != .unknown: note = stillFound(&posting)
        case .found?:
            adopt(&posting, reading)
            watches = watchesToStart(posting, account).map(Change.watch)
            note = "The board was asked and has the ad."
        case .missing? where posting.observed != .unknown: note = missingAtLast(&posting, account)
        case .missing?:
            posting.absences += 1
            posting.phase = .ambiguous
            posting.dueAt = environment.clock.now
            note = "The board was asked and does not show the ad (\(posting.absences))."
        case nil: note = learntNothing(&posting, reading)
        }
        let evidence = Evidence(
            posting: posting.id,
            at: environment.clock.now,
            state: posting.state,
            witness: posting.witness,
            exchange: exchange?.id,
            url: posting.url,
            note: note
        )
        let exchanged = exchange.map { [Change.exchange($0)] } ?? []
        _ = try await save(
            [Entry(posting: posting, changes: exchanged + [.evidence(evidence)] + watches)],
            beside: [learnt]
        )
    }

    private func learntNothing(_ posting: inout Posting, _ reading: FindReading) -> String {
        posting.phase = posting.waitingPhase
        posting.tries += 1
        let wait = environment.capped(.seconds(min(60, 2 << min(posting.tries, 5))))
        posting.dueAt = max(heldUntil ?? .distantPast, environment.clock.now.addingTimeInterval(wait / .seconds(1)))
        let reason = reading.verdict.reason ?? reading.verdict.label
        // What a repetition was answered counts for more than this.
        let answered = [PostingError.Code.repeatRefused, PostingError.Code.alreadyThere]
        if posting.observed == .unknown, !answered.contains(posting.error?.code ?? "") {
            posting.error = PostingError(
                code: PostingError.Code.lookToldNothing,
                message: "The answer to \(posting.unknownOperation?.rawValue ?? "a call") was lost, and asked for the "
                    + "ad the board did not tell: \(reason.asSentence)",
                remedy: "Nothing is to be done yet: where the board knows a call again by its key the same call is "
                    + "repeated, elsewhere the board is asked again."
            )
        }
        if posting.tries >= environment.outer.retry.mostTries {
            posting = posting.observed == .unknown ? unknown(posting) : notSeenGone(posting)
        }
        return "The look-up told nothing: \(reason)."
    }

    /// Takes over an ad that an unanswered call had made, with what that call carried.
    private func adopt(_ posting: inout Posting, _ reading: FindReading) {
        for value in sealing(posting).sealed(reading.kept) where value.owner == .posting {
            posting.kept[value.name] = value.value
        }
        posting.observed = .present
        // Only a creation's content is known to be there: a change may or may not have come through.
        let isCreation = posting.unknownOperation == .create && posting.error?.code != PostingError.Code.alreadyThere
        posting.accepted = isCreation ? posting.sent ?? posting.accepted : nil
        if posting.unknownOperation == .create { posting.renewalsDone = posting.renewalsAsked }
        posting.firstSent = posting.firstSent ?? posting.sent?.at
        posting.appliedGeneration = 0
        posting.clearDoubt()
        posting.error = nil
        posting.sayWhatWasLost()
        posting.state = .acknowledged
        posting.witness = .board
        posting.phase = .due
        posting.dueAt = environment.clock.now
    }

    /// The watch that the lost answer would have started, unless it follows what only that answer told.
    private func watchesToStart(_ posting: Posting, _ account: DeliveryAccount) -> [Watch] {
        guard let name = account.adapter.call(for: .create)?.then,
            let rule = account.adapter.manifest.watches.first(where: { $0.name == name }), rule.scope == .posting
        else { return [] }
        let now = environment.clock.now
        return [
            Watch(
                owner: .posting(posting.id),
                name: name,
                account: account.name,
                operation: .create,
                generation: posting.generation,
                dueAt: now.addingTimeInterval(environment.capped(rule.every.first) / .seconds(1)),
                startedAt: now
            )
        ]
    }

    // MARK: Looks for the end of an old ad

    private func stillFound(_ posting: inout Posting) -> String {
        let now = environment.clock.now
        posting.absences = 0
        let since = now.timeIntervalSince(posting.sent?.at ?? now)
        if since >= Self.proofTime / .seconds(1) {
            posting = notSeenGone(posting)
        } else {
            posting.phase = .due
            posting.dueAt = now.addingTimeInterval(environment.capped(.seconds(min(300, max(5, since)))) / .seconds(1))
        }
        return "The old ad is still there."
    }

    private func missingAtLast(_ posting: inout Posting, _ account: DeliveryAccount) -> String {
        let now = environment.clock.now
        posting.absences += 1
        posting.phase = .due
        let settle = environment.capped(account.adapter.call(for: .withdraw)?.settle ?? UnknownPolicy.defaultSettle)
        let settled = (posting.sent?.at ?? now).addingTimeInterval(settle / .seconds(1))
        posting.dueAt = max(now, settled)
        guard posting.absences >= UnknownPolicy.looksNeeded, now >= settled else {
            return "The old ad is not to be seen."
        }
        posting.absences = 0
        posting.state = .withdrawn
        posting.witness = .board
        posting.error = nil
        return "The old ad was looked for twice and is gone."
    }
}
