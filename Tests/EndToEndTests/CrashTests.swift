import Documents
import Foundation
import Testing

/// `KILLS=200 swift test --filter CrashTests` runs the number that the promise names; every run kills twenty.
@Suite("Killed at any moment", .serialized)
struct CrashTests {
    @Test("kill -9 during post, then post again: no ad twice, none lost but those that say so")
    func killed() async throws {
        let count = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 20
        try await DemoBench.with { demo in
            let accounts = (demo.document["postings"]?.list ?? []).compactMap { $0["account"]?.text }
            var generator = SystemRandomNumberGenerator()
            var survivors = 0
            for number in 0..<count {
                let id = "kill-\(number)"
                try demo.bench.writeRole(id, title: "Engineer K\(number)x")
                let post = ["post", id, "--to", accounts.joined(separator: ","), "--json"]
                let victim = try demo.bench.start(post)
                // The moment is drawn over the whole length of a run, start-up and end included.
                let moment = Int.random(in: 0...400_000, using: &generator)
                victim.kill(afterMicroseconds: moment)
                if victim.finish().status != 128 + SIGKILL { survivors += 1 }
                let second = try demo.bench.run(post + ["--timeout", "40s"])
                let states = try second.states()
                for account in accounts {
                    let ads = try await demo.ads(of: account, holding: "K\(number)x").filter {
                        $0["visible"] != .boolean(false) || $0["state"]?.text == "live"
                    }
                    #expect(ads.count <= 1, "\(account) shows \(ads.count) ads of \(id), killed after \(moment) µs")
                    let state = states[account] ?? "absent"
                    if ["live", "acknowledged", "handed-over", "in-review"].contains(state), !Self.isPulled(account) {
                        #expect(
                            ads.count == 1 || state == "handed-over",
                            "\(account) says \(state) and shows \(ads.count) ads, killed after \(moment) µs"
                        )
                    } else {
                        #expect(
                            [
                                "outcome-unknown", "waiting-for-person", "handed-over", "acknowledged", "queued",
                                "sending",
                            ].contains(state),
                            "\(account) is \(state), killed after \(moment) µs"
                        )
                    }
                }
            }
            #expect(survivors < count, "no run was killed: the moments are drawn too late")
        }
    }

    /// Feeds and pages are fetched by the board in its own time, so that the sandbox may not show them yet.
    private static func isPulled(_ account: String) -> Bool {
        let text =
            (try? String(contentsOfFile: "\(Workbench.repository)/Adapters/\(account)/manifest.yaml", encoding: .utf8))
            ?? ""
        return text.contains("\nkind: feed") || text.contains("\nkind: page") || text.contains("\nkind: manual")
    }
}

extension Running {
    /// Kills the program without warning after a time, on a thread of its own.
    func kill(afterMicroseconds delay: Int) {
        let id = processID
        let killer = Thread {
            let end = DispatchTime.now() + .microseconds(delay)
            _ = DispatchSemaphore(value: 0).wait(timeout: end)
            Foundation.kill(id, SIGKILL)
        }
        killer.start()
    }
}
