import Documents
import Foundation
import Testing

/// Kills the program at random moments: twenty in every run, two hundred with `KILLS=200`.
///
/// With `PLACARD_BINARY=.build/release/placard` it is the release build that is killed.
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
                let left = try demo.bench.run("ledger", "check")
                #expect(left.status == 0, "killed after \(moment) µs: \(left.output)")
                // Longer than a call can take and the settling after it: what was cut off is waited for that long.
                let second = try demo.bench.run(post + ["--timeout", "90s"])
                let postings = try second.json()["postings"]?.list ?? []
                // A board that allows so many calls a day is told of the next ones tomorrow.
                let paced = postings.filter { $0["error"]?["code"]?.text == "limit-waits" }.compactMap(\.accountName)
                let states = try second.states()
                for account in accounts {
                    let ads = try await demo.ads(of: account, holding: "K\(number)x").filter {
                        $0["visible"] != .boolean(false) || $0["state"]?.text == "live"
                    }
                    #expect(ads.count <= 1, "\(account) shows \(ads.count) ads of \(id), killed after \(moment) µs")
                    let state = states[account] ?? "absent"
                    if paced.contains(account) { continue }
                    if ["live", "acknowledged", "handed-over", "in-review"].contains(state), !Self.isPulled(account) {
                        #expect(
                            ads.count == 1 || state == "handed-over",
                            "\(account) says \(state) and shows \(ads.count) ads, killed after \(moment) µs"
                        )
                    } else if Self.isBlind(account) {
                        #expect(state == "outcome-unknown", "\(account) is \(state), killed after \(moment) µs")
                    } else {
                        #expect(
                            ["waiting-for-person", "handed-over", "acknowledged"].contains(state),
                            "\(account) is \(state), killed after \(moment) µs"
                        )
                    }
                }
            }
            let checked = try demo.bench.run("ledger", "check")
            #expect(checked.status == 0, "\(checked.output)")
            #expect(survivors < count, "no run was killed: the moments are drawn too late")
        }
    }

    /// Feeds and pages are fetched by the board in its own time, so that the sandbox may not show them yet.
    private static func isPulled(_ account: String) -> Bool {
        let text = manifest(account)
        return text.contains("\nkind: feed") || text.contains("\nkind: page") || text.contains("\nkind: manual")
    }

    /// Boards with neither key nor look-up: after a lost answer only a person can tell.
    private static func isBlind(_ account: String) -> Bool {
        let text = manifest(account)
        return text.contains("repeat: never") && !text.contains("\n  find:")
    }

    private static func manifest(_ account: String) -> String {
        let path = "\(Workbench.repository)/Adapters/\(account)/manifest.yaml"
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}

extension Value {
    fileprivate var accountName: String? { self["account"]?.text }
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
