import Documents
import Postings
import Testing
import Transport

@testable import AdapterKit

@Suite("Watches")
struct WatchTests {
    static let watches = """
          state:
            scope: posting
            request: { method: GET, path: "/ads/{id}" }
            every: { then: 1h }
            keep: { url: { at: $.url, type: url } }
            states:
              - { when: [{ equals: { $.s: live } }, { absent: $.checked }], state: live, witness: board, review: pending }
              - { when: [{ equals: { $.s: live } }], state: live, witness: board }
              - { when: [{ equals: { $.s: no } }], state: rejected, reason: $.why, remedy: Ask, remedies: { DUPLICATE: "Close the other ad" } }
              - { when: [{ equals: { $.s: done } }], during: [withdraw], state: withdrawn }
              - { when: [{ equals: { $.s: end } }], state: withdrawn, witness: board, unlessWanted: removed, then: state }
              - { when: [{ equals: { $.s: later } }], verdict: transient, wait: 15m }
              - { when: [{ equals: { $.s: twice } }], observed: present }
              - { when: [{ status: [404] }], state: removed }
              - { when: [{ absent: $.s }], state: expired }
          tasks:
            scope: delivery
            request: { method: GET, path: /tasks, query: { ids: "{kept.task}" } }
            batch: { upTo: 50, answer: $.results, match: { key: kept.task } }
            every: { then: 1h }
            states: [{ when: [{ equals: { it.s: ok } }], state: live, witness: board }]
          events:
            scope: account
            request: { method: GET, path: /events, query: { after: "{cursor}" } }
            pages: { items: $.events, cursor: $.next, more: $.more, key: it.id, with: kept.remoteID }
            every: { then: 5m }
            states:
              - { when: [{ equals: { it.what: posted } }], state: live, witness: board }
              - { when: [{ equals: { it.what: closed } }], state: withdrawn, unlessWanted: removed }
          look:
            scope: posting
            via: find
            every: { then: 6h }
            states:
              - { when: [{ equals: { find: found } }, { same: { $.hash: kept.hash } }], state: live, witness: board }
              - { when: [{ equals: { find: found } }], state: altered }
              - { when: [{ equals: { find: missing } }], state: withdrawn, unlessWanted: removed }
          page:
            scope: posting
            fetch: { url: "{kept.url}", shows: [title] }
            every: { then: 6h }
            states:
              - { when: [{ equals: { fetch: shown } }], state: live, witness: page }
              - { when: [{ equals: { fetch: gone } }], state: withdrawn, unlessWanted: removed }
        """
    static let create = """
          create:
            request: { method: POST, path: /ads, json: ad }
            repeat: find
            keep:
              remoteID: { at: $.id, type: text }
              task: { at: $.task, type: text, for: delivery }
              hash: { at: $.hash, type: text }
              url: { at: $.url, type: url }
            then: state
          withdraw: { request: { method: DELETE, path: "/ads/{id}" }, repeat: safe, values: accepted, then: tasks }
          find:
            request: { method: GET, path: "/ads/{reference}" }
            found: { status: [200] }
            missing: { status: [404], where: [{ equals: { $.error: NotFound } }] }
            keep: { url: { at: $.url, type: url } }
        """
    static let failures = """
          - { when: [{ present: $.error }, { equals: { $.error: token } }], verdict: credentials, refresh: once }
        """
    static let kept: Members = [
        "remoteID": .text("7"), "task": .text("t1"), "hash": .text("h"), "url": .text("https://board.example/j/7"),
    ]

    static func adapter() throws -> Adapter {
        try CallBench.adapter(["create": create, "watches": watches, "failures": failures])
    }

    static func watched(
        _ adapter: Adapter,
        _ follows: Postings.Operation = .create,
        task: String = "t1",
        ended: Bool = false
    ) -> WatchedAd {
        var kept = kept
        kept["task"] = .text(task)
        return WatchedAd(CallBench.ad(adapter, follows, "PL-\(task)", kept: kept), isEndWanted: ended)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let watch: String
        let status: Int
        let body: String
        let label: String
        let state: PostingState?
        var ended = false
        var follows = Postings.Operation.create
        var testDescription: String { "\(watch) \(status) \(body.prefix(50)) → \(label) \(state?.rawValue ?? "-")" }
    }

