import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Asks the board whether it has our ad, by our reference, and writes down what it said.
    mutating func find(_ claimed: Posting, _ input: AdInput, _ account: DeliveryAccount) async {
        var posting = claimed
        var input = input
        input.minted = posting.minted
        let accepted = posting.sent ?? posting.accepted
        input.accepted = accepted?.values
        let rendered = account.adapter.render(input, for: .find)
        let prepared = PreparedAd(
            input: input,
            ad: accepted.map {
                Ad(operation: .find, values: $0.values, fields: [], findings: [], contentHash: $0.contentHash)
            } ?? rendered
        )
        let call = context(account, attempt: UUID().uuidString)
        do throws(CallFault) {
            guard let request = try account.adapter.findRequest(for: prepared, context: call) else {
                return await giveUpFind(posting)
            }
            let (outcome, exchange) = await ask(request, call: "find", account)
            guard let reply = outcome.reply else {
                hold(outcome.failure)
                posting.phase = .ambiguous
                posting.dueAt = memory.cooldownUntil ?? environment.clock.now.addingTimeInterval(5)
                return await save(posting, "The board could not be asked: \(outcome.failure?.message ?? "no answer").", exchange)
            }
            let reading = account.adapter.readFind(reply, for: prepared, context: call)
            await conclude(posting, reading, exchange, account)
        } catch {
            posting.phase = .parked
            posting.state = .outcomeUnknown
            posting.error = PostingError(code: error.code.rawValue, message: error.message, remedy: error.remedy)
            await save(posting, error.message, nil)
        }
    }

    private func giveUpFind(_ claimed: Posting) async {
        var posting = claimed
        posting.phase = .parked
        posting.state = .outcomeUnknown
        posting.error = PostingError(
            code: "outcome-unknown",
            message: "A call's answer was lost and this board cannot be asked.",
            remedy: "Look at the board, then run `placard resolve \(posting.reference)`."
        )
        await save(posting, "This board cannot be asked.", nil)
    }

    private func conclude(
        _ claimed: Posting,
        _ reading: FindReading,
        _ exchange: Exchange,
        _ account: DeliveryAccount
    ) async {
        var posting = claimed
        switch reading.result {
        case .found?:
            adopt(&posting, reading)
            await save(posting, "The board was asked and has the ad.", exchange, watches: watches(for: posting, account))
        case .missing?:
            posting.absences += 1
            posting.phase = .ambiguous
            posting.dueAt = environment.clock.now
            await save(posting, "The board was asked and does not show the ad (\(posting.absences)).", exchange)
        case nil:
            posting.phase = .ambiguous
            posting.tries += 1
            let wait = environment.capped(.seconds(min(60, 2 << min(posting.tries, 5))))
            posting.dueAt = environment.clock.now.addingTimeInterval(wait / .seconds(1))
            if posting.tries >= environment.retry.mostTries {
                posting.phase = .parked
                posting.state = .outcomeUnknown
                posting.error = PostingError(
                    code: "outcome-unknown",
                    message: "A call's answer was lost and the board gives no clear answer to a look-up: "
                        + (reading.verdict.reason ?? reading.verdict.label),
                    remedy: "Look at the board, then run `placard resolve \(posting.reference)`."
                )
            }
            await save(posting, "The look-up told nothing: \(reading.verdict.reason ?? reading.verdict.label).", exchange)
        }
    }

    /// Takes over an ad that an unanswered call had made, with what that call carried.
    private func adopt(_ posting: inout Posting, _ reading: FindReading) {
        for value in reading.kept where value.owner == .posting && !value.isSecret { posting.kept[value.name] = value.value }
        posting.observed = .present
        // Only a creation's content is known to be there: an update may or may not have come through.
        posting.accepted = posting.unknownOperation == .create ? posting.sent ?? posting.accepted : posting.accepted
        if posting.unknownOperation != .create { posting.accepted = nil }
        posting.firstSent = posting.firstSent ?? posting.sent?.at
        posting.appliedGeneration = 0
        posting.unknownSince = nil
        posting.unknownOperation = nil
        posting.absences = 0
        posting.tries = 0
        posting.error = nil
        posting.state = .acknowledged
        posting.witness = .board
        posting.phase = .due
        posting.dueAt = environment.clock.now
    }

    private func watches(for posting: Posting, _ account: DeliveryAccount) -> [Watch] {
        guard let name = account.adapter.call(for: .create)?.then,
            let rule = account.adapter.manifest.watches.first(where: { $0.name == name }), rule.scope != .delivery
        else { return [] }
        let now = environment.clock.now
        return [
            Watch(
                owner: rule.scope == .account ? .account(account.name) : .posting(posting.id),
                name: name,
                account: account.name,
                operation: .create,
                generation: posting.generation,
                dueAt: now.addingTimeInterval(environment.capped(rule.every.first) / .seconds(1)),
                startedAt: now
            )
        ]
    }

    private func save(_ claimed: Posting, _ note: String, _ exchange: Exchange?, watches: [Watch] = []) async {
        var posting = claimed
        posting.leaseOwner = nil
        posting.leaseUntil = nil
        let evidence = Evidence(
            posting: posting.id,
            at: environment.clock.now,
            state: posting.state,
            witness: posting.witness,
            exchange: exchange?.id,
            url: posting.url,
            note: note
        )
        let step = Step(
            guarding: .init(posting: posting.id, epoch: posting.epoch),
            [.posting(posting), .evidence(evidence), .account(memory)] + watches.map(Change.watch)
        )
        // A failed write leaves the posting leased in doubt; recovery finds it so.
        if (try? await environment.ledger.commit([step])) != nil { environment.progress(posting) }
    }
}
