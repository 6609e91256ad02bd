import Synchronization
import Transport

extension Checker {
    /// S3: after an unknown outcome comes a look, or the same call under the same key, or a person.
    func checkRepeat(_ call: Call, _ posting: String, _ item: Call.Item?, _ now: Int64) {
        let verdict = state.withLock { state -> String? in
            let before = state.sent.last { sent in
                // What did nothing leaves the doubt over an earlier call as it was.
                sent.effect != .none && sent.postings.contains(posting)
                    && Self.isSame(sent.call.act, call.act, wire: item?.wire)
            }
            guard let before, before.effect == .unknown, state.resolved[posting].map({ $0 < before.at }) ?? true else {
                return nil
            }
            switch call.act {
            case .create: return creation(call, item, before, state, now)
            case .renew: return "nobody had looked"
            case .update(_, let title):
                guard case .update(_, let old) = before.call.act, old != title else { return nil }
                return "it carried \(old) before, whose outcome is unknown"
            default: return nil
            }
        }
        if let verdict { blame("S3", posting, "\(call.words) was repeated, and \(verdict)") }
        checkWithdrawn(call, posting)
        checkEnd(call, posting, now)
    }

    private static func isSame(_ old: Call.Act, _ new: Call.Act, wire: String?) -> Bool {
        switch (old, new) {
        case (.create(let items), .create): items.contains { $0.wire == wire }
        case (.renew(let old), .renew(let new)): old == new
        case (.update(let old, _), .update(let new, _)): old == new
        default: false
        }
    }

    private func creation(
        _ call: Call,
        _ item: Call.Item?,
        _ before: Sent,
        _ state: borrowing State,
        _ now: Int64
    ) -> String? {
        if call.kind == .keyed {
            let first = state.sent.first { $0.call.key == call.key }?.at ?? now
            return call.key == before.call.key && now - first < Adapters.keyLife
                ? nil : "its key is not kept any more"
        }
        guard call.kind != .blind else { return "the board cannot be asked" }
        let end = min(before.endedAt ?? .max, before.at + Network.patience)
        let looks = state.looks.filter { look in
            look.account == call.account && look.askedAt >= before.at && look.lacks(item?.wire ?? "")
        }
        guard looks.count >= 2 else { return "\(looks.count) looks came back empty" }
        let wait = (looks.last?.askedAt ?? 0) - end
        return wait < Adapters.settle ? "the last look came \(wait.inSeconds) s after the call" : nil
    }

    /// S3: no ad is created beside one whose withdrawal is doubtful: it was seen gone, or its end was told.
    private func checkWithdrawn(_ call: Call, _ posting: String) {
        guard case .create = call.act else { return }
        let doubtful = state.withLock { state -> Sent? in
            let before = state.sent.last { sent in
                guard sent.effect != .none, sent.postings.contains(posting) else { return false }
                if case .withdraw = sent.call.act { return true }
                return false
            }
            guard let before, before.effect == .unknown, case .withdraw(let id) = before.call.act,
                state.resolved[posting].map({ $0 < before.at }) ?? true
            else { return nil }
            let ad = knownBoard?.ad(id)
            let wire = ad?.item.wire ?? ""
            // A look that left before the withdrawal counts when the ad had gone by then, as by a moderator's hand.
            let since = min(before.at, ad?.gone ?? .max)
            let isGone = state.looks.contains { look in
                look.askedAt >= since
                    && (look.act == .look(id: id) && look.reply.status == 404
                        || look.account == call.account && look.lacks(wire))
            }
            return isGone ? nil : before
        }
        if let doubtful { blame("S3", posting, "\(call.words) left, and \(doubtful.call.words) is doubtful") }
    }

    /// S3: an end does not overtake a change whose outcome is unknown: on some boards that brings the ad back.
    private func checkEnd(_ call: Call, _ posting: String, _ now: Int64) {
        guard case .withdraw(let id) = call.act else { return }
        let early = state.withLock { state -> (Sent, Int64)? in
            let before = state.sent.last { $0.effect != .none && $0.postings.contains(posting) && $0.call.changes(id) }
            guard let before, before.effect == .unknown, state.resolved[posting].map({ $0 < before.at }) ?? true else {
                return nil
            }
            let wait = now - min(before.endedAt ?? .max, before.at + Network.patience)
            return wait < Adapters.usualSettle ? (before, wait) : nil
        }
        if let (before, wait) = early {
            blame("S3", posting, "\(call.words) left \(wait.inSeconds) s after \(before.call.words), which is doubtful")
        }
    }
}

extension Call {
    /// Whether it would change an ad and leave it up.
    fileprivate func changes(_ ad: Int) -> Bool {
        switch act {
        case .update(let id, _), .renew(let id): id == ad
        default: false
        }
    }
}
