import AdapterKit
import Documents
import Ledger
import Postings
import Transport

extension Lane {
    func sealing(_ posting: Posting) -> Sealing { Sealing(vault: environment.outer.vault, posting: posting) }

    /// What calls for a posting may read of what was kept, its secrets opened.
    func kept(of posting: Posting, _ account: DeliveryAccount) -> Members {
        var kept = memory.kept
        for member in sealing(posting).opened(posting.kept) { kept[member.key] = member.value }
        return kept
    }

    /// Secrets that the answer to a flight tells.
    func secretsTold(_ flight: Flight, _ outcome: Outcome, _ account: DeliveryAccount) -> [String] {
        guard let reply = outcome.reply,
            let format = account.adapter.call(for: flight.operation)?.request?.reply
        else { return [] }
        return account.adapter.secretsTold(
            by: reply,
            format: format,
            ads: flight.items.map(\.prepared),
            context: flight.context
        )
    }

    /// Takes the secrets that a look tells out of its record.
    func hide(
        _ asked: inout Asked,
        _ reply: Reply,
        to request: Request,
        in format: RequestRule.ReplyFormat?,
        _ ads: [PreparedAd],
        _ call: CallContext,
        _ account: DeliveryAccount
    ) {
        guard let format, var exchange = asked.exchange else { return }
        let told = account.adapter.secretsTold(by: reply, format: format, ads: ads, context: call)
        guard !told.isEmpty else { return }
        finish(&exchange, .replied(reply), Redaction(secrets: request.secrets + told))
        asked.exchange = exchange
    }

    /// The decision, unless its call needs a secret that was lost or does not open: without it nothing is sent.
    func written(_ decision: Decision, _ account: DeliveryAccount) -> Decision {
        guard case .send(let ready) = decision else { return decision }
        let names = account.adapter.keptSecrets(readBy: ready.operation)
        let lost = sealing(ready.posting).fault(ready.posting, reading: names, for: ready.operation)
        let mayTell = ready.operation != .withdraw && account.adapter.tellsSecrets(in: ready.operation)
        guard let fault = lost ?? (mayTell ? sealing(ready.posting).want() : nil) else { return decision }
        var posting = ready.posting
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = .waitingForCustomer
        posting.error = fault
        return .rest(posting, note: fault.message)
    }
}

extension Posting {
    /// Says of an ad that is there which secret told with it could not be kept.
    mutating func sayWhatWasLost() {
        if self.observed == .present, self.error == nil { self.error = Sealing.loss(in: self) }
    }
}

extension Adapter {
    /// Whether the answer to an operation tells a secret that later calls for the ad need.
    fileprivate func tellsSecrets(in operation: Postings.Operation) -> Bool {
        manifest.operations.contains { call in
            call.name == operation.rawValue && call.keep.contains { $0.kind == .secret && $0.owner == .posting }
        }
    }

    /// How the answers to a watch are read; nil for a public page, which tells no secrets.
    func replyFormat(of rule: WatchRule) -> RequestRule.ReplyFormat? {
        switch rule.reading {
        case .request(let request, _, _): request.reply
        case .find: call(for: .find)?.request?.reply
        case .fetch: nil
        }
    }
}
