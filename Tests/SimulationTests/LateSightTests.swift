import Testing

@testable import Simulation

@Suite("Boards that show late what they took")
struct LateSightTests {
    @Test("an ad that a slow board shows at the end of its time is not taken for removed")
    func slowAndLate() {
        let broken = (UInt64(1)...40).flatMap { seed in
            var plan = Plan(seed: seed)
            (plan.workers, plan.isSplit, plan.healsAt) = (1, true, 10 * .minute)
            plan.accounts = [Plan.Account(name: "looked0", kind: .looked)]
            plan.wishes = [Plan.Wish(time: 0, account: 0, role: 0, act: .present(version: 1, isBad: false))]
            (plan.blows, plan.outages, plan.faults) = ([], [], Plan.Faults())
            (plan.faults.board, plan.faults.kinds, plan.faults.lag) = (1, [.slow], 59 * .second)
            return Simulator.run(plan, flaw: nil).violations
        }
        #expect(broken == [])
    }
}
