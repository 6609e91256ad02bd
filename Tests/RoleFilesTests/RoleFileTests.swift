import Documents
import FoundationEssentials
import RoleFiles
import Roles
import Testing

@Suite("Role files")
struct RoleFileTests {
    @Test("a complete file is read whole")
    func complete() throws {
        let file = try RoleFile.read(text: Fixtures.text("complete.yaml"), file: "complete.yaml")
        #expect(file.role.title == "Head Baker")
        #expect(file.role.employmentTypes == [.permanent, .temporary])
        #expect(file.role.locations?.last?.country == "NO")
        #expect(file.role.locations?.first?.postalCode == "0100")
        #expect(file.role.licences == [])
        #expect(file.role.description.sections[.requirements]?.dialect == .html)
        #expect(file.role.boards["south"]?.facets == ["promoted": .boolean(true)])
        #expect(file.hiringTeam?.interview == Markup(.markdown, "Zanderfilet-interview"))
        #expect(file.hiringTeam?.sourcing == Markup(.html, "<p>Zanderfilet-sourcing</p>"))
    }

    @Test("nothing of the hiring team's part is in facts, places, revisions or descriptions of a role")
    func secrecy() throws {
        let file = try RoleFile.read(text: Fixtures.text("complete.yaml"), file: "complete.yaml")
        var dumped = ""
        dump(file.role, to: &dumped)
        var texts = [Revision(of: file.role).content, dumped, "\(file.role.places())"]
        for account in [nil, "north", "south"] {
            for language in ["en", "de", "fr"] {
                texts.append("\(file.role.facts(account: account, language: language))")
            }
        }
        for text in texts {
            #expect(!text.contains("Zanderfilet"))
            #expect(!text.contains("hiringTeam"))
        }
    }

    @Test("the part for the hiring team changes no revision")
    func hiringTeamIsOutside() throws {
        let text = try Fixtures.text("complete.yaml")
        let with = try RoleFile.read(text: text, file: "a.yaml")
        let other = text.replacing("Zanderfilet", with: "Kabeljau")
        let without = try RoleFile.read(text: other, file: "b.yaml")
        #expect(Revision(of: with.role) == Revision(of: without.role))
        #expect(with.hiringTeam != without.hiringTeam)
    }

    @Test("the same content as JSON has the same revision")
    func json() throws {
        let yaml = try RoleFile.read(text: Fixtures.text("complete.yaml"), file: "a.yaml")
        let node = try YAML.parse(Fixtures.text("complete.yaml"), file: "a.yaml")
        let json = try RoleFile.read(text: JSON.prettyText(node.value), file: "a.json")
        #expect(Revision(of: json.role) == Revision(of: yaml.role))
        #expect(json.role == yaml.role)
    }

    @Test("shuffled keys give the same revision", arguments: 1...20)
    func shuffled(seed: UInt64) throws {
        let node = try YAML.parse(Fixtures.text("complete.yaml"), file: "a.yaml")
        let whole = try RoleFile.read(text: JSON.text(node.value), file: "a.json")
        var generator = Seeded(state: seed)
        let text = JSON.text(shuffle(node.value, using: &generator))
        #expect(text != JSON.text(node.value))
        let shuffled = try RoleFile.read(text: text, file: "b.json")
        #expect(Revision(of: shuffled.role).hash == Revision(of: whole.role).hash)
    }

    @Test(
        "any other value gives another revision",
        arguments: [
            ("Head Baker", "Head Cook"), ("3500.50", "3500.51"), ("2027-01-31", "2027-01-30"), ("\"007\"", "7"),
            ("primary: true", "primary: false"), ("licences: []", "licences: [x]"), ("hidden: true, ", ""),
        ]
    )
    func different(old: String, new: String) throws {
        let text = try Fixtures.text("complete.yaml")
        #expect(text.contains(old))
        let changed = text.replacing(old, with: new)
        let first = try RoleFile.read(text: text, file: "a.yaml").role
        let second = try RoleFile.read(text: changed, file: "a.yaml").role
        #expect(Revision(of: first).hash != Revision(of: second).hash)
    }

    @Test("the contract's example is accepted where it is at hand")
    func contract() throws {
        let shared = Fixtures.package.deletingLastPathComponent().appending(path: "shared/contract/role.yaml").path()
        let own = Fixtures.folder.appending(path: "example.yaml").path()
        let file = try RoleFile.read(path: FileManager.default.fileExists(atPath: shared) ? shared : own)
        #expect(file.role.id == "machine-learning-engineer")
        #expect(file.role.pay?.max == 95000)
        #expect(file.role.duration == nil)
        #expect(file.hiringTeam?.lookFor != nil)
        #expect(file.role.boards.count == 1)
        #expect(try Revision(of: file.role).role() == file.role)
    }

    private func shuffle(_ value: Value, using generator: inout Seeded) -> Value {
        switch value {
        case .object(let members):
            let pairs = members.map { ($0.key, shuffle($0.value, using: &generator)) }
            return .object(Members(pairs.shuffled(using: &generator)))
        case .list(let list): return .list(list.map { shuffle($0, using: &generator) })
        default: return value
        }
    }
}

/// A generator that draws the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
