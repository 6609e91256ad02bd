import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("What an ad needs from the board's lists")
struct LookupTests {
    /// The tiny board's adapter, with a number in every ad that only the board knows.
    private static var manifest: String {
        TinyAdapter.text(
            more: """
                limits: []
                lookups:
                  towns:
                    request: { method: GET, path: /towns }
                    items: $
                    id: it.id
                    label: it.name
                    pick: { label: place.city }
                    cache: 1h
                """
        )
        .replacing(
            "  key: { from: minted.once }",
            "  key: { from: minted.once }\n  town: { lookup: towns, need: always }"
        )
        .replacing("title: $title }", "title: $title, town: $town }")
    }

    /// The way to the tiny board, whose list of towns is answered from a script.
    private final class Towns: Sendable {
        let bodies = Mutex<[String]>([])
        private let answers: Mutex<[Outcome]>

        init(_ answers: Outcome...) { self.answers = Mutex(answers) }

        /// How often the list was asked for and is not any more.
        var left: Int { answers.withLock { $0.count } }

        func transport(_ bench: Bench) -> ScriptedTransport {
            ScriptedTransport { request in
                if request.url.hasSuffix("/towns") {
                    let next = self.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                    return next ?? Self.list
                }
                if request.method == "POST" {
                    self.bodies.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
                }
                return bench.board.answer(request)
            }
        }

        static let list = reply(200, #"[{"id":7,"name":"Berlin"}]"#)

        static func reply(_ status: Int, _ body: String, _ headers: Headers = []) -> Outcome {
            .replied(Reply(status: status, headers: headers, body: Array(body.utf8)))
        }
    }

    @Test(
        "no ad leaves before its question is answered, and then it leaves whole",
        arguments: [
            Towns.reply(503, "busy"), Towns.reply(429, "", [Header("Retry-After", "90")]), Towns.reply(200, "<html>"),
            .notSent(TransportFailure(code: .connectionFailed, message: "No connection")),
            .unknown(TransportFailure(code: .connectionLost, message: "The connection broke", bytesSent: 9)),
        ]
    )
    func waits(trouble: Outcome) async throws {
        let bench = try Bench(Self.manifest)
        let towns = Towns(trouble, trouble)
        try await bench.want("Cook")
        // Shorter than the shortest wait after a failure.
        try await bench.run(for: 0.1, transport: towns.transport(bench), until: areLive)
        #expect(bench.board.log.isEmpty, "\(bench.board.log)")
        let waiting = try await bench.posting
        #expect(waiting.state == .queued)
        #expect(waiting.phase == .due)
        #expect(waiting.error?.message.isEmpty == false)
        #expect(waiting.error?.remedy.isEmpty == false)

        try await bench.run(for: 3_600, transport: towns.transport(bench), until: areLive)
        #expect(towns.left == 0)
        #expect(try await bench.posting.state == .live)
        let sent = towns.bodies.withLock { $0 }
        #expect(sent.count == 1)
        #expect(sent.first?.contains(#""town":"7""#) == true, "\(sent)")
        // What a wait left behind is gone with it.
        #expect(try await bench.posting.error == nil)
    }

    @Test("an answer is used again while it may be, by every ad of the account")
    func cached() async throws {
        let bench = try Bench(Self.manifest)
        let asked = Counter()
        let towns = Towns()
        let transport = ScriptedTransport { [way = towns.transport(bench)] request in
            if request.url.hasSuffix("/towns") { asked.note(1) }
            return await way.send(request)
        }
        for number in 0..<3 { try await bench.want("Cook", id: "cook\(number)") }
        try await bench.run(transport: transport, until: areLive)
        #expect(asked.noted.count == 1)
        #expect(towns.bodies.withLock { $0.count } == 3)
    }
}
