import Foundation
import Testing

/// The real software that ads are posted to.
enum Board: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case wordpress
    case mastodon

    var testDescription: String { rawValue }

    /// Id of the adapter.
    var adapter: String {
        switch self {
        case .wordpress: "wordpress-wp-job-manager"
        case .mastodon: "mastodon"
        }
    }

    /// What `connect` is told beside the server.
    var settings: [String] {
        switch self {
        case .wordpress: ["--set", "user=admin", "--secret", "password=env:PEER_SECRET"]
        case .mastodon: ["--secret", "token=env:PEER_SECRET"]
        }
    }

    /// The calls that make, change and end an ad: method and path.
    var create: (method: String, path: String) {
        switch self {
        case .wordpress: ("POST", "/job-listings$")
        case .mastodon: ("POST", "/statuses$")
        }
    }

    var update: (method: String, path: String) {
        switch self {
        case .wordpress: ("POST", "/job-listings/[0-9]+$")
        case .mastodon: ("PUT", "/statuses/[0-9]+$")
        }
    }

    var withdraw: (method: String, path: String) {
        switch self {
        case .wordpress: ("DELETE", "/job-listings/[0-9]+")
        case .mastodon: ("DELETE", "/statuses/[0-9]+$")
        }
    }
}

/// A running board with the proxy before it.
struct Receiver: Sendable {
    let board: Board
    let peer: PeerProcess
    let proxy: Proxy
    /// The application password or access token.
    let secret: String

    /// An ad as the board's own interface lists it.
    struct Ad: Sendable {
        let id: String
        let text: String
    }

    /// The board's ads whose text holds these words, asked past the proxy, so that nothing here is counted.
    func ads(with words: String) async throws -> [Ad] {
        let all: [Ad]
        switch board {
        case .wordpress:
            let query = "status=any,expired,preview&per_page=100&context=edit"
            let reply = try await Web.send("GET", "\(listings)?\(query)", user: "admin:\(secret)")
            all = try reply.decoded(as: [Listing].self).map(\.ad)
        case .mastodon:
            let user = try await Web.send("GET", "\(peer.url)/api/v1/accounts/verify_credentials", token: secret)
            let id = try user.decoded(as: Identified.self).id
            let reply = try await Web.send("GET", "\(peer.url)/api/v1/accounts/\(id)/statuses?limit=40", token: secret)
            all = try reply.decoded(as: [Status].self).map(\.ad)
        }
        return all.filter { $0.text.contains(words) }
    }

    /// What somebody without an account gets to see of an ad: status and text.
    func publicView(of posting: Posting) async throws -> Web.Reply {
        switch board {
        case .wordpress:
            return try await Web.send("GET", posting.url ?? "")
        case .mastodon:
            // The stand-in has no pages for people; its public interface shows what such a page would.
            return try await Web.send("GET", "\(peer.url)/api/v1/statuses/\(posting.remoteID ?? "")")
        }
    }

    /// What the board's interface says of an ad by its id.
    func lookUp(_ id: String) async throws -> Web.Reply {
        switch board {
        case .wordpress: try await Web.send("GET", "\(listings)/\(id)?context=edit", user: "admin:\(secret)")
        case .mastodon: try await Web.send("GET", "\(peer.url)/api/v1/statuses/\(id)", token: secret)
        }
    }

    /// Removes an ad as its board's staff would, past the program under test.
    func removeByHand(_ id: String) async throws {
        let reply =
            switch board {
            case .wordpress: try await Web.send("DELETE", "\(listings)/\(id)", user: "admin:\(secret)")
            case .mastodon: try await Web.send("DELETE", "\(peer.url)/api/v1/statuses/\(id)", token: secret)
            }
        guard reply.status == 200 else { throw HarnessError("The ad could not be removed: \(reply.body)") }
    }

    private var listings: String { "\(peer.url)/wp-json/wp/v2/job-listings" }

    private struct Identified: Decodable { let id: String }

    private struct Status: Decodable {
        let id: String
        let content: String
        var ad: Ad { Ad(id: id, text: content) }
    }

    private struct Listing: Decodable {
        struct Text: Decodable { let raw: String }
        let id: Int
        let title: Text
        var ad: Ad { Ad(id: "\(id)", text: title.raw) }
    }
}
