import Documents
import Foundation
import Sandbox
import Testing

@Suite("Misbehaviour on request")
struct FaultTests {
    private func after(_ kind: SandboxFault.Kind, times: Int? = 1) throws -> (Answer, Board) {
        var board = try Drive.board("rest")
        board.misbehave(SandboxFault(kind, route: "create", times: times))
        let answer = board.send("POST", "/api/jobs", RestBoardTests.good)
        return (answer, board)
    }

    @Test(
        "a fault shows in the answer, and the work is done or not as the fault says",
        arguments: [
            (SandboxFault.Kind.resetBefore, Answer.Ending.reset, nil as Int?, 0), (.resetAfter, .reset, nil, 1),
            (.truncated, .truncated, 201, 1), (.status(500), .complete, 500, 0), (.status(503), .complete, 503, 0),
            (.tooMany(wait: .seconds(7), asDate: false), .complete, 429, 0), (.drop, .complete, 201, 0),
            (.duplicate, .complete, 201, 2), (.malformed, .complete, 201, 1),
            (.latency(.seconds(3)), .complete, 201, 1),
            (.skew(.seconds(60)), .complete, 201, 1), (.remove, .complete, 201, 1),
        ]
    )
    func shows(kind: SandboxFault.Kind, ending: Answer.Ending, status: Int?, ads: Int) throws {
        let (answer, board) = try after(kind)
        #expect(answer.ending == ending)
        if let status { #expect(answer.status == status) }
        #expect(board.ads().count == ads)
        var later = board
        #expect(later.send("POST", "/api/jobs", RestBoardTests.good).status == 201)
        #expect(later.ads().count == ads + 1)
    }

    @Test("the details of a fault are the board's own")
    func details() throws {
        let (many, _) = try after(.tooMany(wait: .seconds(7), asDate: false))
        #expect(many.reply.header("retry-after") == "7")
        #expect(many.json["retry_after"]?.scalarText == "7")
        let (dated, _) = try after(.tooMany(wait: .seconds(7), asDate: true))
        #expect(dated.reply.header("retry-after") == "Sun, 22 Nov 2026 10:00:07 GMT")
        let (slow, _) = try after(.latency(.seconds(3)))
        #expect(slow.delay == .seconds(3))
        let (page, _) = try after(.malformed)
        #expect(page.reply.header("content-type")?.hasPrefix("text/html") == true)
        #expect(JSON.parse(page.reply.body) == nil)
        var (_, removed) = try after(.remove)
        #expect(removed.ads().first?["state"] == .text("removed"))
        #expect(removed.send("GET", "/jobs/cook").status == 410)
        #expect(removed.send("GET", "/events").json["events"] == .list([.text("Removed")]))
        var (_, lagging) = try after(.lag(.seconds(30)))
        #expect(lagging.send("GET", "/api/jobs/1000", at: 29).status == 404)
        #expect(lagging.send("GET", "/api/jobs/1000", at: 31).status == 200)
    }

    @Test("a fault strikes its route only, as often as asked, or by a seeded chance")
    func strikes() throws {
        var board = try Drive.board("rest")
        board.misbehave(SandboxFault(.status(500), route: "list", times: 2))
        #expect(board.send("POST", "/api/jobs", RestBoardTests.good).status == 201)
        #expect((1...3).map { _ in board.send("GET", "/api/jobs").status } == [500, 500, 200])
        func run(_ seed: UInt64) throws -> [Int] {
            var board = Board(try Drive.contract("rest"), url: "http://x", seed: seed)
            board.misbehave(SandboxFault(.status(503), times: nil, probability: 0.5))
            return (1...40).map { _ in board.send("GET", "/api/jobs").status }
        }
        let first = try run(1)
        #expect(Set(first) == [200, 503])
        #expect(try run(1) == first)
        #expect(try run(2) != first)
        board.misbehave(SandboxFault(.status(500), times: nil))
        board.behave()
        #expect(board.send("GET", "/api/jobs").status == 200)
        board.reset()
        #expect(board.ads().isEmpty)
    }
}