    static let shown = "<html><script>x</script><body><h1>Cook&nbsp;&amp; \n <i>&quot;ch</i>ef&quot;</h1></body></html>"
    static let cases: [Case] = [
        Case(watch: "state", status: 200, body: #"{"s":"live"}"#, label: "accepted", state: .live),
        Case(watch: "state", status: 200, body: #"{"s":"done"}"#, label: "unknown", state: nil),
        Case(
            watch: "state",
            status: 200,
            body: #"{"s":"done"}"#,
            label: "accepted",
            state: .withdrawn,
            follows: .withdraw
        ),
        Case(watch: "state", status: 200, body: #"{"s":"end"}"#, label: "accepted", state: .removed),
        Case(watch: "state", status: 200, body: #"{"s":"end"}"#, label: "accepted", state: .withdrawn, ended: true),
        Case(watch: "state", status: 200, body: #"{"s":"later"}"#, label: "transient", state: nil),
        Case(watch: "state", status: 200, body: #"{"s":"never seen"}"#, label: "unknown", state: nil),
        Case(watch: "state", status: 200, body: "{}", label: "accepted", state: .expired),
        Case(watch: "state", status: 200, body: #"{"error":"token"}"#, label: "credentials", state: nil),
        Case(watch: "state", status: 200, body: "<html>", label: "transient", state: nil),
        Case(watch: "state", status: 404, body: "", label: "accepted", state: .removed),
        Case(watch: "state", status: 500, body: "{}", label: "transient", state: nil),
        Case(watch: "state", status: 500, body: #"{"s":"live"}"#, label: "transient", state: nil),
        Case(watch: "state", status: 401, body: "{}", label: "credentials", state: nil),
        Case(watch: "look", status: 200, body: #"{"hash":"h"}"#, label: "accepted", state: .live),
        Case(watch: "look", status: 200, body: #"{"hash":"i"}"#, label: "accepted", state: .altered),
        Case(watch: "look", status: 404, body: #"{"error":"NotFound"}"#, label: "accepted", state: .removed),
        Case(watch: "look", status: 404, body: "<h1>proxy</h1>", label: "refused", state: nil),
        Case(watch: "look", status: 503, body: "", label: "transient", state: nil),
        Case(watch: "page", status: 200, body: shown, label: "accepted", state: .live),
        Case(watch: "page", status: 200, body: "<p>Cook and chef</p>", label: "unknown", state: nil),
        Case(watch: "page", status: 410, body: shown, label: "accepted", state: .removed),
        Case(watch: "page", status: 404, body: "", label: "accepted", state: .withdrawn, ended: true),
        Case(watch: "page", status: 502, body: shown, label: "transient", state: nil),
        Case(watch: "page", status: 302, body: shown, label: "unknown", state: nil),
        Case(watch: "tasks", status: 200, body: #"{"results":{"t1":{"s":"ok"}}}"#, label: "accepted", state: .live),
        Case(watch: "tasks", status: 200, body: #"{"results":[{"id":"t0","s":"ok"}]}"#, label: "transient", state: nil),
    ]

    @Test("the board's words become states", arguments: cases)
    func states(_ test: Case) throws {
        let adapter = try Self.adapter()
        let ad = Self.watched(adapter, test.follows, ended: test.ended)
        let reply = CallBench.reply(test.status, test.body, ["Content-Type": "text/html; charset=utf-8"])
        let reading = adapter.readWatch(test.watch, reply, for: [ad], context: CallBench.context).elements[0]
        #expect(reading.verdict.label == test.label)
        #expect(reading.state == test.state)
        #expect(reading.witness == test.state.map { _ in test.watch == "page" ? .page : .board })
    }

    @Test("review, words, remedies by word, sights and the next watch come along")
    func extras() throws {
        let adapter = try Self.adapter()
        let ad = Self.watched(adapter)
        func read(_ body: String) -> ElementReading {
            adapter.readWatch("state", CallBench.reply(200, body), for: [ad], context: CallBench.context).elements[0]
        }
        #expect(read(#"{"s":"live"}"#).review == .pending)
        #expect(read(#"{"s":"live","checked":1}"#).review == nil)
        #expect(read(#"{"s":"no","why":"is a duplicate"}"#).verdict.remedy == "Close the other ad")
        #expect(read(#"{"s":"no","why":"bad"}"#).verdict.remedy == "Ask")
        #expect(read(#"{"s":"no","why":"bad"}"#).verdict.reason == "bad")
        #expect(read(#"{"s":"twice"}"#).verdict.observed == .present)
        #expect(read(#"{"s":"end"}"#).then == "state")
        #expect(read(#"{"s":"live","url":"https://x.example/1"}"#).kept.map(\.name) == ["url"])
    }

    @Test("a batch asks for all and gives each its element, in any order")
    func batch() throws {
        let adapter = try Self.adapter()
        let ads = ["t1", "t2", "t3"].map { Self.watched(adapter, task: $0) }
        let request = try adapter.watchRequest("tasks", for: ads, context: CallBench.context)
        #expect(request.url.hasSuffix("/tasks?ids=t1&ids=t2&ids=t3"))
        let body = #"{"results":[{"task":"t3","s":"ok"},{"task":"t1","s":"no"}]}"#
        let reading = adapter.readWatch("tasks", CallBench.reply(200, body), for: ads, context: CallBench.context)
        #expect(reading.elements.map(\.state) == [nil, nil, .live])
        #expect(reading.elements.map(\.verdict.label) == ["unknown", "transient", "accepted"])
    }

    @Test("events are read page by page, each for its posting")
    func events() throws {
        let adapter = try Self.adapter()
        var context = CallBench.context
        #expect(
            try adapter.eventsRequest("events", account: CallBench.input(), context: context).url.hasSuffix("/events")
        )
        context.cursor = "c 1"
        #expect(
            try adapter.eventsRequest("events", account: CallBench.input(), context: context).url.hasSuffix(
                "?after=c%201"
            )
        )
        let body = #"{"events":[{"id":7,"what":"closed"},{"id":"8","what":"new"},{"x":1}],"next":"c2","more":true}"#
        let page = adapter.readEvents(
            "events",
            CallBench.reply(200, body),
            account: CallBench.input(),
            context: context
        )
        #expect(page.events.map(\.key) == ["7", "8"])
        #expect(page.cursor == "c2")
        #expect(page.hasMore)
        let ad = Self.watched(adapter)
        #expect(adapter.eventKey("events", for: ad, context: context) == "7")
        #expect(adapter.readEvent(page.events[0], of: "events", for: ad, context: context).state == .removed)
        #expect(adapter.readEvent(page.events[1], of: "events", for: ad, context: context).state == nil)
        context.cursor = "c2"
        #expect(
            !adapter.readEvents("events", CallBench.reply(200, body), account: CallBench.input(), context: context)
                .hasMore
        )
        let empty = adapter.readEvents(
            "events",
            CallBench.reply(200, #"{"events":[]}"#),
            account: CallBench.input(),
            context: context
        )
        #expect(empty.verdict.kind == .accepted)
        let bad = adapter.readEvents("events", CallBench.reply(200, "{}"), account: CallBench.input(), context: context)
        #expect(bad.verdict.kind != .accepted)
    }

    @Test("a page is fetched without credentials, and where it was said to be")
    func page() throws {
        let adapter = try Self.adapter()
        let request = try adapter.watchRequest("page", for: [Self.watched(adapter)], context: CallBench.context)
        #expect(request.url == "https://board.example/j/7")
        #expect(!request.headers.contains { $0.value.contains("s3cr") })
        var account = CallBench.input()
        account.baseURL = "http://127.0.0.1:9/b"
        #expect(
            try adapter.pageRequest("https://board.example/j/7", account: account, context: CallBench.context).url
                == "https://board.example/j/7"
        )
        #expect(
            try adapter.pageRequest("http://127.0.0.1:9/b/j/7", account: account, context: CallBench.context).url
                == "http://127.0.0.1:9/b/j/7"
        )
        #expect(throws: CallFault.self) {
            try adapter.pageRequest("file:///etc/passwd", account: account, context: CallBench.context)
        }
    }
}
