import Synchronization

extension Simulator {
    /// L5: which part of a board's limit is used while more waits than it allows.
    ///
    /// - Returns: Calls that left in half an hour, of those that would have been allowed.
    public static func utilisation(seed: UInt64) -> Double {
        var plan = Plan(seed: seed)
        plan.workers = 1
        plan.isSplit = true
        plan.poll = 5 * .second
        plan.accounts = [Plan.Account(name: "limited0", kind: .limited)]
        plan.wishes = (0..<120).map { number in
            Plan.Wish(time: 0, account: 0, role: number, act: .present(version: number + 1, isBad: false))
        }
        plan.blows = []
        plan.outages = []
        plan.faults = Plan.Faults()
        plan.healsAt = 35 * .minute
        let arena = Arena(plan, flaw: nil, keepsTrace: false)
        Person(arena: arena).plan()
        for worker in arena.workers { arena.world.after(0) { worker.start() } }
        arena.world.run(until: plan.healsAt)
        let sent = arena.checker.state.withLock { state in
            state.sent.filter { $0.at >= 5 * .minute && $0.at < 35 * .minute }.count
        }
        for worker in arena.workers { worker.end() }
        arena.close()
        arena.world.run(until: .max)
        return Double(sent) / Double(30 * Adapters.ofAccount)
    }
}
