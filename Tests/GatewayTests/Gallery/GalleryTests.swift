import Documents
import FoundationEssentials
import Postings
import Testing

@testable import Gateway

@Suite("Gallery")
struct GalleryTests {
    private static let hostile =
        "<script>alert(1)</script>\" onload='x' </iframe></style><img src=https://evil.example/x>"

    @Test(
        "no text can leave its place",
        arguments: [
            SampleDraft(title: hostile), SampleDraft(board: hostile), SampleDraft(place: hostile),
            SampleDraft(body: hostile),
            SampleDraft(payload: .init(media: hostile, text: hostile)),
            SampleDraft(findings: [
                Finding(.error, code: "x", field: hostile, hostile, remedy: hostile, source: hostile)
            ]),
            SampleDraft(findings: [
                Finding(.note, code: "loss.x", field: hostile, hostile, source: "https://x\"onclick=")
            ]),
            SampleDraft(accepted: ["title": .text(hostile)]), SampleDraft(title: hostile, kind: "message"),
            SampleDraft(kind: "manual", payload: .init(media: "text/plain", text: hostile)),
        ]
    )
    func escaping(_ sample: SampleDraft) throws {
        let page = try GalleryFiles.page([sample], template: GalleryFiles.bundled())
        #expect(!page.contains("<script"))
        #expect(!page.contains("<img"))
        #expect(!page.contains("onload='"))
        #expect(!page.contains("x\"onclick"))
        #expect(page.components("</iframe>") == 1)
        #expect(page.components("</style>") == 2)
    }

    @Test("a rule's address is a link, and the doubt behind it is none of its words")
    func doubt() throws {
        let finding = Finding(
            .error,
            code: "too-long",
            field: "title",
            "Too long.",
            source: "https://x.example/a (not verified)"
        )
        let page = try GalleryFiles.page([SampleDraft(findings: [finding])])
        #expect(page.contains("<a href=\"https://x.example/a\" "))
        #expect(page.contains(">https://x.example/a</a> (not verified)"))
    }

    @Test("the frame's own document holds nothing but formatting of the ad")
    func frame() throws {
        let body =
            "<p>a</p><script>x</script><iframe src=https://evil.example></iframe><b onclick=x>b</b><meta charset=x>"
        let page = try GalleryFiles.page([SampleDraft(body: body)])
        let inside = try #require(page.firstMatch(of: /srcdoc="([^"]*)"/)).1.replacing("&lt;", with: "<").replacing(
            "&gt;",
            with: ">"
        )
        for mark in ["<script", "<iframe", "onclick", "<meta charset=x"] { #expect(!inside.contains(mark)) }
        #expect(inside.contains("<strong>b") || inside.contains("<b>b"))
        #expect(inside.contains("default-src"))
    }

    @Test("every frame is sandboxed without any permission", arguments: ["api", "message", "manual"])
    func sandbox(kind: String) throws {
        let page = try GalleryFiles.page([SampleDraft(kind: kind)])
        #expect(page.contains("<iframe sandbox title="))
        #expect(!page.contains("allow-"))
    }

    @Test(
        "an ad says its language and the way it is written, and the page those of its title",
        arguments: [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("de,ar", "ltr"), ("ja", "ltr")]
    )
    func language(tag: String, direction: String) throws {
        let samples = [SampleDraft(accepted: ["title": .text("x")], language: tag), SampleDraft()]
        let page = try GalleryFiles.page(samples, template: GalleryFiles.bundled())
        let marks = "lang=\"\(tag.split(separator: ",")[0])\" dir=\"\(direction)\""
        let quoted = marks.replacing("\"", with: "&quot;")
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">"))
        #expect(page.contains("<h1 \(marks)>Night Baker</h1>"))
        #expect(page.contains("&lt;html \(quoted)&gt;"))
        #expect(page.contains("<td \(marks)>"))
        #expect(page.contains("&lt;html lang=&quot;en&quot; dir=&quot;ltr&quot;&gt;"))
        let frames = page.matches(of: #/<iframe sandbox title="[^"]*" (lang="[^"]*" dir="[^"]*")/#).map { String($0.1) }
        #expect(frames == [marks, "lang=\"en\" dir=\"ltr\""])
    }

    @Test("the page refers to nothing outside itself")
    func selfContained() throws {
        let samples = ["api", "message", "manual"].map { SampleDraft(kind: $0) }
        let page = try GalleryFiles.page(samples, template: GalleryFiles.bundled())
        for mark in ["src=", "<link", "@import", "url(", "<script", "<object", "<embed"] {
            #expect(!page.contains(mark))
        }
        #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
    }

    @Test("the bundled page leaves no marker and carries the frames' style")
    func template() throws {
        let template = try GalleryFiles.bundled()
        let page = try GalleryFiles.page([SampleDraft()], template: template)
        #expect(!page.contains("{{"))
        #expect(GalleryTemplate(text: template).frameStyle.contains(".bubble"))
    }

    @Test("a text that looks like a marker is not filled again")
    func markers() throws {
        let page = try GalleryFiles.page([SampleDraft(title: "{{{cards}}} {{made}}")])
        #expect(page.contains("<h1>{{{cards}}} {{made}}</h1>"))
    }

    @Test("an ad with an error is called rejected, and one that only the board can answer is not")
    func rejection() throws {
        let error = Finding(.error, code: "too-long", field: "title", "80 characters, 75 allowed.")
        let open = Finding(.error, code: "unresolved", field: "category", "Not chosen yet.")
        let page = try GalleryFiles.page([SampleDraft(findings: [error])])
        #expect(page.contains("Blocked"))
        #expect(page.contains("1 ad. It is blocked as the role stands."))
        #expect(page.contains("On post, nothing would be sent: title: 80 characters, 75 allowed."))
        #expect(try !GalleryFiles.page([SampleDraft(findings: [open])]).contains("Blocked"))
    }

    @Test("the counts above are those of the rows below")
    func counts() throws {
        let open = Finding(.error, code: "unresolved", field: "category", "Not chosen yet.")
        let doubt = Finding(.warning, code: "too-short", field: "title", "Too short.")
        let samples = [SampleDraft(findings: [open]), SampleDraft(findings: [doubt]), SampleDraft()]
        let page = try GalleryFiles.page(samples)
        for words in ["to ask the board about first", "with warnings", "ready to send"] {
            #expect(page.contains("<b>1</b> \(words)"))
        }
    }

    @Test("a search result stands at the address of our own page, not at the role's")
    func pageAddress() throws {
        let page = try GalleryFiles.page([SampleDraft(kind: "page")])
        #expect(page.contains("class=&quot;site&quot;&gt;https://night.example/p1.html&lt;"), "\(page)")
    }

    @Test("a small gallery is as recorded")
    func golden() throws {
        let note = Finding(.note, code: "loss.no-field", field: "hours", "hours: no field on this board.")
        let other = Finding(.note, code: "loss.no-field", field: "pay.bonus", "pay.bonus: no field on this board.")
        let page = try GalleryFiles.page([SampleDraft(findings: [note, other], accepted: ["title": .text("Baker")])])
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/small.html")
        guard ProcessInfo.processInfo.environment["RECORD"] == nil else { return try Data(page.utf8).write(to: path) }
        #expect(page == (try GalleryFiles.text(path.path())))
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
