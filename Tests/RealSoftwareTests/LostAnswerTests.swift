import Testing

extension RealSoftware.Delivery {
    @Test(
        "An answer lost, or made unreadable, on the way back leaves one ad",
        arguments: Board.allCases,
        [
            Proxy.Effect.lose, .html, .truncate,
        ]
    )
    func lostCreation(on board: Board, effect: Proxy.Effect) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }

        try await receiver.proxy.expect(effect, board.create.method, board.create.path)
        let (posting, result) = try await hiring.posting(["post", "engineer", "--to", "board", "--timeout", "90s"])
        #expect(result.status == 0, "\(result)")
        #expect(["acknowledged", "live"].contains(posting.state), "\(result)")
        #expect(try await receiver.ads(with: hiring.title).map(\.id) == [posting.remoteID])

        let passed = try await receiver.proxy.passed()
        let creations = passed.filter {
            $0.method == board.create.method && $0.path.hasSuffix(board.create.path.dropLast())
        }
        #expect(creations.first?.fault == effect.rawValue)
        let history = try await hiring.history(of: posting)
        #expect(history.attempts.contains { $0.operation == "create" && $0.verdict != "accepted" }, "\(history)")
        // The board is asked, key or no key, and nothing is sent again.
        #expect(creations.count == 1)
        #expect(history.exchanges.contains { $0.call == "find" }, "\(history)")
        if board == .wordpress {
            #expect(passed.contains { $0.method == "GET" && $0.path.contains("slug=\(posting.reference)") })
        }
    }

    @Test("A request lost on the way there is sent again, and leaves one ad", arguments: Board.allCases)
    func lostRequest(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }

        try await receiver.proxy.expect(.drop, board.create.method, board.create.path)
        let (posting, result) = try await hiring.posting(["post", "engineer", "--to", "board", "--timeout", "100s"])
        #expect(result.status == 0, "\(result)")
        #expect(["acknowledged", "live"].contains(posting.state), "\(result)")
        #expect(try await receiver.ads(with: hiring.title).map(\.id) == [posting.remoteID])
    }

    @Test(
        "A change whose answer is lost is made, and changes the one ad",
        arguments: Board.allCases,
        [
            Proxy.Effect.lose, .busy,
        ]
    )
    func lostUpdate(on board: Board, effect: Proxy.Effect) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }
        let made = try await hiring.posting(["post", "engineer", "--to", "board"]).posting

        try hiring.describe(team: "people who moved to Aarhus")
        try await receiver.proxy.expect(effect, board.update.method, board.update.path)
        let (posting, result) = try await hiring.posting(["post", "engineer", "--to", "board", "--timeout", "90s"])
        #expect(result.status == 0, "\(result)")
        #expect(["acknowledged", "live"].contains(posting.state), "\(result)")
        #expect(posting.remoteID == made.remoteID)
        #expect(try await receiver.ads(with: hiring.title).map(\.id) == [made.remoteID])
        #expect(try await receiver.publicView(of: posting).body.contains("people who moved to Aarhus"))
    }

    @Test("A withdrawal whose answer is lost ends the ad, and is not mistaken for a fault", arguments: Board.allCases)
    func lostWithdrawal(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }
        let made = try await hiring.posting(["post", "engineer", "--to", "board"]).posting

        try await receiver.proxy.expect(.lose, board.withdraw.method, board.withdraw.path)
        let (posting, result) = try await hiring.posting(["withdraw", "engineer", "--wait", "--timeout", "90s"])
        #expect(result.status == 0, "\(result)")
        #expect(posting.state == "withdrawn", "\(result)")
        #expect(try await receiver.ads(with: hiring.title).isEmpty)
        #expect(try await receiver.publicView(of: made).status == 404)
    }
}
