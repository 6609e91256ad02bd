import Foundation
import Testing

/// The parts of a JobPosting that a search engine asks for.
private struct JobPosting: Decodable {
    struct Organization: Decodable { let name: String }
    struct Address: Decodable {
        let addressLocality: String?
        let addressCountry: String
    }
    struct Place: Decodable { let address: Address }
    struct Amount: Decodable {
        struct Range: Decodable {
            let minValue: Decimal
            let maxValue: Decimal
            let unitText: String
        }
        let currency: String
        let value: Range
    }

    let context: String
    let type: String
    let title: String
    let description: String
    let datePosted: String
    let validThrough: String
    let employmentType: String
    let hiringOrganization: Organization
    let jobLocation: [Place]
    let baseSalary: Amount

    private enum CodingKeys: String, CodingKey {
        case context = "@context"
        case type = "@type"
        case title, description, datePosted, validThrough, employmentType, hiringOrganization, jobLocation, baseSalary
    }

    init(from decoder: any Decoder) throws {
        let parts = try decoder.container(keyedBy: CodingKeys.self)
        context = try parts.decode(String.self, forKey: .context)
        type = try parts.decode(String.self, forKey: .type)
        title = try parts.decode(String.self, forKey: .title)
        description = try parts.decode(String.self, forKey: .description)
        datePosted = try parts.decode(String.self, forKey: .datePosted)
        validThrough = try parts.decode(String.self, forKey: .validThrough)
        hiringOrganization = try parts.decode(Organization.self, forKey: .hiringOrganization)
        baseSalary = try parts.decode(Amount.self, forKey: .baseSalary)
        // JSON-LD writes one of something, or a list of them.
        let kind = try? parts.decode(String.self, forKey: .employmentType)
        employmentType = try kind ?? parts.decode([String].self, forKey: .employmentType).joined(separator: ",")
        let place = try? parts.decode(Place.self, forKey: .jobLocation)
        jobLocation = try place.map { [$0] } ?? parts.decode([Place].self, forKey: .jobLocation)
    }
}

extension RealSoftware {
    @Suite("Job pages")
    struct JobPages {
        private struct Written: Decodable { let files: [String] }

        @Test("An independent reader finds in a job's page what search engines ask for")
        func page() async throws {
            let hiring = try await Hiring.begin(secret: try await Self.key())
            defer { hiring.end() }
            let connected = try await hiring.run([
                "connect", "google-jobs", "--name", "site", "--set", "directory=\(hiring.folder.path)/public",
                "--set", "site=https://robotics.example/jobs", "--set", "clientEmail=jobs@example.example",
                "--secret", "privateKey=env:PEER_SECRET", "--acknowledge", "owner",
                // Nobody listens there: the page has to be right whether or not anybody was told of it.
                "--base-url", "http://127.0.0.1:9", "--allow-private-network",
            ])
            #expect(connected.status == 0, "\(connected)")
            let (posting, posted) = try await hiring.posting(["post", "engineer", "--to", "site", "--timeout", "2s"])
            #expect(posted.status == 4, "\(posted)")
            let built = try await hiring.run(["page", "build", "site", "--output", "pages", "--json"])
            #expect(built.status == 0, "\(built)")
            let files = try built.decoded(as: Written.self).files
            #expect(files.count == 1, "\(built)")

            let python = try await Places.python()
            let read = try await Command.run(
                ["\(python)/bin/python", "\(Places.peers)/python/read_json_ld.py", files.first ?? ""],
                in: hiring.folder.path
            )
            let ads = try read.decoded(as: [JobPosting].self)
            let ad = try #require(ads.first, "\(read)")
            #expect(ads.count == 1)
            #expect(ad.context.contains("schema.org"))
            #expect(ad.type == "JobPosting")
            #expect(ad.title == hiring.title)
            #expect(ad.description.contains("<li>One</li>"))
            #expect(ad.description.contains("日本語"))
            #expect(ad.hiringOrganization.name == "Example Robotics")
            #expect(ad.jobLocation.map(\.address.addressLocality) == ["Berlin"])
            #expect(ad.jobLocation.map(\.address.addressCountry) == ["DE"])
            #expect(ad.employmentType == "FULL_TIME")
            #expect(ad.baseSalary.currency == "EUR")
            #expect(ad.baseSalary.value.minValue == 75000)
            #expect(ad.baseSalary.value.maxValue == 95000)
            #expect(ad.baseSalary.value.unitText == "YEAR")
            #expect(try Date(ad.datePosted + "T00:00:00Z", strategy: .iso8601) <= .now)
            #expect(ad.validThrough.hasPrefix(hiring.lastDay), "\(ad.validThrough)")
            #expect(!posting.reference.isEmpty)
        }

        /// A key as a search engine's console would give it, made here and worth nothing.
        private static func key() async throws -> String {
            let made = try await Command.run([
                "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
            ])
            guard made.status == 0 else { throw HarnessError("\(made)") }
            return made.output
        }
    }
}
