import Documents
import Foundation
import Testing

@Suite("A full disk", .serialized)
struct DiskFullTests {
    /// A board of the sandbox, and how its account is made.
    struct Board: Sendable, CustomTestStringConvertible {
        let adapter: String
        let connect: [String]
        let secret: String
        var testDescription: String { adapter }

        /// Answers a repetition under the same key with the ad it made before.
        static let keeping = Board(
            adapter: "mastodon",
            connect: ["--secret", "token=env:BOARD"],
            secret: "sandbox-token-mastodon"
        )
        /// Would make a second ad, and can be asked for the first.
        static let asked = Board(
            adapter: "wordpress-wp-job-manager",
            connect: ["--set", "user=placard", "--secret", "password=env:BOARD"],
            secret: "sand box0 appl icat ion0 pass"
        )
    }

    @Test(
        "wherever the space ends, post says so, and with space made it ends in one ad",
        arguments: [Board.keeping, .asked]
    )
    func everywhere(board: Board) async throws {
        try await SandboxBench.with { sandbox in
            let disk = try begin(board, sandbox)
            defer { disk.remove() }
            let post = ["post", "engineer", "--to", "board", "--timeout", "20s", "--json"]
            let secret = ["BOARD": board.secret]
            var adsBehindFailures: Set<Int> = []
            var hasFitted = false
            for free in stride(from: 0, through: 900, by: 20) where !hasFitted {
                try disk.forgetLedger()
                try await sandbox.reset()
                let full = try disk.run(post, leaving: free, environment: secret)
                hasFitted = full.status == 0
                if !hasFitted {
                    try expectRefusal(full, disk, "\(free) KiB")
                    adsBehindFailures.insert(try await sandbox.creations(at: board.adapter))
                }

                let again = try disk.run(post, environment: secret)
                #expect(again.status == 0, "\(free) KiB: \(again.output) \(again.errors)")
                #expect(try again.posting()["remoteID"]?.text != nil, "\(free) KiB")
                #expect(try await sandbox.creations(at: board.adapter) == 1, "\(free) KiB")
            }
            #expect(hasFitted, "the disk is too small for a ledger")
            // Some runs failed before the ad was sent, and some when the board's answer was to be written.
            #expect(adsBehindFailures == [0, 1])
        }
    }

    @Test("on a full disk, what was posted can still be looked at")
    func looking() async throws {
        try await SandboxBench.with { sandbox in
            let disk = try begin(.keeping, sandbox)
            defer { disk.remove() }
            let posted = try disk.run(
                ["post", "engineer", "--to", "board", "--json"],
                environment: ["BOARD": Board.keeping.secret]
            )
            #expect(posted.status == 0, "\(posted.output) \(posted.errors)")
            let seen = try disk.run(["status", "--json"], leaving: 0, environment: [:])
            #expect(seen.status == 0, "\(seen.errors)")
            #expect(try seen.posting()["reference"] == posted.posting()["reference"])
        }
    }

    /// A workspace with one role and one account, `board`, on a small disk.
    private func begin(_ board: Board, _ sandbox: SandboxBench) throws -> SmallDisk {
        let disk = try SmallDisk()
        #expect(try disk.run(["init"], environment: [:]).status == 0)
        try disk.copy(
            "\(Workbench.repository)/Templates/roles/machine-learning-engineer.yaml",
            to: "roles/engineer.yaml"
        )
        let connected = try disk.run(
            [
                "connect", board.adapter, "--name", "board", "--base-url", sandbox.url(of: board.adapter),
                "--allow-private-network",
            ] + board.connect,
            environment: ["BOARD": board.secret]
        )
        #expect(connected.status == 0, "\(connected.errors)")
        return disk
    }

    /// One message that says what happened, where, and what to do; and the posting is still to be done.
    private func expectRefusal(_ outcome: Workbench.Outcome, _ disk: SmallDisk, _ place: String) throws {
        #expect(outcome.errors.components(separatedBy: "error:").count == 2, "\(place): \(outcome.errors)")
        #expect(outcome.errors.contains("\(disk.folder)/placard.db"), "\(place): \(outcome.errors)")
        // A file that may not grow is no full disk, and is told as what the system calls it.
        guard disk.isMounted else { return }
        #expect(outcome.status == 4, "\(place): \(outcome.errors)")
        #expect(try outcome.json()["error"]?["code"]?.text == "disk-full", "\(place): \(outcome.errors)")
        #expect(outcome.errors.contains("Free some space"), "\(place): \(outcome.errors)")
    }
}
