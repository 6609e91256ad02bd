import AdapterKit
import Documents
import FoundationEssentials
import Roles
import Sandbox

/// One account at the sandbox's stand-in of a board, connected as the demonstration connects it.
struct Connection {
    var adapter: Adapter
    let board: Board
    let settings: Members
    let secrets: [String: String]

    /// Connects with what `demo.yaml` says and the sandbox prints.
    ///
    /// - Parameters:
    ///   - id: The adapter's id.
    ///   - overriding: Settings in place of those of the file.
    ///   - isStranger: Whether the secrets are wrong.
    ///   - credential: Name of the sandbox's credential.
    init(
        _ id: String,
        overriding: [String: String] = [:],
        isStranger: Bool = false,
        as credential: String = "main"
    ) throws {
        adapter = try Shelf.adapter(id)
        board = Board(try Shelf.contract(id), url: "http://127.0.0.1:1/\(id)")
        var marks = ["sandbox": board.url, "site": "http://127.0.0.1:1/site", "public": "/srv/public"]
        for (field, value) in board.credentials[credential] ?? [:] { marks["main.\(field)"] = value }
        let file = "Adapters/\(id)/demo.yaml"
        guard let text = Shelf.text(file) else { throw Shelf.NotThere(what: file) }
        let demo = try YAML.parse(text, file: file)
        let filled = { (text: String) in marks.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) } }
        var settings = Members()
        for setting in demo["settings"]?.members ?? [] {
            settings[setting.key] = .text(filled(setting.value.text ?? ""))
        }
        for (name, value) in overriding { settings[name] = .text(value) }
        self.settings = settings
        let secrets = (demo["secrets"]?.members ?? []).map { ($0.key, filled($0.value.text ?? "")) }
        // A wrong secret keeps its form: what is refused is the credential, not its spelling.
        self.secrets = Dictionary(secrets.map { ($0.0, isStranger ? Self.spoilt($0.1) : $0.1) }) { $1 }
    }

    private static func spoilt(_ secret: String) -> String {
        secret.hasPrefix("whsec_") ? "whsec_c2FuZGJveC1zdHJhbmdlci1zZWNyZXQtMDEyMzQ1Njc=" : secret + "x"
    }

    /// What a posting of a role is rendered from, as far as the role and the account say it.
    func input(_ role: Role, language: String? = nil, reference: String = "PL-7KQ2") -> AdInput {
        let facts = role.facts(account: "demo", language: language)
        var input = AdInput(
            role: facts,
            places: places(role),
            language: language ?? facts["language"]?.text ?? "en",
            reference: reference,
            account: "demo",
            opened: at(0),
            now: at(0)
        )
        input.settings = settings
        input.facets = role.facets(account: "demo")
        input.pageURL = facts["url"]?.text
        input.baseURL = board.url
        input.zone = "Europe/Berlin"
        for (index, mint) in adapter.manifest.mint.enumerated() {
            input.minted[mint.name] = .text("0b2f6a1e-0000-4000-8000-00000000000\(index)")
        }
        for lookup in adapter.manifest.lookups {
            input.lookups[lookup.name] = Canned.candidates[adapter.manifest.id]?[lookup.name]?.value
        }
        return input
    }

    /// The role's places as the adapter takes them, the primary one first.
    private func places(_ role: Role) -> [Value] {
        let all = role.places(account: "demo")
        let ordered = all.filter(\.isPrimary) + all.filter { !$0.isPrimary }
        let taken =
            switch adapter.manifest.places {
            case .each: ordered.prefix(1)
            case .list(let most): ordered.prefix(most ?? ordered.count)
            }
        return taken.map { .object($0.facts) }
    }
}

/// Answers of look-ups as a person would pick them from the board's catalogue, where the board knows no Berlin.
enum Canned {
    static let candidates: [String: [String: Candidate]] = [
        "seek": [
            "locations": Candidate(id: "seekAnzPublicTest:location:seek:7M0001", label: "Melbourne VIC 3000 AU"),
            "categories": Candidate(id: "seekAnzPublicTest:jobCategory:seek:3Hu001", label: "Developers/Programmers"),
            "products": Candidate(
                id: "seekAnzPublicTest:advertisementProduct:seek:advanced",
                label: "Advanced",
                kept: ["bulletLimit": .number(3)]
            ),
        ],
        "wordpress-wp-job-manager": ["jobTypes": Candidate(id: "3", label: "Full Time")],
    ]
}
