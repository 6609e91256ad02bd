import AdapterKit
import Documents
import Postings
import RichText
import RoleFiles
import Roles
import Testing
import Transport

@Suite("The role of the demonstration")
struct DemoRoleTests {
    @Test("can be sent to every board", arguments: Shelf.ids)
    func renders(id: String) throws {
        let connection = try Connection(id)
        let role = try Shelf.demoRole.get().role
        for operation in [Operation.create, .update] {
            let ad = connection.adapter.render(connection.input(role), for: operation)
            // An update of an ad that was never made lacks what the board would have told.
            let errors = ad.findings.filter {
                $0.severity == .error && !($0.field == "profile" && operation == .update)
            }
            #expect(errors.isEmpty, "\(operation): \(errors)")
            #expect(!ad.values.isEmpty)
        }
        let ad = connection.adapter.render(connection.input(role), for: .create)
        #expect(ad.fields.contains { $0.shows == .title && $0.text.contains(role.title) } || id == "mastodon")
    }

    @Test("shows nothing of the hiring team's part on any board", arguments: Shelf.ids)
    func hiringTeam(id: String) throws {
        let file = try Shelf.demoRole.get()
        let team = try #require(file.hiringTeam)
        let secrets = [team.lookFor, team.interview, team.sourcing].compactMap(\.self)
        #expect(secrets.count == 3)
        let shown = try Shown(id, role: file.role)
        #expect(shown.holds(letters: file.role.title) && shown.bytes.count > 500)
        for markup in secrets {
            for line in markup.text.split(separator: "\n").map({ $0.drop { " -".contains($0) } }) where line.count > 20
            {
                #expect(!shown.holds(bytes: String(line)), "\(line)")
            }
            for sentence in sentences(in: RichText(markdown: markup.text).plainText) {
                // One or two words, such as "Experience.", are no sentence of their own.
                guard sentence.split(separator: " ").count > 2 else { continue }
                #expect(!shown.holds(letters: sentence), "\(sentence)")
            }
        }
    }

    @Test("cannot show a mark that stands in the hiring team's part alone", arguments: Shelf.ids)
    func mark(id: String) throws {
        let name = "Templates/roles/machine-learning-engineer.yaml"
        let mark = "ZQ7-canary-4X"
        var text = try #require(Shelf.text(name))
        for key in ["lookFor", "interview", "sourcing"] {
            text = text.replacing("  \(key): |", with: "  \(key): |\n    \(mark)")
        }
        let file = try RoleFile.read(text: text, file: name)
        #expect(file.hiringTeam?.sourcing?.text.contains(mark) == true)
        let shown = try Shown(id, role: file.role)
        #expect(!shown.holds(bytes: mark) && !shown.holds(letters: mark))
        // The same search finds a mark in a part that is shown.
        let shownText = text.replacing("intro: |", with: "intro: |\n    \(mark)")
            .replacing("\nsummary: ", with: "\nsummary: \(mark). ")
        let open = try RoleFile.read(text: shownText, file: name)
        let isShown = try Shown(id, role: open.role).holds(letters: mark)
        #expect(isShown)
    }
}

/// Everything that an adapter makes of a role: values, requests of every operation, documents.
struct Shown {
    private(set) var bytes: [UInt8] = []
    private let text: String
    private let letters: String

    init(_ id: String, role: Role) throws {
        let connection = try Connection(id)
        var input = connection.input(role)
        for name in ["remoteID", "accountID", "guildID", "channelID", "task", "openingID"] {
            input.kept[name] = .text("77")
        }
        input.kept["url"] = .text("http://127.0.0.1:1/ad/77")
        let context = CallContext(secrets: connection.secrets, token: "sandbox-token", attempt: "attempt-1", now: at(0))
        var parts: [String] = []
        for operation in Operation.allCases {
            let prepared = PreparedAd(input: input, ad: connection.adapter.render(input, for: operation))
            if operation == .create { input.accepted = prepared.ad.values }
            parts.append(JSON.text(.object(prepared.ad.values)))
            parts += prepared.ad.values.map { $0.value.scalarText ?? "" } + prepared.ad.fields.map(\.text)
            parts += prepared.ad.findings.map { "\($0)" }
            guard connection.adapter.call(for: operation)?.request != nil else { continue }
            let request = try connection.adapter.request(for: operation, ads: [prepared], context: context)
            bytes += request.body
            parts.append(request.url + "\n" + request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n"))
            if let body = JSON.parse(request.body) { parts.append(Self.texts(body).joined(separator: "\n")) }
        }
        if connection.adapter.manifest.document != nil {
            let prepared = PreparedAd(input: input, ad: connection.adapter.render(input, for: .create))
            bytes += try connection.adapter.document(
                of: [prepared],
                account: input,
                pageTemplates: Shelf.pageTemplates
            ).bytes
        }
        bytes += parts.joined(separator: "\n").utf8
        text = String(decoding: bytes, as: UTF8.self)
        letters = Letters.of(text) + " " + Letters.of(RichText(html: text).plainText)
    }

    /// Whether these very bytes stand anywhere.
    func holds(bytes: String) -> Bool { text.utf8.firstRange(of: bytes.utf8) != nil }

    /// Whether these letters and digits stand anywhere, however marked up.
    func holds(letters: String) -> Bool { self.letters.utf8.firstRange(of: Letters.of(letters).utf8) != nil }

    private static func texts(_ value: Value) -> [String] {
        switch value {
        case .list(let list): list.flatMap(texts)
        case .object(let members): members.flatMap { texts($0.value) }
        default: [value.scalarText ?? ""]
        }
    }
}

/// The letters and digits of a text, so that marks, escapes and line ends do not count.
enum Letters {
    static func of(_ text: some StringProtocol) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            )
        )
    }
}
