import Documents
import FoundationEssentials
import Postings
import Testing
import XMLTree

@testable import AdapterKit

@Suite("Documents")
struct DocumentTests {
    private func ads(_ bench: Bench, _ references: [String]) -> [PreparedAd] {
        references.map { reference in
            var input = bench.input
            input.reference = reference
            return PreparedAd(input: input, ad: bench.adapter.render(input, for: .create))
        }
    }

    @Test("of an account hold all ads in the order of their references", arguments: ["cdata", "escaped"])
    func feed(text: String) throws {
        let bench = try Bench(
            "reference: { from: posting.reference }\ntitle: { from: title }\ngone: { from: requisition }\nmail: { from: settings.contact }\nbuilt: { from: feed.changed, as: [{ time: rfc822, zone: UTC }] }",
            body: """
                    reference: $reference
                    title: $title
                    gone: $gone
                  feed:
                    xml: { text: \(text), empty: keep, declaration: true }
                    root: { source: { mail: $mail, built: $built, job: $items } }
                """,
            more:
                "document: { scope: account, directory: folder, file: jobs.xml, media: application/xml, body: feed, item: job, url: \"https://x.example/{account.name}.xml\" }"
        )
        let document = try bench.adapter.document(of: ads(bench, ["b", "a", "c"]), account: bench.input)
        let root = try XML.parse(document.bytes)
        #expect(root.name == "source")
        #expect(root.all(named: "job").map { $0.first(named: "reference")?.text } == ["a", "b", "c"])
        #expect(
            root.all(named: "job").allSatisfy {
                $0.first(named: "gone") != nil && $0.first(named: "title")?.isCDATA == (text == "cdata")
            }
        )
        #expect(root.first(named: "built")?.text == "Mon, 01 Dec 2025 08:00:00 +0000")
        #expect(
            document.count == 3 && document.file == "jobs.xml" && document.url == "https://x.example/bench-main.xml"
        )
        let frame = try bench.adapter.documentFrame(account: bench.input, changed: bench.input.opened)
        let item = try bench.adapter.documentItem(ads(bench, ["a"])[0])
        let one = try bench.adapter.document(of: ads(bench, ["a"]), account: bench.input)
        #expect(frame.head + item + frame.tail == one.bytes)
        #expect(try XML.parse(frame.head + frame.tail).all(named: "job").isEmpty)
    }

    @Test("of an account can be JSON")
    func json() throws {
        let bench = try Bench(
            "reference: { from: posting.reference }",
            body: "    id: $reference\n  feed:\n    version: \"1\"\n    items: $items",
            more:
                "document: { scope: account, directory: folder, file: jobs.json, media: application/json, body: feed, item: job }"
        )
        let document = try bench.adapter.document(of: ads(bench, ["b", "a"]), account: bench.input)
        #expect(String(decoding: document.bytes, as: UTF8.self) == #"{"version":"1","items":[{"id":"a"},{"id":"b"}]}"#)
        let empty = try bench.adapter.document(of: [], account: bench.input)
        #expect(String(decoding: empty.bytes, as: UTF8.self) == #"{"version":"1","items":[]}"#)
    }

    @Test("of several roles are one text")
    func merged() throws {
        let bench = try Bench(
            "title: { from: title }\nreference: { from: posting.reference }",
            body:
                "    a: $title\n  entry: { text: \"{title}\\n{reference}\" }\n  post: { text: \"We are hiring\\n\\n{items}\\n\\nBye\" }",
            more: "roles: merged\ndocument: { scope: account, media: text/plain, body: post, item: entry }"
        )
        let document = try bench.adapter.document(of: ads(bench, ["a", "b"]), account: bench.input)
        #expect(
            String(decoding: document.bytes, as: UTF8.self)
                == "We are hiring\n\nMachine Learning Engineer\na\n\nMachine Learning Engineer\nb\n\nBye"
        )
    }
}

@Suite("Pages")
struct PageTests {
    private static let values = """
        title: { from: title }
        company: { from: employer.name }
        summary: { from: summary }
        description: { rich: { from: description, format: html, tags: [p, ul, li, strong, a, h3], headings: h3 } }
        canonical: { from: page.url }
        city: { from: place.city }
        pay: { text: "{pay.min} {pay.currency}" }
        applyURL: { from: apply.url, as: [track] }
        applyEmail: { from: apply.email }
        """

