import NIOCore
import NIOHTTP1
import NIOPosix

/// Fetches a document over plain HTTP, as a board's crawler would.
enum PageFetcher {
    /// Where a document stands.
    struct Address: Sendable, Hashable {
        let host: String
        let port: Int
        let target: String

        /// Reads an `http://` URL, or nil.
        init?(_ url: String) {
            guard let match = url.wholeMatch(of: /http:\/\/([^\/:?#\[\]@]+)(?::(\d{1,5}))?([\/?][^#]*)?(?:#.*)?/) else {
                return nil
            }
            host = String(match.output.1)
            port = match.output.2.flatMap { Int($0) } ?? 80
            let rest = match.output.3.map(String.init) ?? "/"
            target = rest.hasPrefix("?") ? "/" + rest : rest
        }
    }

    /// Gets a document; redirects are not followed, and nothing waits longer than ten seconds.
    static func fetch(_ url: String) async -> FetchedDocument {
        guard let address = Address(url) else {
            return .failed("The sandbox fetches http:// addresses only, not \(url).")
        }
        do {
            return .answered(try await get(address))
        } catch {
            return .failed("No answer came from \(url): \(error).")
        }
    }

    private static func get(_ address: Address) async throws -> SandboxAnswer {
        let connection = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .connectTimeout(.seconds(10))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        let channel = connection.channel
        let deadline = channel.eventLoop.scheduleTask(in: .seconds(10)) { channel.close(promise: nil) }
        defer { deadline.cancel() }
        return try await connection.executeThenClose { inbound, outbound in
            let headers: HTTPHeaders = [
                "Host": "\(address.host):\(address.port)", "Accept": "*/*", "User-Agent": "sandbox-crawler/1",
                "Connection": "close",
            ]
            try await outbound.write(
                .head(HTTPRequestHead(version: .http1_1, method: .GET, uri: address.target, headers: headers))
            )
            try await outbound.write(.end(nil))
            var answer = SandboxAnswer(status: 0)
            for try await part in inbound {
                switch part {
                case .head(let head):
                    answer.status = Int(head.status.code)
                    answer.headers = head.headers.map { SandboxHeader($0.name, $0.value) }
                case .body(let buffer): answer.body.append(contentsOf: buffer.readableBytesView)
                case .end: return answer
                }
            }
            throw ChannelError.eof
        }
    }
}
