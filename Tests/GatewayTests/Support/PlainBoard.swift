import Documents
import Synchronization
import Transport

/// A board that keeps ads under numbers, and can lose an answer or refuse credentials.
final class PlainBoard: Sendable {
    /// What goes wrong with the next request of a method.
    enum Fault: Sendable, Hashable {
        /// Carried out, and the answer is lost.
        case losesAnswer
        /// Answered with this status, and not carried out.
        case answers(Int)
        /// Answered with 429 and so many seconds to wait.
        case asksToWait(Int)
        /// Nothing takes the connection.
        case isDown
    }

    private struct State: Sendable {
        var ads: [Int: String] = [:]
        var made = 0
        var faults: [String: [Fault]] = [:]
        var log: [String] = []
    }

    private let state = Mutex(State())

    /// The titles of the ads that are up, oldest first.
    var titles: [String] { state.withLock { state in state.ads.sorted { $0.key < $1.key }.map(\.value) } }

    /// The methods of the requests that change something, in order.
    var changes: [String] { state.withLock { $0.log.filter { $0 != "GET" } } }

    /// How many requests came.
    var requests: Int { state.withLock(\.log.count) }

    func fail(_ method: String, _ fault: Fault, times: Int = 1) {
        state.withLock { $0.faults[method, default: []] += Array(repeating: fault, count: times) }
    }

    func answer(_ request: Request) -> Outcome {
        state.withLock { state in
            let method = request.method
            state.log.append(method)
            var fault: Fault?
            if let next = state.faults[method]?.first {
                state.faults[method]?.removeFirst()
                fault = next
            }
            if case .answers(let status)? = fault { return Self.reply(status, "{}") }
            if case .asksToWait(let seconds)? = fault {
                return .replied(Reply(status: 429, headers: [Header("Retry-After", "\(seconds)")], body: []))
            }
            if fault == .isDown {
                return .notSent(
                    TransportFailure(code: .connectionFailed, message: "Could not connect to server plain.example")
                )
            }
            let outcome = Self.carryOut(request, method, &state)
            guard fault == .losesAnswer else { return outcome }
            return .unknown(TransportFailure(code: .connectionLost, message: "The connection broke", bytesSent: 9))
        }
    }

    private static func carryOut(_ request: Request, _ method: String, _ state: inout State) -> Outcome {
        let title = JSON.parse(request.body)?.object?["title"]?.scalarText ?? ""
        let id = Int(request.url.split(separator: "/").last ?? "") ?? 0
        switch method {
        case "POST":
            state.made += 1
            state.ads[state.made] = title
            return reply(201, #"{"id":"\#(state.made)"}"#)
        case "PUT", "DELETE", "GET":
            guard state.ads[id] != nil else { return reply(404, "{}") }
            if method == "PUT" { state.ads[id] = title }
            if method == "DELETE" { state.ads[id] = nil }
            return reply(200, #"{"id":"\#(id)"}"#)
        default: return reply(405, "{}")
        }
    }

    private static func reply(_ status: Int, _ body: String) -> Outcome {
        .replied(Reply(status: status, headers: [], body: Array(body.utf8)))
    }
}
