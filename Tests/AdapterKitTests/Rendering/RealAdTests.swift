import AdapterKit
import Documents
import FoundationEssentials
import Postings
import RichText
import Testing

/// Ads as boards and applicant-tracking systems publish them, read in place beside the project when they are there.
enum RealAds {
    static let all: [Markup] = {
        let file = URL(filePath: #filePath).appending(path: "../../../../../shared/data/ads.jsonl").standardizedFileURL
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return fallback }
        return text.split(separator: "\n").compactMap { line in
            guard let ad = JSON.parse(line.utf8) else { return nil }
            let body = ad["description"]?.text ?? ad["raw"]?["description"]?.text
            guard let body, !body.allSatisfy(\.isWhitespace) else { return nil }
            switch ad["format"]?.text {
            case "markdown": return Markup(.markdown, body)
            case "text": return Markup(.plain, body)
            default: return Markup(.html, body)
            }
        }
    }()

    /// Every n-th ad, beginning with one.
    static func share(of first: Int, in count: Int) -> [Markup] {
        all.enumerated().filter { all.count < 10 || $0.offset % count == first }.map(\.element)
    }

    /// A few of our own for a clone without the collection.
    private static let fallback = [
        Markup(
            .html,
            "<h2>Über uns</h2><p>Wir bauen. Und Sie? 5 &lt; 6 &amp; mehr.</p><ol><li>Eins<li>Zwei</ol><script>x</script>"
        ),
        Markup(.markdown, "# Rôle\n\n1. Un\n2. **Deux**\n\n| a | b |\n|---|---|\n| c | d |\n\n> Cité. Fin!"),
        Markup(.plain, "仕事内容。エンジニア募集！\n\n😀 Apply at https://x.example/a_b now."),
    ]
}

@Suite("Real ads")
struct RealAdTests {
    @Test(
        "leave every sentence in the ad or in a finding",
        arguments: [
            "format: html, tags: [p, br, b, strong, em, ul, ol, li, h2, h3, a], links: [https]",
            "format: html, tags: [br, b], links: [https], entities: none, guard: double-unescape",
            "format: plain",
            "format: mrkdwn",
            "format: message-html",
        ]
    )
    func sentencesStay(rich: String) throws {
        // Every form takes other ads of the collection, so that a run stays short.
        let ads = RealAds.share(of: rich.utf8.count % 11, in: 11)
        let overflow = "size: { max: 2000, unit: characters }, overflow: blocks"
        for rule in [
            "a: { rich: { from: description, \(rich) } }", "a: { rich: { from: description, \(rich) }, \(overflow) }",
        ] {
            let bench = try Bench(rule)
            for markup in ads { check(bench, markup) }
        }
    }

    @Test("leave every sentence in a message that fits, or in a finding")
    func layouts() throws {
        let bench = try Bench(
            """
            title: { from: title }
            body: { rich: { from: description, format: plain, headings: none } }
            a: { layout: { file: post.txt, fits: [{ max: 500, unit: characters, links: 23 }], shorten: [body, title] } }
            """,
            body: "    a: $a",
            files: ["post.txt": "{title}\n\n{body}\n\n{apply.url}\n"]
        )
        for markup in RealAds.share(of: 3, in: 11) {
            check(bench, markup)
            let ad = Self.with(markup, bench).ad()
            #expect(length(of: ad.values["a"]?.text ?? "", in: .characters, linksCountAs: 23) <= 500)
        }
    }

    private static func with(_ markup: Markup, _ bench: Bench) -> Bench {
        var bench = bench
        bench.input.role = .object([
            "title": .text("Cook"), "description": .object(["body": .markup(markup)]),
            "apply": .object(["url": .text("https://x.example/apply")]),
        ])
        return bench
    }

    /// Looks for each sentence, however it was marked up, in the ad's text and in what the findings quote.
    private func check(_ bench: Bench, _ markup: Markup) {
        let ad = Self.with(markup, bench).ad()
        let tree =
            switch markup.dialect {
            case .markdown: RichText(markdown: markup.text)
            case .html: RichText(html: markup.text)
            case .plain: RichText(plain: markup.text)
            }
        let shown = ad.values["a"]?.text ?? ""
        let isHTML = shown.contains("<") || shown.contains("&")
        let read = isHTML ? RichText(html: shown.replacing("\n", with: "<br>")).plainText : shown
        let places = ([shown, read] + ad.findings.compactMap(\.lost)).map(Self.letters)
        for sentence in sentences(in: tree.plainText) {
            let wanted = Self.letters(sentence)
            guard !wanted.isEmpty else { continue }
            if places.contains(where: { $0.contains(wanted) }) { continue }
            // A cut may fall inside a sentence: then its beginning stands in the ad and its end in the finding.
            let isSplit = places.dropFirst(2).contains { lost in
                wanted.indices.dropFirst().contains { index in
                    lost.hasPrefix(wanted[index...])
                        && (places[0].contains(wanted[..<index]) || places[1].contains(wanted[..<index]))
                }
            }
            #expect(isSplit, "\(sentence.prefix(80))")
        }
    }

    /// The letters and digits of a text, so that marks, escapes and line ends do not count.
    ///
    /// Addresses do not count either: plainer forms put them into a sentence, behind the words that linked there.
    private static func letters(_ text: String) -> String {
        var text = text.replacing("&amp;", with: "&").replacing(/<[^<>|\n]*\|/, with: "").replacing(
            /mailto:[^\s)]*/,
            with: ""
        )
        .replacing(/\(https?:\/\/[^)<>\n]*\)/, with: "")
        for address in webAddresses(in: text).reversed() { text.removeSubrange(address) }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            )
        )
    }
}
