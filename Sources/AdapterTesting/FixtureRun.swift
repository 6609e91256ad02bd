import AdapterKit
import Documents
import FoundationEssentials
import Postings
import RoleFiles
import Roles
import Transport

/// One run of one fixture.
struct FixtureRun {
    let adapter: Adapter
    let files: FixtureFiles
    let input: FixtureInput
    let pageTemplates: [String: String]

    /// What the fixture makes: its golden files by path.
    func goldens() throws -> [String: [UInt8]] {
        var out: [String: [UInt8]] = [:]
        let result = try result()
        if let request = result.request { out[files.path("request.http")] = Array((request.redacted() + "\n").utf8) }
        if let document = result.document { out[files.path("document.out")] = document }
        let outcome = Redaction(secrets: result.request?.secrets ?? [])
            .redact(JSON.prettyText(.object(result.outcome)))
        out[files.path("outcome.json")] = Array(outcome.utf8)
        return out
    }

    struct Result {
        var request: Request?
        var document: [UInt8]?
        var outcome: Members
    }

    var context: CallContext {
        CallContext(
            secrets: input.secrets,
            token: input.token,
            attempt: input.attempt,
            now: input.now,
            cursor: input.cursor,
            policy: NetworkPolicy(allowsPrivateNetwork: input.baseURL != nil)
        )
    }

    /// What became of the request: the fixture's reply, or an answer that was lost.
    func outcome() throws -> Outcome {
        guard let bytes = files.bytes("response.http") else {
            let message = "The connection broke before an answer came"
            return .unknown(TransportFailure(code: .connectionLost, message: message))
        }
        guard let reply = HTTPText.reply(bytes, receivedAt: input.now) else {
            throw FixtureFault(
                message: "response.http is no HTTP reply.",
                remedy: "Write a status line, headers, an empty line and the body."
            )
        }
        return .replied(reply)
    }

    /// The input of a posting.
    func adInput(_ posting: FixturePosting) throws -> AdInput {
        let role = try role(posting)
        let facts = role?.facts(account: input.account, language: posting.language) ?? .object([:])
        let places = try places(posting, role)
        var ad = AdInput(
            role: facts,
            places: places.map { .object($0.facts) },
            language: posting.language ?? facts["language"]?.text ?? "en",
            reference: posting.reference,
            account: input.account,
            opened: posting.opened,
            now: input.now
        )
        ad.settings = input.settings
        ad.facets = posting.facets.isEmpty ? role?.facets(account: input.account) ?? [:] : posting.facets
        ad.creation = posting.creation
        ad.firstSent = posting.firstSent
        ad.changed = posting.changed
        ad.kept = posting.kept
        ad.minted = posting.minted
        ad.lookups = posting.lookups
        ad.accepted = posting.accepted
        ad.pageURL = posting.pageURL ?? facts["url"]?.text
        ad.baseURL = input.baseURL
        ad.zone = posting.zone
        return ad
    }

    private func role(_ posting: FixturePosting) throws -> Role? {
        guard let node = posting.role else { return nil }
        if let path = node.text {
            let found = try files.text(at: path)
            return try RoleFile.read(text: found.text, file: found.file).role
        }
        return try RoleFile.read(text: JSON.prettyText(node.value), file: files.place + "/posting.yaml").role
    }

    /// The places that the fixture names by key or number, else those the adapter's rule gives the first posting.
    private func places(_ posting: FixturePosting, _ role: Role?) throws -> [Place] {
        let all = role?.places(account: input.account) ?? []
        guard posting.places.isEmpty else {
            return try posting.places.map { name in
                if let place = all.first(where: { $0.key == name }) { return place }
                if let number = Int(name), all.indices.contains(number - 1) { return all[number - 1] }
                throw FixtureFault(
                    message: "The role has no place \"\(name)\".",
                    remedy: "Use one of: \(all.map(\.key).joined(separator: ", ")), or its number."
                )
            }
        }
        let ordered = all.filter(\.isPrimary) + all.filter { !$0.isPrimary }
        switch adapter.manifest.places {
        case .each: return Array(ordered.prefix(1))
        case .list(let most): return Array(ordered.prefix(most ?? ordered.count))
        }
    }
}
