import Documents
import FoundationEssentials
import Postings

/// Reads the files that a person writes for a fixture.
struct FixtureDecoding {
    let problems = Problems()

    mutating func input(posting: Node?, settings: Node?) -> FixtureInput {
        var input = FixtureInput()
        if let posting { read(posting, into: &input) }
        if let settings { read(settings: settings, into: &input) }
        if input.postings.isEmpty { input.postings = [FixturePosting()] }
        return input
    }

    private func read(_ node: Node, into input: inout FixtureInput) {
        var reader = ObjectReader(node, problems: problems)
        input.call = reader.text("call") ?? input.call
        input.proves =
            reader.node["proves"]?.items == nil ? [reader.text("proves")].compactMap(\.self) : reader.texts("proves")
        input.account = reader.text("account") ?? input.account
        input.now = date(&reader, "now") ?? input.now
        input.cursor = reader.text("cursor")
        input.attempt = reader.text("attempt") ?? input.attempt
        input.follows = reader.choice("follows", of: Operation.self) ?? input.follows
        input.isEndWanted = reader.boolean("endWanted") ?? false
        let first = posting(&reader)
        let others = reader.objects("also") { reader -> FixturePosting in
            var other = self.posting(&reader)
            // A second posting of the same role is the usual case.
            if other.role == nil { other.role = first.role }
            return other
        }
        input.postings = [first] + others
        reader.finish()
    }

    private func posting(_ reader: inout ObjectReader) -> FixturePosting {
        var posting = FixturePosting()
        posting.role = reader.node("role")
        let place = reader.text("place")
        let places = reader.texts("places")
        posting.places = places.isEmpty ? [place].compactMap(\.self) : places
        posting.language = reader.text("language")
        posting.reference = reader.text("reference") ?? posting.reference
        posting.creation = reader.integer("creation", in: 1...1000) ?? 1
        posting.opened = date(&reader, "opened") ?? posting.opened
        posting.firstSent = date(&reader, "firstSent")
        posting.changed = date(&reader, "changed")
        posting.facets = members(&reader, "facets")
        posting.kept = members(&reader, "kept")
        posting.minted = members(&reader, "minted")
        posting.lookups = members(&reader, "lookups")
        posting.accepted = reader.node("accepted")?.value.object
        posting.pageURL = reader.text("pageURL")
        posting.zone = reader.text("zone") ?? posting.zone
        return posting
    }

    private func read(settings node: Node, into input: inout FixtureInput) {
        var reader = ObjectReader(node, problems: problems)
        input.settings = members(&reader, "settings")
        for secret in members(&reader, "secrets") { input.secrets[secret.key] = secret.value.scalarText }
        input.token = reader.text("token")
        input.baseURL = reader.text("baseURL")
        reader.finish()
    }

    private func members(_ reader: inout ObjectReader, _ key: String) -> Members {
        reader.node(key)?.value.object ?? [:]
    }

    private func date(_ reader: inout ObjectReader, _ key: String) -> Date? {
        let place = reader.node[key]?.location
        guard let text = reader.text(key) else { return nil }
        if let date = try? Date(text, strategy: .iso8601) { return date }
        problems.error(
            "not-a-time",
            at: place,
            field: reader.path(of: key),
            "\"\(text)\" is no instant.",
            remedy: "Write it like 2026-12-01T08:00:00Z."
        )
        return nil
    }
}
