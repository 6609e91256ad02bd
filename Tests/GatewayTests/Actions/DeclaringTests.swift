import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Roles
import Testing

@testable import Gateway

@Suite("What a role asks of a board when its places change")
struct DeclaringTests {
    private static let wien = ["city": "Wien", "country": "AT"]
    private static let berlin = ["city": "Berlin", "country": "DE", "postalCode": "10115", "street": "Weg 1"]
    private static let other = ["city": "Berlin", "country": "DE", "postalCode": "10999", "street": "Ring 2"]
    private static let mended = ["city": "Berlin", "country": "DE", "postalCode": "10115", "street": "Weg 11"]

    @Test(
        "where one ad has all places, any change of them changes that ad",
        arguments: [[wien], [berlin, wien], [wien, berlin, other], [mended]]
    )
    func list(after: [[String: String]]) async throws {
        let town = try Town(places: "{ list: any }")
        #expect(try await town.want([Self.wien, Self.berlin]) == Town.Done(created: 1))
        #expect(try await town.want(after) == Town.Done(updated: 1))
        #expect(try await town.want(after) == Town.Done())
    }

    @Test("where an ad has so many places, they fill up the ads there are")
    func chunks() async throws {
        let town = try Town(places: "{ list: 2 }")
        #expect(try await town.want([Self.wien, Self.berlin]) == Town.Done(created: 1))
        #expect(try await town.want([Self.wien, Self.berlin, Self.other]) == Town.Done(created: 1, updated: 1))
        #expect(try await town.want([Self.other, Self.berlin]) == Town.Done(updated: 1, ended: 1))
    }

    @Test("where each place has an ad, the others are left where they are")
    func each() async throws {
        let town = try Town(places: "{ each: 1 }")
        #expect(try await town.want([Self.wien, Self.berlin]) == Town.Done(created: 2))
        let first = try await town.cities()
        #expect(try await town.want([Self.berlin, Self.wien]) == Town.Done(updated: 2), "the revision is another")
        #expect(try await town.cities() == first)
        #expect(try await town.want([Self.other, Self.berlin, Self.wien]) == Town.Done(created: 1, updated: 2))
        #expect(try await town.cities().filter { first.keys.contains($0.key) } == first)
        #expect(try await town.want([Self.other, Self.wien]) == Town.Done(updated: 2, ended: 1))
        #expect(
            try await town.want([Self.other, Self.berlin, Self.wien]) == Town.Done(updated: 3),
            "it is taken up again"
        )
        #expect(try await town.cities().filter { first.keys.contains($0.key) } == first)
    }

    @Test("an address that is mended changes the ad of its place, also beside another of the city")
    func mending() async throws {
        let town = try Town(places: "{ each: 1 }")
        _ = try await town.want([Self.other, Self.berlin])
        #expect(try await town.want([Self.mended, Self.other]) == Town.Done(updated: 2))
        #expect(try await Set(town.cities().values) == ["Berlin 10115 Weg 11", "Berlin 10999 Ring 2"])
        #expect(try await town.want([Self.other, Self.mended, Self.wien]) == Town.Done(created: 1, updated: 2))
    }

    @Test(
        "a posting of an older ledger is taken over under the key it has",
        arguments: [
            ("{ list: any }", ["at-wien+de-berlin"]), ("{ list: any }", ["de-berlin+us-boston"]),
            ("{ list: 2 }", ["de-berlin+at-wien"]), ("{ each: 1 }", ["at-wien", "de-berlin"]),
            ("{ each: 1 }", ["at-wien", "de-berlin-10115"]), ("{ each: 1 }", ["at-wien", "de-berlin-10115-weg-1"]),
        ]
    )
    func older(places: String, keys: [String]) async throws {
        let town = try Town(places: places)
        try await town.remember(keys)
        #expect(try await town.want([Self.berlin, Self.wien]) == Town.Done(updated: keys.count))
        #expect(try await town.want([Self.wien, Self.berlin]) == Town.Done(updated: keys.count))
        #expect(try await town.postings().map(\.key.places).sorted() == keys)
        if places == "{ each: 1 }" {
            #expect(try await Set(town.cities().values) == ["Berlin 10115 Weg 1", "Wien"])
        }
    }

    @Test("an older posting that is on its way out is taken back, and one that is up goes before it")
    func leaving() async throws {
        let town = try Town(places: "{ list: any }")
        try await town.remember(["at-wien"], desire: .absent)
        #expect(try await town.want([Self.berlin, Self.wien]) == Town.Done(updated: 1))
        let other = try Town(places: "{ list: any }")
        try await other.remember(["at-wien"], desire: .absent)
        try await other.remember([""], desire: .absent, observed: .absent)
        try await other.remember(["at-wien+de-berlin"])
        #expect(try await other.want([Self.berlin]) == Town.Done(updated: 1))
        let up = try await other.postings().filter { $0.desire != .absent }
        #expect(up.map(\.key.places) == ["at-wien+de-berlin"])
    }

    @Test("an older key that two places of the city had never makes two ads for one of them", arguments: [false, true])
    func ambiguous(turned: Bool) async throws {
        let town = try Town(places: "{ each: 1 }")
        try await town.remember(["de-berlin"])
        let both = turned ? [Self.other, Self.berlin] : [Self.berlin, Self.other]
        #expect(try await town.want(both) == Town.Done(created: 1, updated: 1))
        let cities = try await town.cities()
        #expect(Set(cities.values) == ["Berlin 10115 Weg 1", "Berlin 10999 Ring 2"])
        #expect(try await town.want(both.reversed()) == Town.Done(updated: 2))
        #expect(try await town.cities() == cities)
    }

    @Test("an ad that ended elsewhere in the city is no concern of a new place")
    func ended() async throws {
        let town = try Town(places: "{ each: 1 }")
        _ = try await town.want([Self.berlin, Self.wien])
        _ = try await town.want([Self.wien])
        #expect(try await town.want([Self.other, Self.wien]) == Town.Done(created: 1, updated: 1))
    }
}

