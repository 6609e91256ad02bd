import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Sends a read-only request and records the exchange.
    ///
    /// What is asked here can be asked again: a failed write of the record keeps nobody from going on.
    func ask(_ request: Request, call: String, _ account: DeliveryAccount) async -> (Outcome, Exchange) {
        var exchange = Exchange(
            id: UUID().uuidString,
            account: account.name,
            call: call,
            startedAt: environment.clock.now,
            request: request.redacted()
        )
        let outcome = await environment.transport.send(request)
        finish(&exchange, outcome, request)
        _ = try? await environment.ledger.commit([Step([.exchange(exchange)])])
        return (outcome, exchange)
    }

    /// Completes an exchange by what came of it.
    func finish(_ exchange: inout Exchange, _ outcome: Outcome, _ request: Request) {
        exchange.endedAt = environment.clock.now
        switch outcome {
        case .replied(let reply):
            exchange.status = reply.status
            exchange.reply = Self.bounded(reply.redacted(secrets: request.secrets))
        case .notSent(let failure), .unknown(let failure):
            exchange.reply = failure.message
        }
    }

    /// At most 64 KiB of text, cut at a character.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > 65_536 else { return text }
        return String(text.prefix(60_000)) + "\n(cut)"
    }
}
