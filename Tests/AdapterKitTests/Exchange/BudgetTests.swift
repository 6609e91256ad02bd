import Documents
import Foundation
import Postings
import Testing
import Transport

@testable import AdapterKit

@Suite("Budgets")
struct BudgetTests {
    static func read(_ headers: Headers, as format: String = "auto", status: Int = 429, _ body: String = "") throws
        -> CallReading
    {
        let http = """
            http:
              base: https://api.board.example
              budget: { remaining: X-Left, reset: { header: X-Reset, as: \(format) }, retryAfter: [$.retry_after] }
            """
        let adapter = try CallBench.adapter(["http": http])
        return adapter.read(
            CallBench.reply(status, body, headers),
            for: .create,
            ads: [CallBench.ad(adapter)],
            context: CallBench.context
        )
    }

    /// Seconds from now that the reading holds back.
    static func hold(_ headers: Headers, as format: String = "auto", _ body: String = "") throws -> Double? {
        try read(headers, as: format, body).budget?.holdUntil?.timeIntervalSince(CallBench.now)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let headers: [String: String]
        let format: String
        let seconds: Double?
        var testDescription: String { "\(headers) \(format)" }
    }

    static let cases: [Case] = [
        Case(headers: ["Retry-After": "73"], format: "auto", seconds: 73),
        Case(headers: ["Retry-After": "0"], format: "auto", seconds: 0),
        Case(headers: ["Retry-After": "1.5"], format: "auto", seconds: 1.5),
        Case(headers: ["Retry-After": "soon"], format: "auto", seconds: nil),
        Case(headers: ["Retry-After": "-5"], format: "auto", seconds: nil),
        Case(headers: ["Retry-After": "172800"], format: "auto", seconds: 172_800),
        Case(headers: ["Retry-After": "1800000073"], format: "auto", seconds: 73),
        Case(headers: ["Retry-After": "999999999"], format: "auto", seconds: 999_999_999),
        Case(headers: ["Retry-After": "Fri, 15 Jan 2027 08:01:00 GMT"], format: "auto", seconds: 60),
        Case(headers: ["Retry-After": "Friday, 15-Jan-27 08:01:00 GMT"], format: "auto", seconds: 60),
        Case(headers: ["Retry-After": "Fri Jan 15 08:01:00 2027"], format: "auto", seconds: 60),
        Case(headers: ["Retry-After": "Fri, 15 Jan 2021 08:01:00 GMT"], format: "auto", seconds: 0),
        Case(
            headers: ["Retry-After": "Fri, 15 Jan 2027 07:01:00 GMT", "Date": "Fri, 15 Jan 2027 07:00:00 GMT"],
            format: "auto",
            seconds: 60
        ),
        Case(headers: ["X-Reset": "1800000030"], format: "epoch-seconds", seconds: 30),
        Case(headers: ["X-Reset": "1800000030.5"], format: "epoch-seconds", seconds: 30.5),
        Case(headers: ["X-Reset": "1800000030000"], format: "auto", seconds: 30),
        Case(headers: ["X-Reset": "2027-01-15T08:00:30Z"], format: "iso-8601", seconds: 30),
        Case(headers: ["X-Reset": "2027-01-15T10:00:30.250+02:00"], format: "auto", seconds: 30.25),
        Case(headers: ["X-Reset": "45"], format: "seconds", seconds: 45),
        Case(headers: ["X-Reset": "45"], format: "auto", seconds: 45),
        Case(headers: ["X-Reset": "2027-13-45T08:00:30Z"], format: "auto", seconds: nil),
        Case(headers: ["X-Reset": "45", "Retry-After": "5"], format: "seconds", seconds: 5),
        Case(headers: [:], format: "auto", seconds: nil),
    ]

    @Test("an instant is read as the board writes it, by the machine's clock", arguments: cases)
    func instants(_ test: Case) throws {
        let headers = Headers(test.headers.sorted { $0.key < $1.key }.map { Header($0.key, $0.value) })
        let found = try Self.hold(headers, as: test.format)
        #expect(found.map { ($0 * 1000).rounded() } == test.seconds.map { $0 * 1000 })
    }

    @Test("a body may tell the wait, and the verdict carries it")
    func body() throws {
        #expect(try Self.hold([:], #"{"retry_after":1.25}"#) == 1.25)
        let reading = try Self.read(["Retry-After": "73"])
        #expect(reading.elements[0].verdict.kind == .transient(wait: .seconds(73)))
    }

    @Test("a spent budget holds back even after a success")
    func spent() throws {
        let spent = try Self.read(["X-Left": "0", "X-Reset": "45"], as: "seconds", status: 200, #"{"id":"1"}"#)
        #expect(spent.elements[0].verdict.kind == .accepted)
        #expect(spent.budget?.holdUntil == CallBench.now.addingTimeInterval(45))
        let left = try Self.read(["X-Left": "3", "X-Reset": "45"], as: "seconds", status: 200, #"{"id":"1"}"#)
        #expect(
            left.budget == BudgetReading(remaining: 3, resetAt: CallBench.now.addingTimeInterval(45), holdUntil: nil)
        )
    }
}
