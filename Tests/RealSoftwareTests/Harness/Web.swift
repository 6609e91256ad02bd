import Foundation

/// Asks servers through curl, independently of the program under test.
enum Web {
    /// A reply's status and body.
    struct Reply: Sendable {
        let status: Int
        let body: String

        /// The body as JSON of a shape.
        func decoded<Shape: Decodable>(as shape: Shape.Type) throws -> Shape {
            do {
                return try JSONDecoder().decode(shape, from: Data(body.utf8))
            } catch {
                throw HarnessError("Status \(status); this is no \(shape): \(body.prefix(600))")
            }
        }
    }

    /// Sends one request.
    static func send(
        _ method: String = "GET",
        _ url: String,
        user: String? = nil,
        token: String? = nil,
        json: String? = nil
    ) async throws -> Reply {
        var arguments = ["curl", "--silent", "--show-error", "--globoff", "--max-time", "30", "--request", method]
        arguments += ["--write-out", "\n%{http_code}"]
        if let user { arguments += ["--user", user] }
        if let token { arguments += ["--header", "Authorization: Bearer \(token)"] }
        if let json { arguments += ["--header", "Content-Type: application/json", "--data-binary", json] }
        let result = try await Command.run(arguments + [url])
        let mark = result.output.lastIndex(of: "\n")
        guard result.status == 0, let mark, let status = Int(result.output[mark...].dropFirst()) else {
            throw HarnessError("\(method) \(url) failed: \(result.errors)")
        }
        return Reply(status: status, body: String(result.output[..<mark]))
    }
}
