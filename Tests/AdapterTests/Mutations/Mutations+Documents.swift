import Documents
import Postings

extension Mutation {
    /// Mistakes in the adapters whose documents boards fetch, or people paste.
    static let documents: [Mutation] = [
        Mutation(
            "google-jobs",
            "a wrong code of the ping",
            in: "manifest.yaml",
            "type: URL_UPDATED",
            "type: URL_UPDATE",
            says: "url_notification.type"
        ),
        Mutation(
            "google-jobs",
            "an address that is none",
            in: "manifest.yaml",
            "url: $pageURL, type: URL_UPDATED",
            "url: $title, type: URL_UPDATED",
            says: "url"
        ),
        Mutation(
            "google-jobs",
            "a wrong scope",
            in: "manifest.yaml",
            "auth/indexing",
            "auth/webmasters",
            says: "scope"
        ),
        Mutation(
            "google-jobs",
            "a token for too long",
            in: "manifest.yaml",
            "life: 1h",
            "life: 2h",
            says: "exp is too far ahead"
        ),
        Mutation("google-jobs", "no date", "    datePosted: $posted\n", "", says: "datePosted"),
        Mutation("google-jobs", "a wrong code", "const: FULL_TIME }", "const: full-time }", says: "employmentType"),
        Mutation("google-jobs", "a wrong type", "\"@type\": JobPosting", "\"@type\": JobAd", says: "0 objects"),
        Mutation("google-jobs", "a word of our own", "unitText!: $per", "unitText!: $pay.period", says: "unitText"),
        Mutation("google-jobs", "no place", "    jobLocation: $locations\n", "", says: "jobLocation"),
        Mutation(
            "google-jobs",
            "a ping of another kind at the end",
            in: "manifest.yaml",
            "type: URL_DELETED",
            "type: URL_REMOVED",
            during: .withdraw,
            says: "url_notification.type"
        ),

        Mutation("indeed-xml", "no title", "    title: $title\n    date", "    date", says: "title"),
        Mutation("indeed-xml", "a text without CDATA", "text: cdata", "text: escaped", says: "CDATA"),
        Mutation("indeed-xml", "a wrong root", "      source:\n", "      jobs:\n", says: "root element"),
        Mutation(
            "indeed-xml",
            "entities",
            ", entities: none",
            "",
            facts: ["description": markdown("Research & development of robots that sort parcels.")],
            says: "description"
        ),
        Mutation("indeed-xml", "a wrong code", "hybrid: Hybrid remote", "hybrid: Hybrid", says: "remotetype"),
        Mutation("indeed-xml", "an address that is none", "email: $email", "email: $company", says: "email"),
        Mutation(
            "indeed-xml",
            "no reference",
            "referencenumber: $reference",
            "reference: $reference",
            says: "referencenumber"
        ),
        Mutation(
            "indeed-xml",
            "a wrong form of the end",
            "time: iso-date, zone: America/Chicago, edge: end",
            "time: rfc822, zone: America/Chicago, edge: end",
            says: "expirationdate"
        ),
        Mutation("indeed-xml", "no publisher", "        publisher: $settings.publisher\n", "", says: "publisher"),
        Mutation("indeed-xml", "empty elements left out", "empty: keep", "empty: omit", says: "missing"),

        Mutation("hackernews-whoishiring", "a wrong separator", "join: \" | \"", "join: \" - \"", says: "role"),
        Mutation(
            "hackernews-whoishiring",
            "a wrong code",
            "const: HYBRID",
            "const: Hybrid",
            says: "ONSITE, REMOTE or HYBRID"
        ),
        Mutation(
            "hackernews-whoishiring",
            "HTML",
            "format: paragraphs",
            "format: html, tags: [p, ul, ol, li]",
            says: "HTML"
        ),
        Mutation("hackernews-whoishiring", "Markdown", "format: paragraphs", "format: markdown", says: "Markdown"),
        Mutation(
            "hackernews-whoishiring",
            "a first line of one part",
            "[company, title, where, attendance, terms, salary, homepage]",
            "[company, attendance]",
            says: "location"
        ),
        Mutation("hackernews-whoishiring", "no role at all", "\"{items}\\n\\n{about}\"", "\"{about}\"", says: "items"),
        Mutation(
            "hackernews-whoishiring",
            "a country without brackets",
            "\"REMOTE ({homes})\"",
            "\"REMOTE {homes}\"",
            facts: ["workplace": .text("remote")],
            says: "brackets"
        ),
        Mutation(
            "hackernews-whoishiring",
            "a watch of another thing",
            in: "manifest.yaml",
            "/v0/item/{kept.remoteID}.json",
            "/v0/items/{kept.remoteID}.json",
            during: .find,
            says: "404"
        ),
    ]
}
