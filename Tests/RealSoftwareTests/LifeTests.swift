import Testing

/// What only real software shows; one test after the other, since machines for tests are small.
@Suite("Real software", .serialized)
enum RealSoftware {
    @Suite("Delivery to real boards", .serialized, .receivers)
    struct Delivery {}
}

extension RealSoftware.Delivery {
    @Test("A role goes live, is not sent twice, is edited in place, and is seen gone", arguments: Board.allCases)
    func life(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }

        let (live, posted) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        #expect(posted.status == 0, "\(posted)")
        #expect(live.state == "live", "\(posted)")
        #expect(live.url?.hasPrefix("http://127.0.0.1:") == true)
        let seen = try await receiver.publicView(of: live)
        #expect(seen.status == 200)
        #expect(seen.body.contains(hiring.title))
        #expect(try await receiver.ads(with: hiring.title).map(\.id) == [live.remoteID])

        try await receiver.proxy.forget()
        let (again, repeated) = try await hiring.posting(["post", "engineer", "--to", "board"])
        #expect(repeated.status == 0, "\(repeated)")
        #expect(again.state == "live")
        #expect(try await receiver.proxy.passed().isEmpty)

        try hiring.describe(team: "people who moved to Aarhus")
        let (edited, update) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        #expect(update.status == 0, "\(update)")
        #expect(edited.state == "live", "\(update)")
        #expect(edited.remoteID == live.remoteID)
        #expect(try await receiver.ads(with: hiring.title).map(\.id) == [live.remoteID])
        #expect(try await receiver.publicView(of: edited).body.contains("people who moved to Aarhus"))

        let (gone, withdrawal) = try await hiring.posting(["withdraw", "engineer", "--wait"])
        #expect(withdrawal.status == 0, "\(withdrawal)")
        #expect(gone.state == "withdrawn", "\(withdrawal)")
        #expect(try await receiver.ads(with: hiring.title).isEmpty)
        let rest = try await receiver.lookUp(live.remoteID ?? "")
        #expect(rest.status == 404 || rest.body.contains(#""status":"trash""#), "\(rest)")
        #expect(try await receiver.publicView(of: live).status == 404)
    }

    @Test(
        "An ad that somebody removes on the board is noticed, and not made again by itself",
        arguments: Board.allCases
    )
    func removedByOthers(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }
        let (made, result) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        let id = try #require(made.remoteID, "\(result)")

        try await receiver.removeByHand(id)
        let (missed, sync) = try await hiring.posting(["sync"])
        #expect(missed.state == "removed", "\(sync)")
        #expect(try await receiver.ads(with: hiring.title).isEmpty)
    }

    @Test("Credentials can be tried before anything is posted", arguments: Board.allCases)
    func check(on board: Board) async throws {
        let receiver = try await Receivers.fresh(board)
        for (secret, status) in [(receiver.secret, Int32(0)), ("wrong", 1)] {
            let hiring = try await Hiring.begin(at: receiver, secret: secret)
            defer { hiring.end() }
            let result = try await hiring.run(
                ["connect", board.adapter, "--name", "board", "--check", "--json"] + board.settings
            )
            #expect(result.status == status, "\(result)")
            #expect(result.output.contains(status == 0 ? #""accepted""# : #""credentials""#), "\(result)")
        }
    }
}
