import AdapterKit
import Documents
import Ledger
import Postings

import struct FoundationEssentials.Date

extension Settler {
    /// The watch that follows an accepted operation.
    ///
    /// Where a withdrawal names none, the creation's watch looks on at once: it sees the ad go.
    func watchToStart(after operation: Operation, named name: String?) -> WatchRule? {
        if let name { return manifest.watches.first { $0.name == name } }
        guard operation == .withdraw else { return nil }
        let usual = manifest.operations.first { $0.name == Operation.create.rawValue }?.then
        return manifest.watches.first { $0.name == usual && $0.scope == .posting }
    }

    /// The watch of a rule for one posting, from now on.
    func watch(_ rule: WatchRule, for posting: Posting, sent: Sent, kept: [KeptValue]) -> Watch {
        let owner: Watch.Owner = rule.scope == .account ? .account(posting.key.account) : .posting(posting.id)
        let own = kept.filter { $0.owner == .delivery && !$0.isSecret }.map { ($0.name, $0.value) }
        return Watch(
            owner: owner,
            name: rule.name,
            account: posting.key.account,
            operation: sent.operation,
            generation: sent.generation,
            dueAt: now.addingTimeInterval(min(rule.every.first, cap ?? rule.every.first) / .seconds(1)),
            startedAt: now,
            kept: Members(own)
        )
    }
}
