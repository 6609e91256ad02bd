import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Transport

extension Checker {
    /// A call leaves: S2, S3, S5, S6, S7, S8.
    ///
    /// - Returns: The number under which its answer is told.
    func sends(_ call: Call, by process: Process) async -> Int {
        let now = world.now
        let postings = postings(of: call)
        checkLimits(call, now)
        checkPauses(call, process, now)
        checkAccount(call, process, now)
        if call.isChange, let store = knownStore {
            for (posting, item) in postings { await check(call, posting, item, process, store, now) }
        }
        return state.withLock { state in
            state.sent.append(Sent(call: call, process: process, at: now, postings: postings.map(\.0)))
            if call.isChange { state.changes += 1 }
            return state.sent.count - 1
        }
    }

    /// An answer has reached its caller.
    func answered(_ number: Int, _ call: Call, _ outcome: Outcome, asks: Int64?, by process: Process) {
        let now = world.now
        state.withLock { state in
            let asked = state.sent[number].at
            state.sent[number].endedAt = now
            switch outcome {
            case .notSent: state.sent[number].effect = .none
            case .unknown: break
            case .replied(let reply):
                let isText = String(decoding: reply.body.prefix(1), as: UTF8.self) == "<"
                let isNothing = reply.status == 429 || reply.status == 409
                state.sent[number].effect =
                    reply.status >= 500 || isText ? .unknown : isNothing ? .none : .told
                if !call.isChange, !isText {
                    state.looks.append(Look(act: call.act, account: call.account, askedAt: asked, reply: reply))
                }
            }
            if let asks {
                state.pauses.append(
                    Pause(account: call.account, until: asks, latest: asks + now - asked, process: process)
                )
            }
        }
    }

    /// An answer came to a process that has died.
    func unheard(_ number: Int) { state.withLock { $0.sent[number].endedAt = world.now } }

    private func postings(of call: Call) -> [(String, Call.Item?)] {
        switch call.act {
        case .create(let items): items.map { ($0.posting, $0) }
        case .update(let id, _), .renew(let id), .withdraw(let id):
            knownBoard?.ad(id).map { [($0.item.posting, nil)] } ?? []
        case .find, .look, .nothing: []
        }
    }

    // MARK: One posting's call

    private func check(
        _ call: Call,
        _ posting: String,
        _ item: Call.Item?,
        _ process: Process,
        _ store: Store,
        _ now: Int64
    ) async {
        guard let row = (try? await store.contents.postings(PostingFilter(reference: posting)))?.first else {
            return blame("S2", posting, "a call left for a posting that nobody asked for")
        }
        let attempts = await store.attempts(of: row.id)
        let own = attempts.contains { attempt in
            attempt.ending == .sending && attempt.epoch == row.epoch && attempt.operation == call.operation
        }
        checkLease(call, row, process, store, now)
        if !own {
            blame("S2", posting, "\(call.words) left before its intent was durable")
        }
        checkInFlight(call, posting, now)
        checkVersion(call, posting, item)
        checkRepeat(call, posting, item, now)
    }

    /// S5: bytes leave under a lease that lasts as long as the call can.
    private func checkLease(_ call: Call, _ row: Posting, _ process: Process, _ store: Store, _ now: Int64) {
        guard row.phase == .leased, let lease = store.lease(of: row.id), lease.process === process else {
            return blame("S5", row.reference, "\(call.words) left from \(process.name), which holds no lease")
        }
        // A file has one worker, whose leases nobody else takes over.
        if store.isShared, lease.ends - now < Network.patience {
            blame("S5", row.reference, "\(call.words) left \((lease.ends - now).inSeconds) s before its lease ends")
        }
    }

    /// S5: nothing else of the posting is under way.
    private func checkInFlight(_ call: Call, _ posting: String, _ now: Int64) {
        let other = state.withLock { state in
            state.sent.last { sent in
                sent.endedAt == nil && now - sent.at < Network.patience && sent.process.isAlive && sent.call.isChange
                    && sent.postings.contains(posting)
            }
        }
        if let other { blame("S5", posting, "\(call.words) left while \(other.call.words) is under way") }
    }

    /// S6: an old content never follows a newer one that was accepted.
    private func checkVersion(_ call: Call, _ posting: String, _ item: Call.Item?) {
        let title: String? = if case .update(_, let title) = call.act { title } else { item?.title }
        guard let title, let version = Revisions.version(of: title) else { return }
        let newest = state.withLock { $0.accepted[posting] ?? 0 }
        if version < newest { blame("S6", posting, "\(call.words) left after version \(newest) was accepted") }
    }

    // MARK: Accounts and hosts

    /// S7: no window is exceeded.
    private func checkLimits(_ call: Call, _ now: Int64) {
        guard call.kind == .limited else { return }
        var windows = [("account \(call.account)", Adapters.ofAccount)]
        if case .create = call.act { windows.append(("host", Adapters.ofHost)) }
        for (key, most) in windows {
            let count = state.withLock { state in
                var times = state.counted[key] ?? []
                times.append(now)
                times.removeAll { $0 <= now - .minute }
                state.counted[key] = times
                return times.count
            }
            if count > most { blame("S7", key, "\(count) calls within a minute, and \(most) are allowed") }
        }
    }

    /// S5: nobody else is at work on the account.
    private func checkAccount(_ call: Call, _ process: Process, _ now: Int64) {
        let other = state.withLock { state in
            state.sent.last { sent in
                sent.endedAt == nil && now - sent.at < Network.patience && sent.call.account == call.account
                    && sent.process !== process && sent.process.isAlive
            }
        }
        guard let other else { return }
        let words = "\(call.words) left from \(process.name) while \(other.call.words) of \(other.process.name)"
        blame("S5", call.account, "\(words) is under way")
    }

    /// S8: nothing leaves while the board has asked to wait, and one trial at a time while the breaker is open.
    private func checkPauses(_ call: Call, _ process: Process, _ now: Int64) {
        let found = state.withLock { state -> String? in
            let pause = state.pauses.last { pause in
                pause.account == call.account && pause.until > now + 1_000
                    && (pause.isDurable || pause.process === process)
            }
            if let pause {
                return "\(call.words) left \((pause.until - now).inSeconds) s before the board's wait is over"
            }
            guard state.open[call.account] != nil, call.isChange else { return nil }
            let others = state.sent.filter { sent in
                sent.endedAt == nil && sent.process.isAlive && sent.call.account == call.account
                    && now - sent.at < Network.patience
            }
            return others.isEmpty ? nil : "\(call.words) left beside \(others[0].call.words), and the breaker is open"
        }
        if let found { blame("S8", call.account, found) }
    }
}

extension Call {
    /// The operation that a changing call is made for.
    var operation: Postings.Operation? {
        switch act {
        case .create: .create
        case .update: .update
        case .renew: .renew
        case .withdraw: .withdraw
        case .find, .look, .nothing: nil
        }
    }
}
