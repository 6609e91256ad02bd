import AdapterKit
import Documents
import FoundationEssentials
import Postings

/// A fixture's posting and settings, decoded.
struct FixtureInput {
    /// What is exercised: an operation, `check`, `token`, `document`, `render`, `watch:NAME` or `lookup:NAME`.
    var call = "create"
    /// What the fixture proves, beside its name.
    var proves: [String] = []
    /// The postings, the first one being the fixture's own.
    var postings: [FixturePosting] = []
    var account = "example"
    var now = Date(timeIntervalSince1970: 1_798_761_600)
    var cursor: String?
    var attempt = "attempt-1"
    /// The operation that a watch follows.
    var follows = Operation.create
    var isEndWanted = false
    var settings = Members()
    var secrets: [String: String] = [:]
    var token: String?
    var baseURL: String?
}

/// One posting of a fixture.
struct FixturePosting {
    /// An inline role, or the path of a role file.
    var role: Node?
    /// Names or numbers of its places.
    var places: [String] = []
    var language: String?
    var reference = "PL-7KQ2"
    var creation = 1
    var opened = Date(timeIntervalSince1970: 1_798_675_200)
    var firstSent: Date?
    var changed: Date?
    var facets = Members()
    var kept = Members()
    var minted = Members()
    var lookups = Members()
    var accepted: Members?
    var pageURL: String?
    var zone = "Europe/Berlin"
}
