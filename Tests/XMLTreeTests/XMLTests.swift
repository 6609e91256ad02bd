import Testing
import XMLTree

@Suite("XML trees")
struct XMLTests {
    @Test("names keep their prefix, attributes and children their order")
    func keepsWhatIsWritten() throws {
        let root = try XML.parse(Array("<a:b xmlns:a=\"u\" z=\"1\" c=\"&lt;\">x<d/>y<e><f>z</f></e></a:b>".utf8))
        #expect(root.name == "a:b")
        #expect(root.attributes.map(\.name) == ["xmlns:a", "z", "c"])
        #expect(root.attribute("c") == "<")
        #expect(root.text == "xyz")
        #expect(root.elements.map(\.name) == ["d", "e"])
        #expect(root.at("e.f")?.text == "z")
        #expect(root.at("e.g") == nil)
    }

    @Test("CDATA and references are told from plain text")
    func tellsCDATA() throws {
        let root = try XML.parse(Array("<a><b><![CDATA[1 & 2]]></b><c>1 &amp; 2</c><d> <![CDATA[]]> </d></a>".utf8))
        let both = try [#require(root.first(named: "b")), #require(root.first(named: "c"))]
        #expect(both.map(\.text) == ["1 & 2", "1 & 2"])
        #expect(both.map(\.isCDATA) == [true, false])
        #expect(both.map(\.usesReferences) == [false, true])
        #expect(root.first(named: "d")?.isCDATA == true)
    }

    @Test(
        "unacceptable documents are refused with their place",
        arguments: [
            ("<a>\n<b></a>", XMLFault.Kind.malformed, 2),
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", .declaration, 1),
            ("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", .declaration, 1),
            ("<a>&x;</a>", .malformed, 1),
            ("<a><b><c><d/></c></b></a>", .tooDeep, 1),
            ("<a>\(String(repeating: " ", count: 300))</a>", .tooLarge, 1),
            ("", .malformed, 1),
        ]
    )
    func refuses(document: String, kind: XMLFault.Kind, line: Int) {
        let fault = #expect(throws: XMLFault.self) {
            try XML.parse(Array(document.utf8), maximumDepth: 3, maximumBytes: 200)
        }
        #expect(fault?.kind == kind)
        #expect(fault?.line == line)
    }

    @Test(
        "what the writer writes reads back the same",
        arguments: ["plain", "a < b & c > d \"e\" 'f'", "x ]]> y ]]]]>", "]]", "line\nbreak\ttab", "emoji 🧑‍🔧 é", ""]
    )
    func roundTrips(text: String) throws {
        for cdata in [false, true] {
            var writer = XMLWriter()
            writer.declaration()
            writer.start("a", [.init("k", text)])
            writer.element("b", text: text, cdata: cdata)
            writer.finish()
            let root = try XML.parse(writer.take())
            #expect(root.attribute("k") == text)
            #expect(root.first(named: "b")?.text == text)
            if !text.isEmpty { #expect(root.first(named: "b")?.isCDATA == cdata) }
        }
    }

    @Test("characters that XML cannot hold are removed and counted")
    func removesIllegalCharacters() throws {
        var writer = XMLWriter()
        writer.element("a", [.init("k", "\u{0}x")], text: "b\u{B}c\u{FFFE}")
        #expect(writer.removed == 3)
        let root = try XML.parse(writer.take())
        #expect(root.text == "bc")
        #expect(root.attribute("k") == "x")
    }

    @Test("indentation breaks lines between elements and never beside text")
    func indents() {
        var writer = XMLWriter(indentation: 2)
        writer.declaration()
        writer.start("a")
        writer.element("b", text: "x")
        writer.start("c")
        writer.text("t")
        writer.element("d")
        writer.finish()
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <a>
              <b>x</b>
              <c>t<d/></c>
            </a>

            """
        #expect(String(decoding: writer.take(), as: UTF8.self) == expected)
    }

    @Test("the buffer is handed over in pieces, and a tree is written as it was read")
    func streams() throws {
        let root = try XML.parse(Array("<a x=\"1\"><b>t</b><c><![CDATA[u]]></c></a>".utf8))
        var writer = XMLWriter()
        writer.start("all")
        #expect(!writer.take().isEmpty)
        writer.tree(root)
        writer.end()
        #expect(String(decoding: writer.take(), as: UTF8.self) == "><a x=\"1\"><b>t</b><c><![CDATA[u]]></c></a></all>")
        #expect(writer.take().isEmpty)
    }
}
