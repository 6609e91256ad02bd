import AdapterKit
import FoundationEssentials
import Ledger
import Postings

extension Lane {
    /// The decisions of this turn, those kept back that would send a shape which the board has not approved.
    ///
    /// The first delivery of an account fixes its shape, durably and before anything leaves.
    mutating func pinned(_ decision: Decision, of claimed: Posting, _ account: DeliveryAccount)
        async throws(LedgerError) -> Decision
    {
        guard account.adapter.manifest.pinsShape, let operation = decision.operation else { return decision }
        guard let pin = account.pin(memory) else {
            memory.approve(account.adapter.shape, of: account.adapter.manifest.id)
            _ = try await commit([Step([learnt])])
            return decision
        }
        if pin.lets(operation, through: account.adapter.manifest.document?.scope) { return decision }
        var posting = claimed
        posting.phase = posting.waitingPhase
        // The acknowledgement wakes it; until then a look a day does no harm.
        posting.dueAt = environment.clock.now.addingTimeInterval(86_400)
        posting.state = .waitingForCustomer
        posting.error = pin.error(account: account.name, adapter: account.adapter.manifest.id, operation: operation)
        return .rest(posting, note: posting.error?.message)
    }
}

extension Lane.Decision {
    /// The operation that writes something, when one does.
    fileprivate var operation: Postings.Operation? {
        switch self {
        case .send(let ready): ready.operation
        case .publish(let publishing): publishing.operation
        case .rest, .find: nil
        }
    }
}
