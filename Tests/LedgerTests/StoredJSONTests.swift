import Documents
import Ledger
import Testing

import struct FoundationEssentials.Decimal

@Suite("Stored JSON")
struct StoredJSONTests {
    static let samples: [Value] = [
        .null, .boolean(false), .text(""), .text("\u{0}\u{7F}\u{2028}\"\\/\n\r\tü😀"), .list([]), .object([:]),
        .list([.list([.null]), .text("x")]), .markup(Markup(.markdown, "*a*")),
        .object(["z": .null, "a": .boolean(true), "$b": .text("c")]), .object(["$html": .text("no mark-up")]),
        .object(["$$html": .text("no mark-up")]), .object(["$html": .null]),
    ]

    @Test("reads back exactly what was written", arguments: samples)
    func values(value: Value) throws {
        #expect(try StoredJSON.value(StoredJSON.text(value)) == value)
    }

    @Test("keeps numbers exactly", arguments: ["0", "-1.5", "12345678901234567890.123456789", "0.1", "1e20"])
    func numbers(text: String) throws {
        let number = try #require(Decimal(string: text))
        #expect(try StoredJSON.value(StoredJSON.text(.number(number))) == .number(number))
    }

    @Test(
        "refuses what is damaged",
        arguments: ["", "{", "[1", "\"a", "{\"a\"}", "{a:1}", "[1]x", "\"\\q\"", "\"\\u12\"", "nul", "[1,]"]
            + [String(repeating: "[", count: 5_000)]
    )
    func damage(text: String) {
        #expect(throws: MalformedJSON.self) { try StoredJSON.value(text) }
    }
}
