import Documents
import FoundationEssentials
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "numbers survive exactly",
        arguments: [
            "0", "-1", "75000", "18.5", "0.1", "123456789012345678901234567890.12345678", "1234567890123456789",
            "-0.000000000000000000001",
        ]
    )
    func numbers(text: String) {
        let value = JSON.parse(text.utf8)
        #expect(value?.number == Decimal(string: text))
        #expect(value.map(JSON.text) == text)
    }

    @Test("equal numbers are written alike", arguments: ["75000", "75000.0", "75000.00", "7.5e4", "75E3"])
    func shortest(text: String) {
        #expect(Value(scalar: text) == .number(75000))
        #expect(JSON.text(Value(scalar: text)) == "75000")
    }

    @Test(
        "texts survive with every character",
        arguments: [
            "", "plain", "\"\\/", "\u{0}\u{1F}\u{7F}", "line\nfeed\r\n\ttab", "ü 東京 😀", "\u{2028}\u{2029}", "e\u{301}",
        ]
    )
    func texts(text: String) {
        let written = JSON.text(.text(text))
        #expect(JSON.parse(written.utf8)?.text.map { Array($0.utf8) } == Array(text.utf8))
        #expect(!written.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
    }

    @Test("lists and objects survive, compact and indented")
    func structure() {
        let value: Value = .object([
            "a": .list([.null, .boolean(true), .boolean(false), .number(1)]), "b": .object([:]), "c": .list([]),
            "d": .object(["x": .text("y")]),
        ])
        #expect(JSON.text(value) == #"{"a":[null,true,false,1],"b":{},"c":[],"d":{"x":"y"}}"#)
        #expect(JSON.parse(JSON.text(value).utf8) == value)
        #expect(JSON.parse(JSON.prettyText(value).utf8) == value)
        #expect(JSON.prettyText(.object(["a": .number(1)])) == "{\n  \"a\": 1\n}\n")
    }

    @Test("zero and one stay numbers, and truth stays truth")
    func truth() {
        #expect(
            JSON.parse("[0,1,true,false]".utf8) == .list([.number(0), .number(1), .boolean(true), .boolean(false)])
        )
    }

    @Test("what is no JSON is nothing", arguments: ["", "{", "nul", "{'a':1}", "01", "\"a"])
    func broken(text: String) {
        #expect(JSON.parse(text.utf8) == nil)
    }

    @Test(
        "what must be escaped is, wherever it stands among eight bytes",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\u{1F}", #"\u001f"#), ("\u{7F}", #"\u007f"#),
            ("\u{2028}", #"\u2028"#), ("\u{2027}", "\u{2027}"), ("\u{80}", "\u{80}"), ("ü", "ü"), (" ", " "),
            ("!", "!"),
        ]
    )
    func escapes(special: String, written: String) {
        for before in 0..<20 {
            for after in [0, 1, 7, 8, 9] {
                let (start, end) = (String(repeating: "a", count: before), String(repeating: "é", count: after))
                #expect(JSON.text(.text(start + special + end)) == "\"\(start)\(written)\(end)\"")
            }
        }
    }
}
