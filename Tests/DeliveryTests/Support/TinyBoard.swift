import Documents
import FoundationEssentials
import Synchronization
import Transport

/// A board that keeps ads, counts what was carried out, and can misbehave.
final class TinyBoard: Sendable {
    /// What goes wrong with one request.
    enum Fault: Sendable, Equatable {
        /// Carried out, and the answer is lost.
        case losesAnswer
        /// Lost on the way, and nobody knows.
        case losesRequest
        /// Answered so, and not carried out.
        case answers(Int, Headers)
        /// Carried out, and answered so all the same.
        case carriesOutAndAnswers(Int, Headers = [])
        /// No connection.
        case isDown
    }

    struct Ad: Sendable, Equatable {
        let id: Int
        let reference: String
        var title: String
        var isLive: Bool
    }

    struct State: Sendable {
        var ads: [Ad] = []
        var keys: [String: Int] = [:]
        var faults: [(on: String, fault: Fault)] = []
        var log: [String] = []
        var keepsKeys = false
        /// Whether one reference has one ad: a second creation is answered with the first.
        var knowsReferences = false
    }

    let state = Mutex(State())

    var live: [Ad] { state.withLock { $0.ads.filter(\.isLive) } }
    var created: Int { state.withLock { $0.ads.count } }
    /// Method and path of every request that arrived, in order.
    var log: [String] { state.withLock { $0.log } }

    func fail(_ on: String, _ faults: Fault...) { state.withLock { $0.faults += faults.map { (on, $0) } } }

    func answer(_ request: Request) -> Outcome {
        state.withLock { state in
            let path = "/" + request.url.split(separator: "/").dropFirst(2).joined(separator: "/")
            let line = "\(request.method) \(path)"
            state.log.append(line)
            var fault: Fault?
            if let place = state.faults.firstIndex(where: { line.hasPrefix($0.on) }) {
                fault = state.faults.remove(at: place).fault
            }
            let lost = TransportFailure(code: .connectionLost, message: "The connection broke", bytesSent: 9)
            switch fault {
            case .isDown?: return .notSent(TransportFailure(code: .connectionFailed, message: "No connection"))
            case .losesRequest?: return .unknown(lost)
            case .answers(let status, let headers)?: return .replied(Self.reply(status, "{}", headers))
            case .losesAnswer?:
                _ = Self.carryOut(request, path, &state)
                return .unknown(lost)
            case .carriesOutAndAnswers(let status, let headers)?:
                _ = Self.carryOut(request, path, &state)
                return .replied(Self.reply(status, "{}", headers))
            case nil: return .replied(Self.carryOut(request, path, &state))
            }
        }
    }

    private static func reply(_ status: Int, _ body: String, _ headers: Headers = []) -> Reply {
        Reply(status: status, headers: headers, body: Array(body.utf8))
    }

    private static func carryOut(_ request: Request, _ path: String, _ state: inout State) -> Reply {
        let parts = path.split(separator: "?")
        let id = Int(parts[0].split(separator: "/").last ?? "")
        let place = state.ads.firstIndex { $0.id == id }
        let body = JSON.parse(request.body)?.object ?? [:]
        let title = body["title"]?.scalarText ?? ""
        switch request.method {
        case "POST" where path.hasPrefix("/batch"):
            let items = body["ads"]?.list ?? []
            let answers = items.map { item -> String in
                let title = item.object?["title"]?.scalarText ?? ""
                if title.contains("bad") { return #"{"status":422,"error":"bad words"}"# }
                let made = create(item.object?["reference"]?.scalarText ?? "", title, nil, &state)
                return #"{"status":201,"id":"\#(made)"}"#
            }
            return reply(200, #"{"results":[\#(answers.joined(separator: ","))]}"#)
        case "POST":
            if title.contains("bad") { return reply(422, #"{"error":"bad words"}"#) }
            let key = request.headers["Idempotency-Key"]
            let made = create(body["reference"]?.scalarText ?? "", title, key, &state)
            return reply(201, #"{"id":"\#(made)"}"#)
        case "PUT":
            guard let place, state.ads[place].isLive else { return reply(404, "{}") }
            if title.contains("bad") { return reply(422, #"{"error":"bad words"}"#) }
            state.ads[place].title = title
            return reply(200, #"{"id":"\#(state.ads[place].id)"}"#)
        case "DELETE":
            guard let place, state.ads[place].isLive else { return reply(404, "{}") }
            state.ads[place].isLive = false
            return reply(200, "{}")
        default:
            if parts.count > 1 {
                let reference = parts[1].split(separator: "=").last.map(String.init)
                let found = state.ads.filter { $0.isLive && $0.reference == reference }
                return reply(200, "[" + found.map { #"{"id":"\#($0.id)"}"# }.joined(separator: ",") + "]")
            }
            guard let place, state.ads[place].isLive else { return reply(404, "{}") }
            return reply(200, #"{"id":"\#(state.ads[place].id)","state":"up"}"#)
        }
    }

    private static func create(_ reference: String, _ title: String, _ key: String?, _ state: inout State) -> Int {
        if state.keepsKeys, let key, let known = state.keys[key] { return known }
        if state.knowsReferences, let known = state.ads.first(where: { $0.isLive && $0.reference == reference }) {
            return known.id
        }
        let ad = Ad(id: state.ads.count + 1, reference: reference, title: title, isLive: true)
        state.ads.append(ad)
        if let key { state.keys[key] = ad.id }
        return ad.id
    }
}
