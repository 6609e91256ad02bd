import Testing

@testable import Simulation

@Suite("Traces")
struct TraceTests {
    @Test(
        "times are written to the millisecond, those before the beginning with a sign",
        arguments: [
            (0, "0.000"), (61_005_999, "61.005"), (-500, "0.000"), (-1_500_000, "-1.500"), (-20_000, "-0.020"),
        ] as [(Int64, String)]
    )
    func seconds(time: Int64, text: String) {
        #expect(time.inSeconds == text)
    }

    @Test("clocks that are set wrong are written down", arguments: [1, 2, 3] as [UInt64])
    func steps(seed: UInt64) {
        let run = Simulator.run(seed: seed, hasSteps: true, keepsTrace: true)
        #expect(run.lines.contains { $0.contains("step(") })
    }
}
