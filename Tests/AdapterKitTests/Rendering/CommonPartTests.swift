import AdapterKit
import Documents
import FoundationEssentials
import Postings
import Testing

/// An ad must not depend on which ads its adapter rendered before.
@Suite("What ads have in common")
struct CommonPartTests {
    private static let values = """
        title: { from: title, as: [plain], need: always }
        body: { rich: { from: description, format: html, tags: [p], headings: h2 }, size: { max: 9000, unit: bytes } }
        city: { from: place.city }
        sites: { each: places, let: { name: { from: it.city } }, object: { name!: $name, region: $it.region } }
        area: { from: place.region, as: [{ region-name: en }] }
        tongue: { from: language }
        web: { from: page.url }
        until: { from: dates.validThrough, as: [{ time: iso-utc }] }
        days: { from: dates.validThrough, as: [days-from-now] }
        mail: { from: [settings.contact, employer.legalName] }
        copy: { from: mail }
        link: { from: apply.url, as: [track] }
        seen: { from: posting.opened, as: [{ nudge: 60s }] }
        key: { from: minted.key }
        told: { from: kept.remoteID }
        word: { from: facets.word }
        what: { from: delivery.operation, table: { create: new, update: changed, withdraw: gone } }
        moment: { from: clock.now }
        wage: { text: "{pay.min} {pay.currency}" }
        """

    private static let body =
        "    all: { a: $title, b: $body, c: $sites, d: $mail, e: $link, f: $employer.name, g: $settings.contact }"

    private static let changes: [@Sendable (inout AdInput) -> Void] = [
        { _ in },
        { $0.account = "other" },
        { $0.settings = ["contact": .text("me@x.example")] },
        { $0.reference = "pl-other" },
        { $0.creation = 3 },
        { $0.opened += 86_400 },
        { $0.now += 86_400 },
        { $0.minted = ["key": .text("k2")] },
        { $0.kept = ["remoteID": .text("t2")] },
        { $0.facets = ["word": .text("w2")] },
        { $0.pageURL = "https://x.example/job" },
        { $0.language = "de" },
        { $0.zone = "America/New_York" },
        { $0.places.swapAt(0, 1) },
        { $0.places = [] },
        { input in
            guard case .object(var role) = input.role else { return }
            role["title"] = .text("Baker")
            role["pay"] = nil
            role["dates"] = .object(["validThrough": .text("2027-02-28")])
            input.role = .object(role)
        },
    ]

    @Test("shows in no ad, whichever was rendered before", arguments: [Postings.Operation.create, .update, .withdraw])
    func sameAd(operation: Postings.Operation) throws {
        let rules = """
            - { anyOf: [link, mail], because: somebody must apply }
            - { firstPresent: [wage, city] }
            """
        let used = try bench(rules)
        for change in Self.changes {
            let fresh = try bench(rules)
            var input = used.input
            change(&input)
            for _ in 0..<2 {
                let ad = used.adapter.render(input, for: operation)
                #expect(ad == fresh.adapter.render(input, for: operation))
                let values = JSON.text(.object(ad.values))
                #expect(ad.text.text { values } == values)
            }
        }
    }

    @Test("a second ad's values are written ahead, those of a board that has accepted some are not")
    func writtenAhead() throws {
        let bench = try bench("")
        var input = bench.input
        #expect(bench.adapter.render(input, for: .create).text.text { "now" } == "now")
        input.account = "other"
        #expect(bench.adapter.render(input, for: .create).text.text { "now" } != "now")
        input.accepted = ["title": .text("Baker")]
        #expect(bench.adapter.render(input, for: .create).text.text { "now" } == "now")
    }

    @Test("keeps out dates that a rule caps by the clock")
    func caps() throws {
        let rules = "- { within: { value: dates.validThrough, of: clock.now, max: 30d }, overflow: cap }"
        let used = try bench(rules)
        for change in Self.changes {
            var input = used.input
            change(&input)
            #expect(used.adapter.render(input, for: .create) == (try bench(rules)).adapter.render(input, for: .create))
        }
    }

    @Test("adapters are equal whatever they remember")
    func equality() throws {
        let (used, fresh) = (try bench(""), try bench(""))
        _ = used.ad()
        #expect(used.adapter == fresh.adapter)
    }

    private func bench(_ rules: String) throws -> Bench {
        var bench = try Bench(
            Self.values,
            rules: rules,
            body: Self.body,
            more: "mint: { key: { kind: uuid4, for: delivery } }\nfacets: { word: { type: text, title: Word } }"
        )
        bench.input.minted = ["key": .text("k1")]
        bench.input.pageURL = bench.input.role["url"]?.text
        return bench
    }
}
