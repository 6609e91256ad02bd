import AdapterKit
import Documents
import Postings
import RichText
import Testing

@Suite("Real ads")
struct RealAdTests {
    /// Every adapter with a part of the ads: each ad meets two adapters, and each adapter about forty ads.
    static let shares = Shelf.ids.enumerated().flatMap { place, id in
        (0..<2).map { half in Share(id: id, place: place, half: half) }
    }

    struct Share: Sendable, CustomStringConvertible {
        let id: String
        let place: Int
        let half: Int
        var description: String { "\(id), part \(half + 1)" }

        var ads: [RealAd] {
            let all = RealAd.all
            guard all.count > 20 else { return half == 0 ? all : [] }
            return all.enumerated().filter { ($0.offset + place) % 10 < 2 && $0.offset % 2 == half }.map(\.element)
        }
    }

    @Test("become roles, all but those that lack what a role must have")
    func roles() {
        #expect(RealAd.samples.count == 5)
        #expect(RealAd.all.count == 5 || RealAd.all.count > 170, "\(RealAd.all.count)")
    }

    @Test("leave every sentence in the ad or in a finding", arguments: shares)
    func sentencesStay(share: Share) throws {
        let connection = try Connection(share.id)
        for ad in share.ads {
            let rendered = connection.adapter.render(connection.input(ad.role), for: .create)
            for lost in Sentences.missing(of: ad.body, in: rendered) {
                Issue.record("\(share.id), \(ad.name): \(lost.prefix(120))")
            }
        }
    }

    @Test("our own samples leave every sentence in the ad or in a finding, on every board", arguments: Shelf.ids)
    func samples(id: String) throws {
        let connection = try Connection(id)
        for ad in RealAd.samples {
            let rendered = connection.adapter.render(connection.input(ad.role), for: .create)
            for lost in Sentences.missing(of: ad.body, in: rendered) {
                Issue.record("\(id), \(ad.name): \(lost.prefix(120))")
            }
        }
    }

    @Test("a sentence that is nowhere is reported")
    func control() throws {
        let connection = try Connection("generic-webhook")
        let ad = try #require(RealAd.samples.first)
        let rendered = connection.adapter.render(connection.input(ad.role), for: .create)
        let other = Markup(.plain, "This sentence stands in no ad whatever.")
        #expect(Sentences.missing(of: other, in: rendered).count == 1)
    }
}

/// Looks for the sentences of a text in what reaches the board of an ad, and in what the ad's findings say.
enum Sentences {
    static func missing(of markup: Markup, in ad: Ad) -> [String] {
        let tree =
            switch markup.dialect {
            case .markdown: RichText(markdown: markup.text)
            case .html: RichText(html: markup.text)
            case .plain: RichText(plain: markup.text)
            }
        let shown = ad.fields.map(\.text).map { text in
            let isHTML = text.contains("<") || text.contains("&")
            return letters(text) + "\u{0}"
                + (isHTML ? letters(RichText(html: text.replacing("\n", with: "<br>")).plainText) : "")
        }
        let told = ad.findings.flatMap { [$0.lost ?? "", $0.message] }.map(letters).filter { !$0.isEmpty }
        return sentences(in: tree.plainText).filter { sentence in
            let wanted = letters(sentence)
            if wanted.isEmpty || (shown + told).contains(where: { $0.utf8.firstRange(of: wanted.utf8) != nil }) {
                return false
            }
            // A cut may fall inside a sentence: then its beginning stands in the ad and its end in a finding.
            return !wanted.indices.dropFirst().contains { index in
                told.contains { $0.hasPrefix(wanted[index...]) || $0.utf8.firstRange(of: wanted[index...].utf8) != nil }
                    && shown.contains { $0.utf8.firstRange(of: wanted[..<index].utf8) != nil }
            }
        }
    }

    /// Letters and digits; addresses do not count, since plainer forms put them into a sentence.
    private static func letters(_ text: String) -> String {
        var text = text.replacing(/<(https?|mailto):[^<>|\n]*\|/, with: "").replacing(/mailto:[^\s)]*/, with: "")
            .replacing(/\(https?:\/\/[^)]*\)/, with: "")
        for address in webAddresses(in: text).reversed() { text.removeSubrange(address) }
        return Letters.of(text)
    }
}
