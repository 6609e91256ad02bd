import Documents
import RoleFiles
import Testing

/// A role that says everything once, and copies of it that say more or less.
enum ReferenceSample {
    /// Paths of objects with a closed list of keys; a path's `[]` is the list's first element.
    static let objects = [
        "", "description", "employer", "contacts[]", "locations[]", "weeklyHours", "schedule", "pay",
        "categories.SCHEME[]", "experience", "experience.years", "skills[]", "languages[]", "eligibility", "apply",
        "apply.questions[]", "dates", "compliance", "provenance", "boards.ACCOUNT.spend", "hiringTeam",
    ]

    static let whole: Value = ((try? YAML.parse(text, file: "sample"))?.value) ?? .null

    static func read(_ document: Value) throws {
        _ = try RoleFile.read(text: JSON.text(document), file: "sample.json")
    }

    /// The keys that the reader lists when it refuses an unknown one in an object.
    static func known(in object: String) throws -> [String] {
        let odd = "quixoticquixotic"
        let key = object.isEmpty ? odd : "\(object).\(odd)"
        let refusal = try #require(throws: Diagnostics.self) { try read(setting(key, to: .text("a"), in: whole)) }
        let remedy = refusal.all.first { $0.code == "unknown-key" && $0.field.hasSuffix(odd) }?.remedy ?? ""
        return remedy.dropFirst("Known keys here: ".count).dropLast().split(separator: ", ").map(String.init)
    }

    static func setting(_ path: String, to value: Value, in document: Value) -> Value {
        changed(document, steps(path)[...]) { _ in value }
    }

    static func removing(_ path: String, from document: Value = whole) -> Value {
        changed(document, steps(path)[...]) { _ in nil }
    }

    private static func steps(_ path: String) -> [String] {
        path.replacing("[]", with: ".0").split(separator: ".").map(String.init)
    }

    private static func changed(_ value: Value, _ steps: ArraySlice<String>, _ change: (Value?) -> Value?) -> Value {
        guard let step = steps.first else { return value }
        func inner(_ old: Value?) -> Value? {
            steps.count == 1 ? change(old) : changed(old ?? .object(Members()), steps.dropFirst(), change)
        }
        switch value {
        case .list(var items):
            items[0] = inner(items[0]) ?? items[0]
            return .list(items)
        case .object(var members):
            members[step] = inner(members[step])
            return .object(members)
        default: return value
        }
    }

    private static let text = """
        schema: 1
        id: sample
        requisition: R1
        title: Sample
        language: en
        summary: A sample.
        sellingPoints: [One]
        description: { intro: a, duties: b, requirements: c, benefits: d, closing: e }
        department: D
        url: https://a.example/1
        employer:
          { name: A, legalName: A, parent: B, url: "https://a.example", logo: "https://a.example/l.png", industry: { SCHEME: a }, identifiers: { SCHEME: b }, anonymous: true }
        contacts: [{ name: A, role: b, purpose: c, email: a@a.example, phone: "1", public: false }]
        locations:
          [{ street: a, postalCode: "1", city: C, region: R, country: DE, latitude: 1, longitude: 1, primary: false }]
        workplace: hybrid
        remoteFrom: [DE]
        employmentType: contract
        hours: either
        weeklyHours: { min: 1, max: 90 }
        schedule: { shifts: [day], days: [monday] }
        duration: P1Y
        start: as-soon-as-possible
        openings: 1
        pay: { min: 1, max: 90, currency: EUR, period: year, basis: salary, display: a, hidden: true, bonus: b, equity: c }
        benefits: [a]
        categories: { SCHEME: [{ code: a, name: b }] }
        seniority: entry
        experience: { years: { min: 1, max: 90 } }
        education: none
        skills: [{ name: a, required: false }]
        languages: [{ code: en, level: A1 }]
        licences: [a]
        eligibility: { workRight: [DE], clearance: a }
        apply: { url: "https://a.example/2", email: b@a.example, questions: [{ text: a, required: false }] }
        dates: { publish: 2027-01-01, applyBy: 2027-02-20, validThrough: 2027-03-01, zone: Europe/Berlin }
        compliance: { statements: [a], payLaw: b }
        provenance: { author: a, approver: b, source: c }
        translations: { de: { title: Muster } }
        boards: { ACCOUNT: { title: Other, facets: { a: b }, spend: { atMost: 1, currency: EUR } } }
        hiringTeam: { lookFor: a, interview: b, sourcing: c }
        """
}
