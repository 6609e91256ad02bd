import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

/// What came of a question to the board.
struct Asked {
    /// The reply, if one arrived.
    var reply: Reply?
    /// The exchange, unless nothing was sent.
    var exchange: Exchange?
    /// Why there is no reply.
    var failure: String?
    /// What to do about that.
    var remedy: String?
    /// When it may be asked again, where the question had to wait for its turn.
    var notBefore: Date?
}

extension Lane {
    /// Sends a read-only request, once the account may send and the rate windows allow it.
    ///
    /// What is asked here can be asked again. The exchange is recorded here unless the caller writes it with what
    /// it proves.
    ///
    /// - Parameters:
    ///   - isRecorded: Whether the exchange is written here.
    ///   - isBoards: Whether the board's interface is asked; a public page says nothing about the way to it.
    mutating func ask(
        _ request: Request,
        call: String,
        _ account: DeliveryAccount,
        records: Int = 1,
        postings: [Int64] = [],
        isRecorded: Bool = true,
        isBoards: Bool = true
    ) async throws(LedgerError) -> Asked {
        if mustRest { return Asked(failure: "the account rests", notBefore: heldUntil ?? environment.clock.now) }
        let shares = isBoards ? shares(of: call, postings: postings, account) : []
        let now = environment.clock.now
        let draw: Limiter.Draw
        switch try await take(shares, records: records) {
        case .go(_, let drawn): draw = drawn
        case .wait(let until):
            return Asked(failure: "the board's limit is reached", notBefore: Date(microseconds: until))
        case .never:
            return Asked(failure: "the board's limit allows no such call", notBefore: now.addingTimeInterval(86_400))
        }
        if !shares.isEmpty, environment.outer.flaw != .forgetfulLimiter {
            let takenAt = environment.clock.elapsed
            let written = try await environment.shared.limiter.commit(
                [],
                drawing: draw,
                under: hold,
                to: environment.ledger
            )
            if written.isOverdrawn {
                return Asked(failure: "another worker asked the board", notBefore: environment.clock.now)
            }
            // What was drawn for an earlier time is not used now.
            let age = environment.clock.elapsed - takenAt
            let present = environment.clock.now
            if shares.contains(where: { !$0.window.holds(since: age, now: present.microseconds) }) {
                return Asked(failure: "the ledger was slow", notBefore: present)
            }
        }
        // The last look at the clock, with nothing between it and the first byte: another worker may have the account.
        if isHoldShort { return Asked(failure: "the ledger was slow", notBefore: environment.clock.now) }
        let hidden = Redaction(secrets: request.secrets)
        var exchange = Exchange(
            id: environment.id(),
            account: account.name,
            call: call,
            startedAt: now,
            request: request.redacted(by: hidden)
        )
        let wasTrial = memory.openUntil != nil
        let answer = await environment.transport.send(request)
        let outcome = answer.received(at: environment.clock.now)
        finish(&exchange, outcome, hidden)
        if isBoards { heed(outcome, budget: nil, wasTrial: wasTrial) }
        if let failure = outcome.failure {
            environment.shared.heed(failure)
            if isBoards {
                lastFailure = failure.message
                hold(after: failure)
            }
        }
        if isRecorded { try await record([.exchange(exchange)]) }
        let failure = outcome.failure
        return Asked(reply: outcome.reply, exchange: exchange, failure: failure?.message, remedy: failure?.remedy)
    }

    /// Completes an exchange by what came of it, secrets hidden.
    func finish(_ exchange: inout Exchange, _ outcome: Outcome, _ hidden: Redaction) {
        exchange.endedAt = environment.clock.now
        switch outcome {
        case .replied(let reply):
            exchange.status = reply.status
            exchange.reply = Self.bounded(reply.redacted(by: hidden))
        case .notSent(let failure), .unknown(let failure):
            exchange.reply = failure.message
        }
    }

    /// At most 64 KiB of text, cut at a character.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > 65_536 else { return text }
        return String(decoding: text.utf8.prefix(65_000), as: UTF8.self) + "\n(cut)"
    }

    /// Obeys what a reply says about budgets, and counts failures of the way.
    ///
    /// A wait that the board asks for holds for the whole account, in full: only a demonstration shortens it.
    mutating func heed(_ outcome: Outcome?, budget: BudgetReading?, wasTrial: Bool) {
        let now = environment.clock.now
        if let hold = budget?.holdUntil {
            rest(
                until: now.addingTimeInterval(
                    environment.capped(.seconds(max(0, hold.timeIntervalSince(now)))) / .seconds(1)
                )
            )
        }
        var breaker = Breaker(failures: memory.failures, openUntil: memory.openUntil?.timeIntervalSince1970)
        switch outcome {
        case nil: return
        case .replied(let reply)? where reply.status < 500: breaker.succeeded()
        // The end of our own work is no fault of the board.
        case .notSent(let failure)? where failure.isOurs: return
        case .replied?, .notSent?, .unknown?: breaker.failed(now: now.timeIntervalSince1970, wasTrial: wasTrial)
        }
        memory.failures = breaker.failures
        memory.openUntil = breaker.openUntil.map(Date.init(timeIntervalSince1970:))
    }

    /// Sends nothing of the account before an instant; a longer rest stays.
    mutating func rest(until instant: Date) {
        memory.cooldownUntil = max(memory.cooldownUntil ?? .distantPast, instant)
    }

    /// How long an ad waits whose call never left, or nil when the call left, or can never leave as it is.
    ///
    /// What never left is no failed try of it: the account rests, and the ad waits for it.
    mutating func pause(after outcome: Outcome) -> Duration? {
        if let failure = outcome.failure { environment.shared.heed(failure) }
        guard case .notSent(let failure) = outcome, ![.invalidRequest, .addressRefused].contains(failure.code) else {
            return nil
        }
        lastFailure = failure.message
        hold(after: failure)
        return heldUntil.map { .seconds(min($0.timeIntervalSince(environment.clock.now), 3600)) } ?? .zero
    }

    /// Rests the account for a while after the way to the board failed.
    private mutating func hold(after failure: TransportFailure) {
        guard !failure.isOurs else { return }
        let pause = environment.outer.retry.wait(
            afterFailures: min(max(memory.failures, 1), 5),
            asked: nil,
            using: &generator
        )
        let wait = max(environment.capped(pause ?? .seconds(60)), .milliseconds(200))
        rest(until: environment.clock.now.addingTimeInterval(wait / .seconds(1)))
    }
}

extension TransportFailure {
    /// Whether nothing between us and the board is to blame: our own work ended, or our own transport is broken.
    fileprivate var isOurs: Bool { [.cancelled, .shutDown, .transportBroken].contains(code) }
}

extension Outcome {
    /// The outcome with the moment of its arrival by delivery's own clock: what the board asks to wait counts from it.
    func received(at now: Date) -> Outcome {
        guard case .replied(var reply) = self else { return self }
        reply.receivedAt = now
        return .replied(reply)
    }
}
