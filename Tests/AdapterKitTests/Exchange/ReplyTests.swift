import Documents
import Foundation
import Postings
import Testing
import Transport

@testable import AdapterKit

@Suite("Replies")
struct ReplyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        var headers: Headers = []
        let label: String
        var operation = Postings.Operation.create
        var state: PostingState?
        var testDescription: String { "\(operation.rawValue) \(status) \(body.prefix(40)) → \(label)" }

        init(
            _ status: Int,
            _ body: String,
            _ label: String,
            _ operation: Postings.Operation = .create,
            headers: Headers = [],
            state: PostingState? = nil
        ) {
            self.status = status
            self.body = body
            self.label = label
            self.operation = operation
            self.headers = headers
            self.state = state
        }
    }

    static let more = """
          update: { via: create }
          withdraw:
            request: { method: DELETE, path: "/ads/{id}" }
            values: accepted
            repeat: safe
            success: { status: [200, 204, 404] }
            proves: withdrawing
        """

    static let failures = """
          - { when: [{ equals: { $.code: duplicate } }], during: [create], verdict: accepted, observed: present }
          - { when: [{ in: { "$.errors[*].code": [CREDITS, CONTRACT] } }], verdict: needs-customer, need: credits, recheck: 1h }
          - { when: [{ contains: { body: "out of order" } }], verdict: transient, wait: 90s }
          - { when: [{ present: $.errors }], verdict: refused, reason: "$.errors[*].message", remedy: Edit the role }
          - { when: [{ equals: { header.X-Blocked: "yes" } }], verdict: credentials, refresh: once }
          - { when: [{ status: [418] }], verdict: unknown }
        """

    static let cases: [Case] = [
        Case(200, #"{"id":"7"}"#, "accepted", state: .acknowledged),
        Case(201, #"{"id":7}"#, "accepted", state: .acknowledged),
        Case(201, "\u{FEFF}{\"id\":7}", "accepted", state: .acknowledged),
        Case(202, #"{"id":7}"#, "unknown"),
        Case(204, "", "unknown"),
        Case(200, "", "unknown"),
        Case(200, "   \n", "unknown"),
        Case(200, "{}", "unknown"),
        Case(200, #"{"id":null}"#, "unknown"),
        Case(200, #"{"id":""}"#, "unknown"),
        Case(200, #"{"id":{"a":1}}"#, "unknown"),
        Case(200, #"{"id":"7""#, "unknown"),
        Case(200, "<html>Log in</html>", "unknown"),
        Case(200, "{}", "accepted", .update, state: .acknowledged),
        Case(200, "<html>Log in</html>", "unknown", .update),
        Case(200, "", "accepted", .withdraw, state: .withdrawing),
        Case(204, "", "accepted", .withdraw, state: .withdrawing),
        Case(404, "<h1>gone</h1>", "accepted", .withdraw, state: .withdrawing),
        Case(404, "", "refused"),
        Case(410, "", "refused", .withdraw),
        Case(200, #"{"errors":[{"code":"CREDITS"}]}"#, "needs-customer"),
        Case(200, #"{"errors":[{"code":"A"},{"code":"CONTRACT"}]}"#, "needs-customer"),
        Case(200, #"{"errors":[{"code":"A","message":"no"}]}"#, "refused"),
        Case(200, #"{"id":"7","errors":[]}"#, "accepted", state: .acknowledged),
        Case(409, #"{"code":"duplicate"}"#, "accepted", state: .acknowledged),
        Case(409, #"{"code":"duplicate"}"#, "refused", .withdraw),
        Case(400, #"{"errors":[{"message":"no"}]}"#, "refused"),
        Case(500, "we are OUT of order", "transient"),
        Case(401, "", "credentials"),
        Case(403, "", "credentials"),
        Case(400, "", "credentials", headers: ["x-blocked": "yes"]),
        Case(418, "", "unknown"),
        Case(400, "", "refused"),
        Case(402, "", "refused"),
        Case(408, "", "transient"),
        Case(413, "", "refused"),
        Case(422, "", "refused"),
        Case(425, "", "transient"),
        Case(429, "", "transient"),
        Case(500, "", "unknown"),
        Case(502, "<html>", "unknown"),
        Case(503, "", "unknown"),
        Case(504, "", "unknown"),
        Case(500, "", "transient", .update),
        Case(503, "", "transient", .withdraw),
        Case(301, "", "unknown", headers: ["Location": "https://new.example/x"]),
        Case(302, "", "unknown"),
        Case(303, #"{"id":"7"}"#, "unknown"),
        Case(302, "", "unknown", .update),
        Case(304, "", "refused"),
        Case(307, "", "refused"),
        Case(308, "", "refused"),
        Case(599, "", "unknown"),
        Case(499, "", "refused"),
        Case(999, "", "unknown"),
    ]

    @Test("each means what the rows, then the defaults, say", arguments: cases)
    func verdict(_ test: Case) throws {
        let adapter = try CallBench.adapter(["more": Self.more, "failures": Self.failures])
        let kept: Members = test.operation == .create ? [:] : ["remoteID": .text("7")]
        let ads = [CallBench.ad(adapter, test.operation, kept: kept)]
        let reply = CallBench.reply(test.status, test.body, test.headers)
        let reading = adapter.read(reply, for: test.operation, ads: ads, context: CallBench.context)
        #expect(reading.elements.map(\.verdict.label) == [test.label])
        #expect(reading.elements.first?.state == test.state)
        #expect((reading.elements.first?.witness == .board) == (test.state != nil))
    }

    @Test("reasons, remedies, needs and waits come with the verdict")
    func words() throws {
        let adapter = try CallBench.adapter(["more": Self.more, "failures": Self.failures])
        let ads = [CallBench.ad(adapter)]
        func read(_ reply: Reply) -> CallReading {
            adapter.read(reply, for: .create, ads: ads, context: CallBench.context)
        }
        let refused = read(CallBench.reply(400, #"{"errors":[{"message":"Too <b>long</b>"},{"message":"x\ny"}]}"#))
        #expect(refused.elements[0].verdict.reason == "Too long; x y (status 400)")
        #expect(refused.elements[0].verdict.remedy == "Edit the role")
        let credits = read(CallBench.reply(402, #"{"errors":[{"code":"CREDITS"}]}"#))
        #expect(credits.elements[0].verdict.kind == .needsCustomer(need: "credits", recheck: .seconds(3600)))
        #expect(read(CallBench.reply(500, "out of order")).elements[0].verdict.kind == .transient(wait: .seconds(90)))
        #expect(read(CallBench.reply(409, #"{"code":"duplicate"}"#)).elements[0].verdict.observed == .present)
        #expect(read(CallBench.reply(400, "", ["X-Blocked": "yes"])).wantsFreshToken)
        #expect(!read(CallBench.reply(400)).wantsFreshToken)
        let moved = read(CallBench.reply(308, "", ["Location": "https://u:p@new.example:8443/x?y"]))
        #expect(moved.elements[0].verdict.remedy?.contains("new.example:8443") == true)
        #expect(read(CallBench.reply(429)).elements[0].verdict.kind == .transient(wait: nil))
    }

    @Test("a reason is short and loses neither its middle nor a secret")
    func longReason() throws {
        let adapter = try CallBench.adapter(["failures": Self.failures])
        let text = String(repeating: "ä", count: 280) + CallBench.secret + String(repeating: "z", count: 400)
        let body = JSON.text(.object(["errors": .list([.object(["message": .text(text)])])]))
        let reading = adapter.read(
            CallBench.reply(400, body),
            for: .create,
            ads: [CallBench.ad(adapter)],
            context: CallBench.context
        )
        let reason = try #require(reading.elements[0].verdict.reason)
        #expect(reason.count == 300)
        #expect(reason.contains("••••"))
        #expect(!reason.contains("s3cr"))
    }

    @Test("a reply that was cut tells nothing of a call that changes something", arguments: [200, 400, 500])
    func cut(status: Int) throws {
        let adapter = try CallBench.adapter(["failures": Self.failures])
        var reply = CallBench.reply(status, #"{"id":"7"}"#)
        reply.truncated = true
        let reading = adapter.read(reply, for: .create, ads: [CallBench.ad(adapter)], context: CallBench.context)
        #expect(reading.elements[0].verdict.kind == .unknown)
    }

    @Test("what is kept is typed, owned and, where secret, marked")
    func kept() throws {
        let create = """
              create:
                request: { method: POST, path: /ads, json: ad }
                repeat: safe
                keep:
                  remoteID: { at: [$.a.id, $.b.id], type: text }
                  count: { at: $.count, type: integer, for: account }
                  site: { at: $.site, type: url }
                  pass: { at: $.pass, type: secret }
                  ends: { at: $.ends, type: time, for: delivery }
                  page: { text: "https://board.example/{kept.remoteID}", type: url }
                then: look
            """
        let watches = """
              look:
                scope: posting
                request: { method: GET, path: "/ads/{id}" }
                every: { then: 1h }
                states: [{ when: [{ present: $.id }], state: live, witness: board }]
            """
        let adapter = try CallBench.adapter(["create": create, "watches": watches])
        let body = #"{"b":{"id":9},"count":"3","site":"javascript:x","pass":"pw","ends":"2026-12-01T10:00:00+02:00"}"#
        let reading = adapter.read(
            CallBench.reply(200, body),
            for: .create,
            ads: [CallBench.ad(adapter)],
            context: CallBench.context
        )
        let kept = reading.elements[0].kept
        #expect(kept.map(\.name) == ["remoteID", "count", "pass", "ends", "page"])
        #expect(
            kept.map(\.value) == [
                .text("9"), .number(3), .text("pw"), .text("2026-12-01T08:00:00Z"), .text("https://board.example/9"),
            ]
        )
        #expect(kept.map(\.owner) == [.posting, .account, .posting, .delivery, .posting])
        #expect(kept.filter(\.isSecret).map(\.name) == ["pass"])
        #expect(reading.elements[0].then == "look")
    }

    @Test(
        "an address that could command a terminal or mislead its reader is not kept",
        arguments: ["\\u001b[2J", "\\u0007", "\\u202e", "\\u0000", " ", "\\n", ""]
    )
    func address(escape: String) throws {
        let adapter = try CallBench.adapter()
        let reading = adapter.read(
            CallBench.reply(200, #"{"id":"9","url":"https://board.example/\#(escape)1"}"#),
            for: .create,
            ads: [CallBench.ad(adapter)],
            context: CallBench.context
        )
        #expect(reading.elements[0].kept.map(\.name) == (escape.isEmpty ? ["remoteID", "url"] : ["remoteID"]))
    }

    @Test("an XML reply is read by the same paths")
    func xml() throws {
        let create = """
              create:
                request: { method: POST, path: /ads, json: ad, reply: xml }
                repeat: never
                success: { where: [{ equals: { $.code: "100" } }] }
                keep: { remoteID: { at: "$.job[0].id", type: text }, kind: { at: $.job.@kind, type: text } }
            """
        let adapter = try CallBench.adapter(["create": create])
        func read(_ body: String) -> ElementReading {
            adapter.read(
                CallBench.reply(200, body),
                for: .create,
                ads: [CallBench.ad(adapter)],
                context: CallBench.context
            ).elements[0]
        }
        let fine = read("<r xmlns:n='u'><code>100</code><n:job kind='a'><n:id>5</n:id></n:job></r>")
        #expect(fine.verdict.kind == .accepted)
        #expect(fine.kept.map(\.value) == [.text("5"), .text("a")])
        #expect(read("<r><code>200</code></r>").verdict.kind == .unknown)
        #expect(read("<r><code>100</code>").verdict.kind == .unknown)
        #expect(read("<!DOCTYPE r [<!ENTITY a 'b'>]><r><code>100</code></r>").verdict.kind == .unknown)
    }

    @Test("no reply at all means what the transport knows")
    func noReply() throws {
        let adapter = try CallBench.adapter(["more": Self.more])
        let ads = [CallBench.ad(adapter)]
        func label(_ outcome: Outcome) -> String {
            adapter.read(outcome, for: .create, ads: ads, context: CallBench.context).elements[0].verdict.label
        }
        let lost = TransportFailure(code: .connectionLost, message: "Lost")
        #expect(label(.unknown(lost)) == "unknown")
        #expect(label(.notSent(lost)) == "transient")
        #expect(label(.notSent(TransportFailure(code: .addressRefused, message: "No"))) == "needs-customer")
        #expect(Outcome.unknown(lost).verdictWithoutReply(isRepeatable: true)?.label == "transient")
    }
}
