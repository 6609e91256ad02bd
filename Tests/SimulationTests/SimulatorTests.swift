import Delivery
import Simulation
import Testing

@Suite("Simulation")
struct SimulatorTests {
    @Test("a seed run twice does the same", arguments: [1, 7, 76, 168, 419] as [UInt64])
    func repeats(seed: UInt64) {
        let (first, second) = (Simulator.run(seed: seed), Simulator.run(seed: seed, keepsTrace: true))
        #expect(first.trace == second.trace)
        #expect(first.time == second.time)
        #expect(!second.lines.isEmpty)
    }

    @Test("different seeds do different things")
    func differs() {
        let traces = Set((1...20).map { Simulator.run(seed: $0).trace })
        #expect(traces.count == 20)
    }

    @Test("the engine keeps every invariant in the first seeds")
    func isSound() async {
        let survey = await Hunt.survey(from: 1, count: 40)
        #expect(survey.failures.flatMap(\.violations) == [])
    }

    @Test("an engine is changed by each seed: calls leave, and boards are changed")
    func isBusy() {
        let changes = (1...20).map { Simulator.run(seed: $0).changes }
        #expect(changes.reduce(0, +) > 60)
    }

    @Test("seeds that once showed a fault of the engine show none", arguments: RegressionSeeds.all)
    func regressions(seed: UInt64) {
        #expect(Simulator.run(seed: seed).violations == [])
    }

    @Test("a board's limit is used to nine parts in ten and a half while more waits than it allows")
    func utilisation() {
        let used = Simulator.utilisation(seed: 1)
        #expect(used >= 0.95)
        #expect(used <= 1)
    }
}

@Suite("Planted bugs")
struct PlantedTests {
    @Test("a guard that is left out breaks what it protects", arguments: Flaw.allCases)
    func isFound(flaw: Flaw) async {
        // The whole hunt, with what is promised of it, is the command's: here few seeds have to do.
        let bug = await Hunt.find(flaw, most: 1_000)
        #expect(flaw.invariants.contains(bug.violation?.invariant ?? "none"), "\(bug)")
    }

    @Test("there are eleven of them")
    func count() {
        #expect(Flaw.allCases.count == 11)
    }

    @Test("a failing run is made smaller, and still breaks the same invariant")
    func shrinks() throws {
        let run = Simulator.run(Plan(seed: 5), flaw: .forgetfulLimiter)
        let first = try #require(run.violations.first)
        let small = Shrinker.shrink(run, flaw: .forgetfulLimiter, most: 60)
        #expect(small.violations.first?.invariant == first.invariant)
        #expect(small.plan.size < run.plan.size)
    }
}