/// One account on a board with a rule for places, where every call succeeds.
private struct Town {
    let ledger = InMemoryLedger()
    let manifest: Manifest

    /// How many postings a change made, changed and ended.
    struct Done: Equatable {
        var created = 0
        var updated = 0
        var ended = 0
    }

    init(places: String) throws {
        let text = """
            schema: 1
            id: sample
            name: Sample
            kind: api
            docs: https://board.example/docs
            status: { stability: alpha, verified: 2026-11-22, level: documented }
            places: \(places)
            languages: one
            auth: none
            http: { base: "https://board.example" }
            operations:
              create: { request: { method: POST, path: /ads, json: ad }, repeat: never }
              withdraw: { request: { method: POST, path: /end, json: ad }, repeat: safe }
            values: { title: { from: title, size: { max: 75 }, unverified: true } }
            bodies: { ad: { title: $title } }
            life: { reopen: new-creation, closing: The ad is taken down by hand. }
            """
        manifest = try Adapter.load(AdapterPack(id: "sample", files: ["manifest.yaml": [UInt8](text.utf8)])).manifest
    }

    func postings() async throws -> [Posting] { try await ledger.postings(PostingFilter()) }

    /// The address that each wanted posting shows, by reference, as delivery reads it from the ledger.
    func cities() async throws -> [String: String] {
        var cities: [String: String] = [:]
        for posting in try await postings() {
            guard case .present(let hash) = posting.desire, let bytes = try await ledger.revision(hash) else {
                continue
            }
            let role = try Revision(content: String(decoding: bytes, as: UTF8.self)).role()
            let places = FanOut.places(of: posting.key, in: role, manifest: manifest)
            cities[posting.reference] = places.map { place in
                ["city", "postalCode", "street"].compactMap { place.facts[$0]?.text }.joined(separator: " ")
            }.joined(separator: ", ")
        }
        return cities
    }

    /// Puts postings into the ledger as an older version left them.
    func remember(_ keys: [String], desire: Desire = .present(revision: "old"), observed: Observed = .present)
        async throws
    {
        for key in keys {
            let known = try await postings().count
            var posting = Posting(
                reference: "old\(known)",
                key: PostingKey(role: "cook", account: "main", places: key, language: "en"),
                adapter: "sample",
                placeLabel: nil,
                desire: desire,
                opened: Date(timeIntervalSince1970: Double(known))
            )
            posting.observed = observed
            _ = try await ledger.commit([Step([.posting(posting)])])
        }
    }

    /// Wants the role with these locations, and lets everything succeed.
    func want(_ locations: [[String: String]]) async throws -> Done {
        let role = try role(locations)
        let revision = Revision(of: role)
        let before = try await postings()
        var declaring = Declaring(now: Date(timeIntervalSince1970: 1_795_000_000), notBefore: nil, outdated: [])
        let steps = declaring.steps(
            for: role,
            revision: revision,
            on: WorkspaceFile.AccountEntry(name: "main", adapter: "sample"),
            manifest: manifest,
            known: before,
            zone: "Etc/UTC"
        )
        _ = try await ledger.commit([declaring.keeping(revision, of: role)] + steps)
        var done = Done()
        for var posting in try await postings() {
            let old = before.first { $0.id == posting.id }
            guard posting.generation != old?.generation else { continue }
            switch (old, posting.desire) {
            case (nil, _): done.created += 1
            case (_, .present): done.updated += 1
            case (_, .absent): done.ended += 1
            }
            posting.observed = posting.desire == .absent ? .absent : .present
            posting.phase = .idle
            _ = try await ledger.commit([Step([.posting(posting)])])
        }
        return done
    }

    private func role(_ locations: [[String: String]]) throws -> Role {
        let document: Value = .object([
            "schema": .number(1), "id": .text("cook"), "title": .text("Cook"), "language": .text("en"),
            "employer": .object(["name": .text("Example Kitchens")]),
            "locations": .list(
                locations.map { location in
                    .object(Members(location.sorted { $0 < $1 }.map { ($0.key, .text($0.value)) }))
                }
            ),
            "description": .object(["body": .text("Cooking.")]),
            "apply": .object(["url": .text("https://kitchens.example/apply")]),
        ])
        return try Role(document: document, source: "role")
    }
}
