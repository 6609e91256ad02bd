import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization

extension Checker {
    /// How long a posting may be due while its account may send and a worker is there: the worker is at another
    /// account's calls until its run ends, looks away, and a call takes its time.
    private static let longestWait = Worker.run + Worker.fairPoll + Network.patience

    /// How long a worker may rest an account of its own accord: as long as the breaker at its longest.
    private static let longestRest = 30 * Int64.minute

    /// When all is well and the commits that were slow before are over.
    var calmAt: Int64 { healsAt + Weather.slowest + 10 * .second }

    /// A worker begins a life.
    func attends(_ accounts: [String], _ process: Process) {
        state.withLock { state in
            for account in accounts { state.crew[account, default: []].append(process) }
        }
    }

    // MARK: What accounts remember

    /// S8 and L3: until when an account rests by the ledger, and who asked for that.
    func rests(_ account: AccountState, _ process: Process, isTold: Bool) {
        let now = world.now
        let until = [account.cooldownUntil, account.openUntil].compactMap { $0?.sinceStart }.max() ?? 0
        let asked = state.withLock { state -> Int64 in
            state.open[account.name] = account.openUntil
            // A rest that is lifted early ends then.
            state.rests[account.name] = until > now ? until : min(state.rests[account.name] ?? 0, now)
            let own = state.pauses.indices.filter { state.pauses[$0].account == account.name }
            if isTold {
                for place in own where state.pauses[place].process === process { state.pauses[place].isDurable = true }
            }
            return own.map { state.pauses[$0].latest }.max() ?? 0
        }
        // Clocks that were set wrong make rests longer: what they do is looked at apart.
        guard !hasSteps, until > max(asked, now + Self.longestRest) + .second else { return }
        blame("L3", account.name, "rests for \((until - now).inSeconds) s, and nobody asked for that")
    }

    /// A run of the loop has failed with its ledger: what it had not written down yet is forgotten.
    func forgot(_ process: Process) {
        state.withLock { $0.pauses.removeAll { $0.process === process && !$0.isDurable } }
    }

    // MARK: Waiting

    /// L3: what was taken had not waited too long.
    func claimed(_ postings: [Posting]) {
        for posting in postings {
            if let waited = wait(of: posting) {
                blame("L3", posting.reference, "was due for \(waited.inSeconds) s before it was taken")
            }
        }
    }

    /// L3: what nobody takes does not wait for ever.
    func waits(_ postings: [Posting]) {
        for posting in postings where [.due, .ambiguous].contains(posting.phase) {
            if let waited = wait(of: posting) {
                blame("L3", posting.reference, "has been due for \(waited.inSeconds) s, and nobody takes it")
            }
        }
    }

    /// For how long a posting has waited though it could have been taken; nil when that is not too long.
    private func wait(of posting: Posting) -> Int64? {
        guard !hasSteps, let due = posting.dueAt?.sinceStart else { return nil }
        let now = world.now
        let account = posting.key.account
        let (rest, crew) = state.withLock { ($0.rests[account] ?? 0, $0.crew[account] ?? []) }
        // Somebody has to be there, and has to be there for so long.
        guard let since = crew.compactMap(\.awakeSince).min() else { return nil }
        let waited = now - max(due, rest, since, calmAt)
        return waited > Self.longestWait ? waited : nil
    }

    /// L2: a dead worker's posting was freed.
    func recovered(_ posting: Posting, _ lease: Store.Lease?) {
        guard let lease, world.now > healsAt else { return }
        let late = world.now - max(lease.ends, healsAt + 4 * .minute)
        if late > 65 * .second { blame("L2", posting.reference, "was freed \(late.inSeconds) s after its lease") }
    }
}

extension Date {
    /// Microseconds between the beginning of the world and an instant.
    var sinceStart: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) - World.start }
}
