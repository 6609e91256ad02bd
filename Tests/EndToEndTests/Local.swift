import CurlTransport
import Documents
import Testing
import Transport

/// Asks servers of this machine.
enum Local {
    /// Fetches an address of this machine.
    static func fetch(_ url: String, method: String = "GET", body: String? = nil) async throws -> Reply {
        var policy = NetworkPolicy()
        policy.allowsPrivateNetwork = true
        var request = Request(method: method, url: url)
        request.policy = policy
        if let body {
            request.body = Array(body.utf8)
            request.headers = ["Content-Type": "application/json"]
        }
        let sent = request
        return try await withCurlTransport { transport in
            let outcome = await transport.send(sent)
            return try #require(outcome.reply, "no answer from \(url): \(outcome)")
        }
    }

    /// Fetches JSON.
    static func ask(_ url: String, method: String = "GET", body: String? = nil) async throws -> Value {
        let reply = try await fetch(url, method: method, body: body)
        return try #require(
            JSON.parse(reply.body),
            "no JSON from \(url): \(String(decoding: reply.body.prefix(300), as: UTF8.self))"
        )
    }
}
