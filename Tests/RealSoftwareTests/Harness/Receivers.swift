import Foundation
import Testing

/// Both boards, started once for a suite.
struct Receivers: Sendable {
    @TaskLocal static var current: Receivers?

    private let all: [Board: Receiver]

    /// The board's receiver, with a proxy that has counted nothing and does no harm.
    static func fresh(_ board: Board) async throws -> Receiver {
        guard let receiver = current?.all[board] else { throw HarnessError("The suite lacks the trait .receivers.") }
        try await receiver.proxy.forget()
        return receiver
    }

    static func start() async throws -> Receivers {
        let python = try await Places.python()
        let folder = try ScratchFolder("wordpress")
        defer { folder.remove() }
        let token = "token-of-the-employer"
        let mastodon = try await PeerProcess.start(
            ["\(python)/bin/python", "\(Places.peers)/mastodon/start", token]
        )
        let wordpress = try await PeerProcess.start(["\(Places.peers)/wordpress/start", folder.path])
        let password = try folder.text("password")
        var all: [Board: Receiver] = [:]
        for (board, peer, secret) in [(Board.wordpress, wordpress, password), (.mastodon, mastodon, token)] {
            let proxy = try await PeerProcess.start(["\(Places.peers)/mitm/start", peer.url], path: "\(python)/bin")
            all[board] = Receiver(board: board, peer: peer, proxy: Proxy(process: proxy), secret: secret)
        }
        return Receivers(all: all)
    }

    func stop() async {
        for receiver in all.values {
            await receiver.proxy.process.stop()
            await receiver.peer.stop()
        }
    }
}

/// Starts the boards before a suite and ends them after it; a board that does not start fails the suite.
struct ReceiversTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let receivers = try await Receivers.start()
        do {
            try await Receivers.$current.withValue(receivers) { try await function() }
        } catch {
            await receivers.stop()
            throw error
        }
        await receivers.stop()
    }
}

extension Trait where Self == ReceiversTrait {
    /// Real boards, started for this suite.
    static var receivers: Self { Self() }
}
