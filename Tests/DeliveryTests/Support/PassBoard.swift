import Synchronization
import Transport

/// The way to a tiny board that tells a pass with every ad it shows, and ends none without that pass.
final class PassBoard: Transport {
    static let pass = "open-sesame-4711"

    private let board: TinyBoard
    private let shown = Mutex<[String]>([])

    init(_ board: TinyBoard) { self.board = board }

    /// The passes that withdrawals carried, in order.
    var passes: [String] { shown.withLock { $0 } }

    func send(_ request: Request) async -> Outcome {
        if request.method == "DELETE" {
            let pass = request.headers["X-Pass"] ?? ""
            shown.withLock { $0.append(pass) }
            if pass != Self.pass { return .replied(Reply(status: 403, headers: [], body: [])) }
        }
        let outcome = board.answer(request)
        guard case .replied(var reply) = outcome else { return outcome }
        let text = String(decoding: reply.body, as: UTF8.self)
        reply.body = Array(text.replacing(#"{"id":"#, #"{"pass":"\#(Self.pass)","id":"#).utf8)
        return .replied(reply)
    }
}