    private static let body = """
            "@context": https://schema.org
            "@type": JobPosting
            title: $title
            description: $description
          page:
            page:
              template: job.html
              data:
                title: $title
                company: $company
                summary: $summary
                description: $description
                canonical: $canonical
                facts:
                  - { kind: place, text!: $city }
                  - { kind: pay, text!: $pay }
                applyURL: $applyURL
                applyEmail: $applyEmail
              jsonLD: job
        """

    private static let document =
        "document: { scope: posting, directory: folder, file: \"{posting.reference}.html\", media: text/html, body: page }"

    private func page(_ change: (inout AdInput) -> Void = { _ in }) throws -> String {
        var bench = try Bench(Self.values, body: Self.body, more: Self.document)
        change(&bench.input)
        let templates = URL(filePath: #filePath).appending(path: "../../../../Templates/pages/job.html")
            .standardizedFileURL
        let template = try String(contentsOf: templates, encoding: .utf8)
        let document = try bench.adapter.document(
            of: [PreparedAd(input: bench.input, ad: bench.ad())],
            account: bench.input,
            pageTemplates: ["job.html": template]
        )
        #expect(document.file == "pl-abc123.html")
        return String(decoding: document.bytes, as: UTF8.self)
    }

    @Test("are whole documents with the ad in them")
    func golden() throws {
        let html = try page { $0.pageURL = "https://robotics.example/jobs/1" }
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/page.html")
        guard let expected = try? String(contentsOf: golden, encoding: .utf8) else {
            try FileManager.default.createDirectory(
                at: golden.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try html.write(to: golden, atomically: true, encoding: .utf8)
            Issue.record("There was no golden page; it was written. Read it and run again.")
            return
        }
        #expect(html == expected)
    }

    @Test("escape what a role says, in text, attributes and script")
    func escapes() throws {
        let html = try page { input in
            var role = input.role.object ?? [:]
            role["title"] = .text("</title><script>alert(1)</script>\"'&")
            role["description"] = .object(["body": .markup(Markup(.plain, "</script><!-- <b>hi</b>"))])
            role["apply"] = .object(["url": .text("https://x.example/?a=\"><script>")])
            input.role = .object(role)
        }
        #expect(!html.contains("<script>alert"))
        #expect(html.components(separatedBy: "</script>").count == 2)
        #expect(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
        #expect(!html.contains("<!--"))
        #expect(!html.contains("\"><script>"))
    }

    @Test("need nothing from outside and run no script")
    func alone() throws {
        let html = try page()
        #expect(!html.contains("src=") && !html.contains("@import") && !html.contains("url("))
        #expect(html.components(separatedBy: "<script").count == 2)
        #expect(html.contains("<script type=\"application/ld+json\">"))
    }

    @Test(
        "refuse templates that ask for what is not there",
        arguments: [
            ("<p>{{titel}}</p>", "job.html:1: There is no \"titel\""),
            ("a\n{{{title}}}", "job.html:2: \"title\" is no HTML"),
            ("{{#title}}", "The section {{#title}} is not closed"), ("{{/title}}", "closes no section"),
            ("{{title", "A tag is not closed"),
        ]
    )
    func faults(template: String, message: String) throws {
        let bench = try Bench(Self.values, body: Self.body, more: Self.document)
        let ads = [PreparedAd(input: bench.input, ad: bench.ad())]
        let fault = #expect(throws: DocumentFault.self) {
            try bench.adapter.document(of: ads, account: bench.input, pageTemplates: ["job.html": template])
        }
        #expect(fault?.message.contains(message) == true)
    }

    @Test("say which template is missing")
    func noTemplate() throws {
        let bench = try Bench(Self.values, body: Self.body, more: Self.document)
        let fault = #expect(throws: DocumentFault.self) {
            try bench.adapter.document(of: [PreparedAd(input: bench.input, ad: bench.ad())], account: bench.input)
        }
        #expect(fault?.code == "no-template")
    }
}
