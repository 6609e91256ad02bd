import AdapterKit
import Ledger
import Postings
import Testing

@testable import Delivery

@Suite("A pinned shape")
struct ShapePinTests {
    static func shape(_ document: [String], create: [String] = [], withdraw: [String] = []) -> WireShape {
        let parts = [("document", document), ("create", create), ("withdraw", withdraw)]
        return WireShape(parts: parts.filter { !$0.1.isEmpty }.map { .init(name: $0.0, paths: $0.1) })
    }

    @Test(
        "says what was added and removed, or that the order is another",
        arguments: [
            (shape(["job", "job/title"]), shape(["job", "job/title", "job/pay"]), "added: job/pay"),
            (shape(["job", "job/pay"]), shape(["job", "job/salary"]), "added: job/salary; removed: job/pay"),
            (shape([], create: ["a"]), shape([], create: ["b"]), "added: create b; removed: create a"),
            (shape(["a", "b"]), shape(["b", "a"]), "the order of its elements has changed"),
        ]
    )
    func difference(approved: WireShape, current: WireShape, words: String) {
        let pin = ShapePin(approved: approved, current: current)
        #expect(pin.difference == words)
        let error = pin.error(account: "main", adapter: "board", operation: .create)
        #expect(error.message.contains("(\(words))"))
        #expect(
            error.remedy.contains("`placard connect board --name main --acknowledge \(current.step)`")
        )
    }

    @Test("lets an end through while what it writes is as approved, and nothing else")
    func ends() {
        let call = ShapePin(
            approved: Self.shape([], create: ["a"], withdraw: ["id"]),
            current: Self.shape([], create: ["b"], withdraw: ["id"])
        )
        #expect(call.lets(.withdraw, through: nil))
        #expect(
            !call.lets(.create, through: nil) && !call.lets(.update, through: nil) && !call.lets(.renew, through: nil)
        )
        let other = ShapePin(
            approved: Self.shape([], withdraw: ["id"]),
            current: Self.shape([], withdraw: ["id", "reason"])
        )
        #expect(!other.lets(.withdraw, through: nil))
        let document = ShapePin(approved: Self.shape(["a"]), current: Self.shape(["b"]))
        #expect(document.lets(.withdraw, through: nil))
        #expect(!document.lets(.withdraw, through: .account))
        let same = ShapePin(approved: Self.shape(["a"]), current: Self.shape(["a"]))
        #expect(same.lets(.create, through: .account))
    }

    @Test("is kept with the account for its adapter alone")
    func kept() {
        var memory = AccountState(name: "main")
        #expect(memory.approvedShape(of: "board") == nil)
        memory.approve(Self.shape(["a"]), of: "board")
        #expect(memory.approvedShape(of: "board") == Self.shape(["a"]))
        #expect(memory.approvedShape(of: "other") == nil)
    }
}
