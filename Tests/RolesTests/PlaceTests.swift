import Documents
import FoundationEssentials
import Roles
import Testing

@Suite("Places of a role")
struct PlaceTests {
    private func role(_ locations: [String], _ more: String = "") throws -> Role {
        try Samples.role("locations: [\(locations.joined(separator: ", "))]\n\(more)", without: ["locations"])
    }

    private static let many = [
        "{ city: Wien, region: W, country: AT, primary: true }", "{ city: Berlin, country: DE, postalCode: '10115' }",
        "{ city: Berlin, country: DE, postalCode: '10117', street: Weg 1 }",
        "{ city: Berlin, country: DE, postalCode: '10117', street: Weg 2 }", "{ country: NO }",
        "{ city: Springfield, region: IL, country: US }", "{ city: Springfield, region: MA, country: US }",
        "{ city: 東京, country: JP }",
    ]

    @Test("keys name the place as shortly as they can")
    func keys() throws {
        let places = try role(Self.many).places()
        #expect(
            places.map(\.key) == [
                "at-wien", "de-berlin-10115", "de-berlin-10117-weg-1", "de-berlin-10117-weg-2", "no",
                "us-il-springfield",
                "us-ma-springfield", "jp-東京",
            ]
        )
    }

    @Test("reordering changes no place", arguments: 1..<8)
    func reordering(turn: Int) throws {
        let turned = Array(Self.many[turn...] + Self.many[..<turn])
        let first = try role(Self.many).places()
        let second = try role(turned).places()
        #expect(Set(first) == Set(second))
        #expect(Set(first.map(\.key)).count == Self.many.count)
        #expect(first.map(\.key) != second.map(\.key))
    }

    @Test("an identity names the place whatever others there are")
    func identity() throws {
        let places = try role(Self.many).places()
        #expect(
            places.map(\.identity) == [
                "at-wien/w", "de-berlin/10115", "de-berlin/10117-weg-1", "de-berlin/10117-weg-2", "no",
                "us-springfield/il", "us-springfield/ma", "jp-東京",
            ]
        )
        for (place, line) in zip(places, Self.many) {
            #expect(try role([line]).places().map(\.identity) == [place.identity])
        }
    }

    @Test("a name fits the place it was made from best")
    func fit() throws {
        let places = try role(Self.many).places()
        let name = "de-berlin/10117-weg-3"
        #expect(
            places.map { $0.fit(name) } == [
                nil, .sameCity(wordsInCommon: 0), .sameCity(wordsInCommon: 2), .sameCity(wordsInCommon: 2), nil, nil,
                nil, nil,
            ]
        )
        #expect(places.map { $0.fit("de-berlin-10115") } == [nil, .key, nil, nil, nil, nil, nil, nil])
        #expect(places[2].fit("de-berlin") == .olderKey)
        #expect(places[2].fit("de-berlin/10117-weg-1") == .same)
        let order: [Place.Fit] = [.sameCity(wordsInCommon: 9), .olderKey, .key, .same]
        #expect(order.sorted() == order)
    }

    @Test("a place has the facts of its location and no rank among them")
    func facts() throws {
        let place = try #require(try Samples.complete().places().first)
        #expect(place.facts.keys == ["street", "postalCode", "city", "region", "country", "latitude", "longitude"])
        #expect(place.facts["latitude"] == .number(Decimal(string: "48.2") ?? 0))
        #expect(place.isPrimary && !place.isRemoteRegion)
        for key in place.facts.keys { #expect(RoleSchema.placeFields.contains { $0.path == key }) }
    }

    @Test("without locations there is one place for each region to work from")
    func regions() throws {
        let role = try Samples.role("remoteFrom: [DE, US-CA, worldwide]", without: ["locations"])
        let places = role.places()
        #expect(places.map(\.key) == ["remote-de", "remote-us-ca", "remote-worldwide"])
        #expect(
            places.map(\.facts) == [["country": .text("DE")], ["country": .text("US"), "region": .text("CA")], [:]]
        )
        #expect(!places.contains { !$0.isRemoteRegion })
    }

    @Test("an account can have places of its own")
    func overridden() throws {
        let role = try Samples.role("boards: { n: { locations: [{ city: Linz, country: AT }] } }")
        #expect(role.places(account: "n").map(\.key) == ["at-linz"])
        #expect(role.places().map(\.key) == ["at-wien"])
    }
}
