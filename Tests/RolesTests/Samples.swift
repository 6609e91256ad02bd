import Documents
import FoundationEssentials
import Roles

/// Roles for tests.
enum Samples {
    /// A role of the required fields and whatever else is given as YAML lines.
    static func role(_ more: String = "", without: [String] = []) throws -> Role {
        let lines = [
            "id": "id: baker", "title": "title: Baker", "description": "description: Bake **bread**.",
            "employer": "employer: { name: Example Bakery }", "locations": "locations: [{ city: Wien, country: AT }]",
            "apply": "apply: { email: jobs@bakery.example }",
        ]
        let own = lines.filter { !without.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
        let text = own.joined(separator: "\n") + "\n" + more
        let problems = Problems()
        let role = Role.read(try YAML.parse(text, file: "role.yaml"), problems: problems)
        guard let role else { throw Diagnostics(problems.found) }
        return role
    }

    /// A role that says something at every path of the schema.
    static func complete() throws -> Role {
        try role(
            """
            requisition: B-17
            language: en
            translations: { de: { title: Bäcker, pay: { bonus: bis 5 % } } }
            summary: Lead a small bakery.
            sellingPoints: [Warm bread]
            description:
              intro: You bake **bread**.
              duties: "- Knead"
              requirements: { html: <p>Patience</p> }
              benefits: { text: Bread }
              closing: Write.
            employer:
              name: Example Bakery
              legalName: Example Bakery Ltd
              parent: Example Foods
              url: https://bakery.example
              logo: https://bakery.example/logo.png
              industry: { naics: "311811" }
              identifiers: { at-fn: FN 1 }
              anonymous: false
            department: Production
            contacts: [{ name: Ada, role: Owner, purpose: applicants, email: a@bakery.example, phone: "1", public: false }]
            locations:
              - { street: Gasse 1, postalCode: "0100", city: Wien, region: W, country: AT, latitude: 48.2, longitude: 16.4, primary: true }
            workplace: hybrid
            remoteFrom: [AT]
            employmentType: [permanent, temporary]
            hours: either
            weeklyHours: { min: 30, max: 38.5 }
            schedule: { shifts: [night], days: [monday-friday] }
            duration: P6M
            start: 2027-02-01
            openings: 2
            pay: { min: 3000, max: 3500, currency: EUR, period: month, basis: salary, display: good, hidden: true, bonus: b, equity: e }
            benefits: [bread]
            categories: { isco-08: { code: "7512", name: Bakers } }
            seniority: lead
            experience: { years: { min: 3, max: 10 } }
            education: vocational
            skills: [{ name: Sourdough, required: true }]
            languages: [{ code: de, level: B2 }]
            licences: [Driving]
            eligibility: { workRight: [AT], clearance: low }
            url: https://bakery.example/jobs/17
            apply: { url: https://bakery.example/apply, email: j@bakery.example, questions: [{ text: Why?, required: true }] }
            dates: { publish: 2026-12-01, applyBy: 2027-01-15, validThrough: 2027-01-31, zone: Europe/Vienna }
            compliance: { statements: [Everyone is welcome.], payLaw: EU 2023/970 }
            provenance: { author: Ada, approver: Bo, source: import }
            """,
            without: ["description", "employer", "locations", "apply"]
        )
    }
}
