import Documents

import struct FoundationEssentials.Date

/// What a request's method and path lead to.
enum RouteMatch: Sendable {
    case found(Route, [String: String], Result<ReadBody, Refusal>)
    case wrongMethod([String])
    case graph(Refusal, Route)
    case none
}

extension Board {
    func route(for request: SandboxRequest, _ now: Date) -> RouteMatch {
        let matching = contract.routes.compactMap { route in route.path.match(request.path).map { (route, $0) } }
        let method = request.method == "HEAD" ? "GET" : request.method
        let callable = matching.filter { $0.0.methods.contains(method) }
        guard !callable.isEmpty else {
            return matching.isEmpty ? .none : .wrongMethod(Array(Set(matching.flatMap { $0.0.methods })).sorted())
        }
        var graph: (Refusal, Route)?
        for (route, parameters) in callable {
            let body = BodyReader.read(request, as: route)
            if !route.when.isEmpty {
                var scope = scope(request, parameters, now)
                if case .success(let read) = body { scope["body"] = .value(read.value) }
                guard route.when.allHold(in: scope) else { continue }
            }
            if let operation = route.operation, case .success(let read) = body, let document = read.graph {
                guard document.roots.contains(operation) else {
                    let name = document.roots.first ?? ""
                    graph = (Refusal("graphql", "Cannot query field \"\(name)\"."), route)
                    continue
                }
            }
            return .found(route, parameters, body)
        }
        return graph.map { .graph($0.0, $0.1) } ?? .none
    }

    /// The names that every reference of a request can use.
    func scope(_ request: SandboxRequest, _ parameters: [String: String], _ now: Date) -> Scope {
        var query: [String: Datum] = [:]
        for pair in request.query {
            let text = Datum.text(pair.value)
            query[pair.name] = query[pair.name].map { .list($0.elements + [text]) } ?? text
        }
        let headers = request.headers.map { ($0.name.lowercased(), Datum.text($0.value)) }
        // The id must be new for every request and the same when a seeded sandbox runs again.
        var generator = SeededGenerator(seed: UInt64(log.count) &* 7919 &+ UInt64(creations))
        return Scope(
            now: now,
            names: [
                "request": .fields([
                    "method": .text(request.method), "path": .text(request.path), "peer": .text(request.peer),
                    "text": .text(String(decoding: request.body, as: UTF8.self)), "query": .fields(query),
                    "headers": .fields(Dictionary(headers) { first, _ in first }),
                    "id": .text(uuid(using: &generator)),
                ]),
                "path": .fields(parameters.mapValues { .text($0) }),
                "board": .fields([
                    "url": .text(url), "id": .text(contract.id), "name": .text(contract.name),
                ]),
            ]
        )
    }

    func uuid(using generator: inout SeededGenerator) -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let cuts = [0, 8, 12, 16, 20, 32]
        let all = Array(digits)
        return zip(cuts, cuts.dropFirst()).map { String(all[$0..<$1]) }.joined(separator: "-")
    }

    /// The answer to a refusal.
    func reply(to refusal: Refusal, in scope: Scope) -> SandboxAnswer {
        let inner = scope.adding("refusal", refusal.datum)
        let withList = inner.names["refusals"] == nil ? inner.adding("refusals", .list([refusal.datum])) : inner
        return (contract.refusals[refusal.name] ?? Refusals.reply(for: refusal.name)).answer(in: withList)
    }
}
