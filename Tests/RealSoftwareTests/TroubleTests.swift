import Testing

extension RealSoftware.Delivery {
    @Test("Wrong credentials post nothing, and say what to do", arguments: Board.allCases)
    func wrongCredentials(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver, secret: "wrong-secret-of-nobody")
        defer { hiring.end() }

        let (posting, result) = try await hiring.posting(["post", "engineer", "--to", "board", "--timeout", "5s"])
        #expect(result.status == 4, "\(result)")
        #expect(posting.state == "waiting-for-customer", "\(result)")
        #expect(posting.error?.remedy.isEmpty == false, "\(result)")
        #expect(!result.output.contains(hiring.secret))
        #expect(try await receiver.ads(with: hiring.title).isEmpty)
        let log = try await hiring.run(["log", posting.reference, "--full"])
        #expect(!log.output.contains(hiring.secret))
    }

    @Test(
        "A server that is down leaves the posting pending, and the next command delivers it",
        arguments: Board.allCases
    )
    func serverDown(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        // Port 9 of loopback is reserved for discarding, and nobody listens there.
        let hiring = try await Hiring.begin(at: receiver, server: "http://127.0.0.1:9")
        defer { hiring.end() }

        let (pending, down) = try await hiring.posting(["post", "engineer", "--to", "board", "--timeout", "3s"])
        #expect(down.status == 4, "\(down)")
        #expect(["queued", "sending"].contains(pending.state), "\(down)")
        #expect(pending.remoteID == nil)
        #expect(pending.error?.message.contains("127.0.0.1") == true, "\(down)")
        #expect(pending.error?.remedy.isEmpty == false, "\(down)")

        let moved = try await hiring.run(
            ["connect", board.adapter, "--name", "board", "--base-url", receiver.proxy.process.url] + board.settings
        )
        #expect(moved.status == 0, "\(moved)")
        let (posting, up) = try await hiring.posting(["post", "engineer", "--to", "board", "--timeout", "60s"])
        #expect(up.status == 0, "\(up)")
        #expect(posting.reference == pending.reference)
        #expect(try await receiver.ads(with: hiring.title).map(\.id) == [posting.remoteID])
    }
}
