import Documents
import Postings
import Testing
import Transport

@testable import AdapterKit

@Suite("Batches")
struct BatchTests {
    static func create(_ batch: String) -> String {
        """
          create:
            request: { method: POST, path: /ads, json: ad }
            batch: { \(batch) }
            repeat: find
            success: { status: [200], where: [{ equals: { it.status: 202 } }] }
            keep: { remoteID: { at: it.id, type: text } }
            proves: handed-over
          find:
            request: { method: GET, path: "/ads/{reference}" }
            found: { status: [200] }
            missing: { status: [404] }
        """
    }

    static let failures = "  - { when: [{ in: { it.status: [400, 422] } }], verdict: refused, reason: it.error }"

    static func read(_ batch: String, _ status: Int, _ body: String, failures: String = failures) throws -> [String] {
        let adapter = try CallBench.adapter(["create": create(batch), "failures": failures])
        let ads = ["PL-1", "PL-2", "PL-3"].map { CallBench.ad(adapter, .create, $0, kept: ["task": .text("t\($0)")]) }
        let reading = adapter.read(CallBench.reply(status, body), for: .create, ads: ads, context: CallBench.context)
        return reading.elements.map { element in
            element.verdict.label + (element.kept.first?.value.scalarText.map { " \($0)" } ?? "")
        }
    }

    static let order = "upTo: 100, at: elements, answer: $.elements, match: order"

    @Test("each posting has the verdict of its element")
    func byOrder() throws {
        let body = #"{"elements":[{"status":202,"id":"a"},{"status":422,"error":"no"},{"status":500}]}"#
        #expect(try Self.read(Self.order, 200, body) == ["accepted a", "refused", "unknown"])
    }

    @Test(
        "an answer of another length tells nobody's verdict",
        arguments: [
            #"{"elements":[{"status":202,"id":"a"},{"status":202,"id":"b"}]}"#, #"{"elements":[]}"#, "{}", "<x>",
        ]
    )
    func otherLength(body: String) throws {
        #expect(try Self.read(Self.order, 200, body) == ["unknown", "unknown", "unknown"])
    }

    @Test("one bad element refuses the others only where the board works so")
    func whole() throws {
        let body = #"{"elements":[{"status":202,"id":"a"},{"status":422,"error":"no"},{"status":500}]}"#
        #expect(try Self.read(Self.order + ", refusal: whole", 200, body) == ["transient", "refused", "transient"])
        let bare = "upTo: 100, refusal: whole"
        let failures = "  - { when: [{ status: [400] }], verdict: refused }"
        #expect(try Self.read(bare, 400, "{}", failures: failures) == ["transient", "transient", "transient"])
    }

    @Test("an error without elements is everybody's")
    func error() throws {
        #expect(try Self.read(Self.order, 429, "{}") == ["transient", "transient", "transient"])
        #expect(try Self.read(Self.order, 503, "") == ["unknown", "unknown", "unknown"])
    }

    @Test("the request holds every posting once, under its member or as the body")
    func request() throws {
        let adapter = try CallBench.adapter(["create": Self.create(Self.order)])
        let ads = ["PL-1", "PL-2"].map { CallBench.ad(adapter, .create, $0) }
        let body = try adapter.request(for: .create, ads: ads, context: CallBench.context).body
        let elements = try #require(JSON.parse(body)?["elements"]?.list)
        #expect(elements.compactMap { $0["reference"]?.text } == ["PL-1", "PL-2"])
        let root = try CallBench.adapter(["create": Self.create("upTo: 2, refusal: whole")])
        let rootBody = try root.request(for: .create, ads: ads, context: CallBench.context).body
        #expect(JSON.parse(rootBody)?.list?.count == 2)
        for wrong in [[], [ads[0], ads[0]], [ads[0], ads[1], CallBench.ad(root, .create, "PL-3")]] {
            #expect(throws: CallFault.self) { try root.request(for: .create, ads: wrong, context: CallBench.context) }
        }
    }
}
