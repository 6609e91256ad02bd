import Delivery
import FoundationEssentials
import Ledger
import Synchronization
import Transport

/// A worker of the fleet, through all its deaths.
final class Worker: Sendable {
    private struct State: Sendable {
        var process: Process?
        var task: Task<Void, Never>?
        var lives = 0
        var isOver = false
        /// How far its machine's clock is ahead, in microseconds.
        var clockOffset: Int64 = 0
    }

    /// How far a clock may be set wrong, in microseconds.
    private static let farthest: Int64 = 10 * .minute
    /// How long one run of the engine's loop may take.
    static let run: Int64 = .minute
    /// For how long it looks away at most once all is well.
    static let fairPoll: Int64 = .minute

    let number: Int
    private let arena: Arena
    private let accounts: [String: DeliveryAccount]
    private let state = Mutex(State())

    init(_ number: Int, _ arena: Arena, accounts: [String: DeliveryAccount]) {
        self.number = number
        self.arena = arena
        self.accounts = accounts
    }

    var process: Process? { state.withLock { $0.process } }

    var name: String { "w\(number)" }

    /// Begins a new life, with the blows that are planned for it.
    func start() {
        let life = state.withLock { state in
            state.lives += 1
            return state.lives
        }
        guard !state.withLock({ $0.isOver }) else { return }
        let process = Process(arena.world, name: name, number: life)
        process.setClock(aheadBy: state.withLock { $0.clockOffset })
        if life <= 8 {
            let own = arena.plan.blows.filter { $0.worker == number }
            process.plan(
                own.enumerated().compactMap { place, blow in
                    guard let job = blow.job, place % 8 == (life - 1) % 8 || life == 1 else { return nil }
                    return Process.Doom(job: job) { [self] _ in strike(blow.act) }
                }
            )
        }
        arena.world.note("start \(name).\(life)")
        arena.checker.attends(accounts.keys.sorted(), process)
        let environment = environment(process)
        let checker = arena.checker
        let (world, weather, usual) = (arena.world, arena.weather, arena.plan.poll)
        let task = Task(executorPreference: process) {
            while process.isAlive, !Task.isCancelled {
                let clock = environment.clock
                let end = clock.now.addingTimeInterval(Double(Self.run) / 1_000_000)
                do {
                    try await Reconciler(environment).run(PostingFilter(), deadline: end) { _ in false }
                } catch let error as LedgerError {
                    checker.forgot(process)
                    world.note("run of \(process.name) failed: \(error.code)")
                } catch {
                    world.note("run of \(process.name) ended: \(error)")
                }
                guard process.isAlive, !Task.isCancelled else { return }
                let poll = weather.isFair(at: world.now) ? Self.fairPoll : usual
                let next =
                    (try? await environment.ledger.nextDue(PostingFilter(accounts: environment.accounts.keys.sorted())))
                    ?? nil
                let latest = clock.now.addingTimeInterval(Double(poll) / 1_000_000)
                let soonest = clock.now.addingTimeInterval(0.5)
                await clock.sleep(until: max(soonest, min(next ?? latest, latest)))
            }
        }
        state.withLock { state in
            state.process = process
            state.task = task
        }
    }

    private func environment(_ process: Process) -> Environment {
        let port = LedgerPort(
            store: arena.store,
            world: arena.world,
            process: process,
            server: arena.server,
            weather: arena.weather
        )
        var environment = Environment(
            ledger: port,
            transport: Wire(network: arena.network, process: process),
            clock: SteadyClock(VirtualClock(world: arena.world, process: process)),
            accounts: accounts,
            documents: NoDocuments(),
            vault: nil,
            pageTemplates: [:],
            retry: RetryPolicy(),
            worker: name,
            zone: "UTC",
            chance: Chance(seed: arena.plan.seed, purpose: UInt64(1000 + number * 100 + process.number)),
            executor: process,
            places: 2
        )
        environment.flaw = arena.flaw
        return environment
    }

    /// Something happens to it.
    func strike(_ act: Plan.Blow.Act) {
        guard let process, process.isAlive, !arena.weather.isFair(at: arena.world.now) else { return }
        arena.world.note("\(name).\(process.number) \(act)")
        switch act {
        case .crash(let delay):
            process.kill()
            cancel()
            arena.world.after(delay) { [self] in start() }
        case .stop(let length):
            process.stop()
            arena.world.after(length) { process.resume() }
        case .drain: drain()
        case .step(let offset):
            let ahead = max(-Self.farthest, min(Self.farthest, process.clockOffset + offset))
            process.setClock(aheadBy: ahead)
            // The engine's clock is steady within a life: what a step does is seen by the next one.
            if arena.plan.hasSteps { state.withLock { $0.clockOffset = ahead } }
        }
    }

    /// Asks it to end; begun anew when it has.
    func drain() {
        let task = state.withLock { $0.task }
        guard let task, let process else { return }
        let began = arena.world.now
        task.cancel()
        Task(executorPreference: arena.server) { [self] in
            await task.value
            let took = arena.world.now - began
            arena.world.note("drained \(name) after \(took.inSeconds)")
            if began >= arena.checker.calmAt, took > Network.patience + .second {
                arena.checker.blame("L4", name, "took \(took.inSeconds) s to end")
            }
            guard process.isAlive else { return }
            process.kill()
            start()
        }
    }

    /// All is well from now on: it runs, with the right time.
    ///
    /// A life that began with a wrong clock keeps it, and so another one begins.
    func heal() {
        let hadStep = state.withLock { state in
            defer { state.clockOffset = 0 }
            return state.clockOffset != 0
        }
        guard let process else { return start() }
        if process.isStopped { process.resume() }
        if arena.plan.hasSteps, hadStep || process.clockOffset != 0 { drain() }
    }

    /// Ends it for good.
    func end() {
        state.withLock { $0.isOver = true }
        process?.kill()
        cancel()
        state.withLock { state in
            state.process = nil
            state.task = nil
        }
    }

    private func cancel() { state.withLock { $0.task }?.cancel() }
}

/// Documents have no part in the simulation.
private struct NoDocuments: DocumentStore {
    func publish(_ bytes: [UInt8], file: String, in directory: String) throws {}
    func retract(_ file: String, in directory: String) throws {}
    func read(_ file: String, in directory: String) -> [UInt8]? { nil }
}

/// A generator that several tasks of one process draw from.
private final class Dice: Sendable {
    private let dice: Mutex<SplitMix>
    init(_ dice: SplitMix) { self.dice = Mutex(dice) }
    func next() -> UInt64 { dice.withLock { $0.next() } }
}

extension Chance {
    fileprivate init(seed: UInt64, purpose: UInt64) {
        let dice = Dice(SplitMix(seed, purpose))
        self.init { dice.next() }
    }
}
