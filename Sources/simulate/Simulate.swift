import ArgumentParser
import Documents
import Simulation

/// Runs the delivery engine in simulated worlds, and says which invariants did not hold.
@main
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run the delivery engine in simulated worlds that only a seed decides.",
        discussion: """
            simulate --seeds 2000          runs seeds 1 to 2000
            simulate --seed 42             runs one seed, and makes it smaller when it fails
            simulate --planted             proves that missing guards are found
            A million seeds: simulate --seeds 1000000
            """
    )

    @Option(help: "Run so many seeds.")
    var seeds: Int?

    @Option(help: "The first of them.")
    var first: UInt64 = 1

    @Option(help: "Run this seed.")
    var seed: UInt64?

    @Flag(help: "Look for each guard that is left out on purpose, in at most 10000 seeds.")
    var planted = false

    @Flag(help: "Have workers share every account.")
    var fleet = false

    @Flag(help: "Have workers live on with clocks that were set wrong by up to ten minutes.")
    var steps = false

    @Flag(help: "Print one JSON document.")
    var json = false

    @Flag(help: "Print what happened in the run of a seed, line by line.")
    var lines = false

    func validate() throws {
        guard [seeds != nil, seed != nil, planted].filter({ $0 }).count == 1 else {
            throw ValidationError("Give one of --seeds, --seed and --planted.")
        }
    }

    func run() async throws {
        var violations: [Violation] = []
        var trace = ""
        var bugs: [Bug] = []
        if let seed {
            let run = Simulator.run(seed: seed, isStrict: fleet, hasSteps: steps, keepsTrace: lines)
            if lines, !json { for line in run.lines { print(line) } }
            (violations, trace) = (run.violations, run.trace)
            if !json { say(run) }
        } else if planted {
            bugs = await Hunt.planted()
            if !json {
                for bug in bugs {
                    let result = bug.found ? "found after \(bug.seeds) seeds" : "NOT found in \(bug.seeds) seeds"
                    print("\(bug.name): \(result)\(bug.violation.map { " (\($0))" } ?? "")")
                }
            }
        } else if let seeds {
            let survey = await Hunt.survey(from: first, count: seeds, isStrict: fleet, hasSteps: steps)
            (violations, trace) = (survey.failures.flatMap(\.violations), survey.trace)
            if !json {
                for run in survey.failures { say(run) }
                print("\(survey.seeds) seeds, \(survey.failures.count) with violations, trace \(trace)")
            }
        }
        if json {
            print(JSON.prettyText(SimulationReport.document(violations: violations, trace: trace, bugs: bugs)))
        }
        if !violations.isEmpty || bugs.contains(where: { !$0.found }) { throw ExitCode.failure }
    }

    private func say(_ run: Run) {
        for violation in run.violations { print(violation) }
        guard !run.violations.isEmpty else { return print("seed \(run.plan.seed): sound, trace \(run.trace)") }
        let small = Shrinker.shrink(run)
        print("The same in a smaller world:\n\(small.plan)")
        for line in small.lines.suffix(40) { print(line) }
    }
}
