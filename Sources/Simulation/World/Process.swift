import Synchronization

/// A program that runs in the world: a worker, or the ledger's server.
///
/// All of its tasks run here, one job at a time, so that it can be stopped and killed between any two of them.
final class Process: TaskExecutor {
    /// What happens to a process between two of its jobs.
    struct Doom: Sendable {
        let job: Int
        let action: @Sendable (Process) -> Void
    }

    private struct State: Sendable {
        var isAlive = true
        var isStopped = false
        var jobs = 0
        var held: [World.Ready] = []
        var dooms: [Doom] = []
        var clockOffset: Int64 = 0
        /// When it began to run, or went on.
        var runsSince: Int64 = 0
    }

    let name: String
    /// Tells processes of the same name apart.
    let number: Int
    private let world: World
    private let state = Mutex(State())

    init(_ world: World, name: String, number: Int) {
        self.world = world
        self.name = name
        self.number = number
        state.withLock { $0.runsSince = world.now }
    }

    var isAlive: Bool { state.withLock { $0.isAlive } }
    var isStopped: Bool { state.withLock { $0.isStopped } }
    /// Since when it runs without a stop; nil when it does not.
    var awakeSince: Int64? { state.withLock { $0.isAlive && !$0.isStopped ? $0.runsSince : nil } }
    /// How far its machine's clock is ahead, in microseconds.
    var clockOffset: Int64 { state.withLock { $0.clockOffset } }

    func setClock(aheadBy offset: Int64) { state.withLock { $0.clockOffset = offset } }

    /// Has something happen before the given job.
    func plan(_ dooms: [Doom]) { state.withLock { $0.dooms += dooms } }

    func enqueue(_ job: consuming ExecutorJob) {
        let ready = World.Ready(process: self, job: UnownedJob(job))
        let isHeld = state.withLock { state in
            if state.isStopped { state.held.append(ready) }
            return state.isStopped
        }
        if !isHeld { world.enqueue(ready) }
    }

    func run(_ job: UnownedJob) {
        let due = state.withLock { state -> [Doom] in
            state.jobs += 1
            let due = state.dooms.filter { $0.job == state.jobs }
            return state.isAlive ? due : []
        }
        for doom in due { doom.action(self) }
        if isStopped {
            state.withLock { $0.held.append(World.Ready(process: self, job: job)) }
        } else {
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Kills it: from now on nothing that it does has an effect.
    ///
    /// Its tasks wind down unseen, since each of its ways into the world fails.
    func kill() {
        resume()
        state.withLock { state in
            state.isAlive = false
            state.dooms = []
        }
    }

    /// Stops it between two jobs.
    func stop() {
        let own = world.withdraw(self)
        state.withLock { state in
            state.isStopped = true
            state.held += own
        }
    }

    /// Has a stopped process go on.
    func resume() {
        let now = world.now
        let held = state.withLock { state in
            if state.isStopped { state.runsSince = now }
            state.isStopped = false
            defer { state.held = [] }
            return state.held
        }
        world.enqueue(held)
    }
}
