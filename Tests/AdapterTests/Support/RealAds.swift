import Documents
import FoundationEssentials
import Roles

/// Ads as boards and applicant-tracking systems publish them, each turned into a role.
///
/// Read in place beside the repository when they are there; a clone without them takes the samples beside this folder.
struct RealAd: Sendable, CustomStringConvertible {
    let name: String
    let role: Role
    let body: Markup

    var description: String { name }

    /// Every ad that has what a role must have: a title, a text, an employer, a place.
    static let all: [RealAd] = {
        let collection = Shelf.root.appending(path: "../shared/data/ads.jsonl").standardizedFileURL
        let found = read(collection)
        return found.isEmpty ? samples : found
    }()

    /// The samples of our own.
    static let samples = read(Shelf.tests.appending(path: "Samples/ads.jsonl"))

    private static func read(_ file: URL) -> [RealAd] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").enumerated().compactMap { number, line in
            JSON.parse(line.utf8).flatMap { RealAd($0, number: number + 1) }
        }
    }

    init?(_ ad: Value, number: Int) {
        let raw = ad["raw"]
        guard let title = ad["title"]?.text ?? raw?["title"]?.text,
            let text = ad["description"]?.text ?? raw?["description"]?.text, !text.allSatisfy(\.isWhitespace)
        else { return nil }
        let dialect: Markup.Dialect =
            switch ad["format"]?.text {
            case "markdown": .markdown
            case "text": .plain
            default: .html
            }
        body = Markup(dialect, text)
        name = "ad \(number) (\(ad["format"]?.text ?? "?"), \(ad["lang"]?.text ?? "?"))"
        let apply = ad["applyUrl"]?.text ?? ad["url"]?.text ?? "https://employer.example/apply/\(number)"
        var members: Members = [
            "id": .text("ad-\(number)"), "title": .text(title),
            "description": dialect == .plain
                ? .object(["text": .text(text)]) : .object([dialect == .html ? "html" : "markdown": .text(text)]),
            "employer": .object([
                "name": .text(ad["company"]?.text ?? raw?["hiringOrganization"]?["name"]?.text ?? "Employer")
            ]),
            "apply": .object(["url": .text(apply)]),
        ]
        members["language"] = ad["lang"]?.text.map(Value.text)
        members["department"] = ad["department"]?.text.flatMap { $0.isEmpty ? nil : .text($0) }
        members["url"] = ad["url"]?.text.map(Value.text)
        members["locations"] = Self.location(ad).map { .list([$0]) }
        if members["locations"] == nil { members["remoteFrom"] = .list([.text("worldwide")]) }
        if ad["isRemote"]?.boolean == true { members["workplace"] = .text("remote") }
        switch ad["employmentType"]?.text {
        case "FullTime": (members["employmentType"], members["hours"]) = (.text("permanent"), .text("full-time"))
        case "PartTime": (members["employmentType"], members["hours"]) = (.text("permanent"), .text("part-time"))
        case "Intern": members["employmentType"] = .text("internship")
        case "Contract": members["employmentType"] = .text("contract")
        case "Temporary": members["employmentType"] = .text("temporary")
        default: break
        }
        members["pay"] = Self.pay(ad)
        guard let role = try? Role(document: .object(members), source: name) else { return nil }
        self.role = role
    }

    /// The city, and the country when its name is one of those that the collection uses.
    private static func location(_ ad: Value) -> Value? {
        let address = ad["address"]?["postalAddress"]
        var members = Members()
        let parts = (ad["location"]?.text ?? "").split(separator: ",").map { $0.trimming() }
        let nation = address?["addressCountry"]?.text ?? parts.last
        members["city"] = (address?["addressLocality"]?.text ?? parts.first).flatMap { $0.isEmpty ? nil : .text($0) }
        members["region"] = (address?["addressRegion"]?.text).flatMap { $0.isEmpty ? nil : .text($0) }
        members["country"] = nation.flatMap { countries[$0] }.map(Value.text)
        return members.isEmpty ? nil : .object(members)
    }

    /// Pay only where the ad has it as structure.
    private static func pay(_ ad: Value) -> Value? {
        let parts = ad["compensation"]?["components"]?.list ?? []
        guard let salary = parts.first(where: { $0["compensationType"]?.text == "Salary" }),
            let period = salary["interval"]?.text.flatMap({ periods[$0] }), let currency = salary["currencyCode"]?.text
        else { return nil }
        var members: Members = ["currency": .text(currency), "period": .text(period)]
        for (key, name) in [("minValue", "min"), ("maxValue", "max")] {
            if let number = salary[key]?.number { members[name] = .number(number) }
        }
        return .object(members)
    }

    private static let periods = [
        "1 YEAR": "year", "1 MONTH": "month", "1 WEEK": "week", "1 DAY": "day", "1 HOUR": "hour",
    ]

    private static let countries = [
        "South Korea": "KR", "Korea": "KR", "Japan": "JP", "United States": "US", "USA": "US", "India": "IN",
        "Mexico": "MX", "Germany": "DE", "France": "FR", "Spain": "ES", "Sweden": "SE", "Norway": "NO",
        "Indonesia": "ID", "Canada": "CA", "United Kingdom": "GB", "UK": "GB", "Brazil": "BR", "Australia": "AU",
        "Netherlands": "NL", "Poland": "PL", "Singapore": "SG", "Ireland": "IE", "Egypt": "EG", "Israel": "IL",
    ]
}

extension Substring {
    /// Without blanks at both ends.
    func trimming() -> String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
