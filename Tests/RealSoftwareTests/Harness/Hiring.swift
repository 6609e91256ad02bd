import Foundation

/// A posting as `--json` shows it.
struct Posting: Sendable, Decodable {
    struct Fault: Sendable, Decodable {
        let code: String
        let message: String
        let remedy: String
    }

    let reference: String
    let state: String
    let remoteID: String?
    let url: String?
    let error: Fault?
}

/// A posting's history as `log --json` shows it.
struct History: Sendable, Decodable {
    struct Attempt: Sendable, Decodable {
        let operation: String
        let ending: String
        let verdict: String?
    }

    struct Exchange: Sendable, Decodable {
        let call: String
        let status: Int?
        let request: String
    }

    let attempts: [Attempt]
    let exchanges: [Exchange]
}

/// A workspace with one role and one account, and the program run in it.
struct Hiring: Sendable {
    let folder: ScratchFolder
    let secret: String
    /// Words that no other role has.
    let title: String
    /// The day on which the role ends.
    let lastDay = Date(timeIntervalSinceNow: 60 * 86_400).formatted(.iso8601.year().month().day())

    private struct Report: Decodable { let postings: [Posting] }

    /// Makes a workspace with a role, as a person would: by `init` and a file.
    ///
    /// The title's words are followed by one that no other role has.
    static func begin(secret: String, title: String = "Ingénieure für Größen") async throws -> Hiring {
        let word = UUID().uuidString.prefix(8).lowercased()
        let hiring = Hiring(folder: try ScratchFolder("hiring"), secret: secret, title: "\(title) \(word)")
        do {
            let result = try await hiring.run(["init"])
            guard result.status == 0 else { throw HarnessError("\(result)") }
            try hiring.describe()
        } catch {
            hiring.end()
            throw error
        }
        return hiring
    }

    /// Makes a workspace whose account posts to a receiver through its proxy.
    static func begin(
        at receiver: Receiver,
        secret: String? = nil,
        server: String? = nil,
        title: String = "Ingénieure für Größen"
    ) async throws -> Hiring {
        let hiring = try await begin(secret: secret ?? receiver.secret, title: title)
        let server = server ?? receiver.proxy.process.url
        let result = try await hiring.run(
            ["connect", receiver.board.adapter, "--name", "board", "--base-url", server, "--allow-private-network"]
                + receiver.board.settings
        )
        guard result.status == 0 else {
            hiring.end()
            throw HarnessError("\(result)")
        }
        return hiring
    }

    func end() { folder.remove() }

    /// Runs the program in the workspace.
    func run(_ arguments: [String]) async throws -> CommandResult {
        try await Command.run(
            [try Places.placard()] + arguments,
            in: folder.path,
            environment: ["PEER_SECRET": secret]
        )
    }

    /// Runs a command that reports postings; there is one.
    func posting(_ arguments: [String]) async throws -> (posting: Posting, result: CommandResult) {
        let result = try await run(arguments + ["--json"])
        let postings = try result.decoded(as: Report.self).postings
        guard let posting = postings.first, postings.count == 1 else {
            throw HarnessError("There should be one posting.\n\(result)")
        }
        return (posting, result)
    }

    /// What the ledger knows of a posting, whole.
    func history(of posting: Posting) async throws -> History {
        try await run(["log", posting.reference, "--json"]).decoded(as: History.self)
    }

    /// Writes the role anew, with words of its own in its text.
    ///
    /// - Parameter isDiscreet: Whether ads may name neither the employer nor the pay.
    func describe(team: String = "the team that serves predictions", isDiscreet: Bool = false) throws {
        try folder.write(
            """
            schema: 1
            id: engineer
            title: "\(title)"
            language: en
            summary: You join \(team).
            description: |
              Small robots & large **models**: `a < b`, 日本語, naïve — and "quotes".

              - One
              - Two
            employer: { name: Example Robotics, url: https://robotics.example, anonymous: \(isDiscreet) }
            locations: [{ street: Beispielweg 1, postalCode: "10115", city: Berlin, country: DE }]
            workplace: hybrid
            employmentType: permanent
            hours: full-time
            pay: { min: 75000, max: 95000, currency: EUR, period: year, hidden: \(isDiscreet) }
            apply: { url: "https://robotics.example/apply?role=1&from=board" }
            dates: { validThrough: \(lastDay) }
            """,
            to: "roles/engineer.yaml"
        )
    }
}
