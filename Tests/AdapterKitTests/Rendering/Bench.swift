import AdapterKit
import Documents
import FoundationEssentials
import Postings
import Testing

/// A small adapter and a small role to render with it.
struct Bench {
    var adapter: Adapter
    var input: AdInput

    /// An adapter made of the given values, rules and further manifest text; every value goes into one body.
    init(
        _ values: String,
        rules: String = "",
        body: String? = nil,
        more: String = "",
        files: [String: String] = [:],
        role: String = Bench.role,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let names = values.split(separator: "\n").compactMap { $0.firstMatch(of: /^(\w+):/)?.1 }
        let wire = body ?? names.map { "    \($0): $\($0)" }.joined(separator: "\n")
        let manifest = """
            schema: 1
            id: bench
            name: Bench
            kind: api
            docs: https://board.example/docs
            status: { stability: draft, verified: 2026-01-01, level: documented }
            settings:
              contact: { type: email, title: Contact, optional: true }
              password: { type: secret, title: Password, optional: true }
              folder: { type: directory, title: Folder, optional: true }
              links: { type: boolean, title: Links, optional: true }
            http: { base: "https://board.example" }
            values:
            \(Self.indented(values, 2))
            rules:
            \(rules.isEmpty ? "  []" : Self.indented(rules, 2))
            bodies:
              job:
            \(wire)
            operations:
              create: { request: { method: POST, path: /jobs, json: job }, repeat: never, keep: { remoteID: { at: $.id, type: text } } }
              update: { request: { method: PUT, path: /jobs, json: job }, repeat: safe }
              withdraw: { request: { method: POST, path: /close, json: job }, values: accepted, repeat: safe }
            \(more)
            """
        let all = files.merging(["manifest.yaml": manifest]) { $1 }
        do {
            adapter = try Adapter.load(AdapterPack(id: "bench", files: all.mapValues { Array($0.utf8) }))
        } catch {
            Issue.record("\(error)", sourceLocation: sourceLocation)
            throw error
        }
        input = try Self.input(role)
    }

    /// An input for a role written as a role file's facts.
    static func input(_ role: String) throws -> AdInput {
        let value = Self.plain(try YAML.parse(role, file: "role.yaml"))
        let opened = Date(timeIntervalSince1970: 1_764_576_000)
        var places = value["locations"]?.list ?? []
        if places.isEmpty { places = (value["remoteFrom"]?.list ?? []).map { .object(["country": $0]) } }
        var input = AdInput(
            role: value,
            places: places,
            language: value["language"]?.text ?? "en",
            reference: "pl-abc123",
            account: "bench-main",
            opened: opened,
            now: opened.addingTimeInterval(3600)
        )
        input.zone = "Europe/Berlin"
        return input
    }

    /// The ad of an operation.
    func ad(_ operation: Operation = .create) -> Ad { adapter.render(input, for: operation) }

    /// The value with a name, as JSON text; `-` when it is absent.
    func value(_ name: String, _ operation: Operation = .create) -> String {
        ad(operation).values[name].map { $0.text ?? JSON.text($0) } ?? "-"
    }

    /// Codes of the findings about a value and its elements.
    func codes(_ field: String, _ operation: Operation = .create) -> [String] {
        ad(operation).findings.filter { $0.field == field || $0.field.hasPrefix(field + "[") }.map(\.code)
    }

    static func indented(_ text: String, _ count: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
    }

    /// A parsed node as plain data; descriptions are Markdown.
    static func plain(_ node: Node, key: String = "") -> Value {
        switch node.content {
        case .scalar(let text, let quoted):
            let isMarkup = ["intro", "duties", "requirements", "benefits", "closing", "body"].contains(key)
            return isMarkup ? .markup(Markup(.markdown, text)) : quoted ? .text(text) : Value(scalar: text)
        case .sequence(let items): return .list(items.map { plain($0) })
        case .mapping(let members):
            return .object(Members(members.map { ($0.key, plain($0.value, key: $0.key)) }))
        }
    }

    static let role = """
        id: engineer
        title: Machine Learning Engineer
        language: en
        summary: Own the services that turn trained models into predictions.
        sellingPoints: [Your models ship weekly, Two days at home, A training budget]
        description:
          intro: You join the **team**.
          duties: |
            - Design services
            - Keep features fresh
          closing: Write to us.
        employer: { name: Example Robotics, legalName: Example Robotics GmbH }
        contacts:
          - { name: Ada Berg, email: jobs@robotics.example, phone: "+49 30 000000" }
          - { email: second@robotics.example }
        locations:
          - { street: Beispielweg 1, postalCode: "10115", city: Berlin, region: BE, country: DE }
          - { city: Wien, country: AT }
        workplace: hybrid
        employmentType: [permanent, contract]
        hours: full-time
        pay: { min: 75000, max: 95000.50, currency: EUR, period: year }
        benefit: []
        skills: [{ name: Swift }, { name: SQL }]
        openings: 2
        start: 2027-03-01
        apply: { url: "https://robotics.example/apply?job=1#form" }
        dates: { validThrough: 2027-01-31, zone: Europe/Berlin }
        """
}
