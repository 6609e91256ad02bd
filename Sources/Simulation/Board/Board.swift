import FoundationEssentials
import Synchronization
import Transport

/// All virtual boards: the ads, and what was carried out when.
final class Board: Sendable {
    struct Ad: Sendable {
        let id: Int
        let kind: Plan.Kind
        let account: String
        let item: Call.Item
        var title: String
        let made: Int64
        var gone: Int64?
        var wasModerated = false
        var renewals = 0
    }

    private struct State: Sendable {
        var ads: [Ad] = []
        /// Keys with the ad they made, and when they were first used.
        var keys: [String: (ad: Int, at: Int64)] = [:]
    }

    private let state = Mutex(State())
    private let world: World
    private let checker: Checker
    private let lag: Int64

    init(_ world: World, _ checker: Checker, lag: Int64) {
        self.world = world
        self.checker = checker
        self.lag = lag
    }

    func ad(_ id: Int) -> Ad? { state.withLock { id >= 1 && id <= $0.ads.count ? $0.ads[id - 1] : nil } }

    /// The live ads of a posting.
    func live(_ posting: String) -> [Ad] {
        state.withLock { state in state.ads.filter { $0.item.posting == posting && $0.gone == nil } }
    }

    /// How often ads of a posting were renewed.
    func renewals(of posting: String) -> Int {
        state.withLock { state in state.ads.filter { $0.item.posting == posting }.reduce(0) { $0 + $1.renewals } }
    }

    /// The newest ad of a posting, live or not.
    func newest(_ posting: String) -> Ad? { state.withLock { $0.ads.last { $0.item.posting == posting } } }

    /// Takes the ads of a posting off the board, as a moderator does.
    func remove(_ posting: String) {
        let now = world.now
        let ids = state.withLock { state in
            let places = state.ads.indices.filter { state.ads[$0].item.posting == posting && state.ads[$0].gone == nil }
            for place in places {
                state.ads[place].gone = now
                state.ads[place].wasModerated = true
            }
            return places.map { $0 + 1 }
        }
        if !ids.isEmpty { world.note("moderator removes \(ids)") }
    }

    /// Carries a call out, and answers it.
    func carryOut(_ call: Call) -> Reply {
        let now = world.now
        let (reply, made) = state.withLock { state in carryOut(call, &state, now) }
        world.note("board \(call.account) \(call.words) -> \(reply.status)")
        for posting in made { checker.created(posting, live: live(posting).count) }
        return reply
    }

    private func carryOut(_ call: Call, _ state: inout State, _ now: Int64) -> (Reply, made: [String]) {
        switch call.act {
        case .create(let items): return create(items, call, &state, now)
        case .update(let id, let title):
            guard let place = place(id, state), state.ads[place].gone == nil else { return (Self.reply(404, "{}"), []) }
            if title.hasSuffix("bad") { return (Self.reply(422, #"{"error":"bad words"}"#), []) }
            state.ads[place].title = title
            return (Self.reply(200, #"{"id":"\#(id)"}"#), [])
        case .renew(let id):
            guard let place = place(id, state), state.ads[place].gone == nil else { return (Self.reply(404, "{}"), []) }
            state.ads[place].renewals += 1
            return (Self.reply(200, #"{"id":"\#(id)"}"#), [])
        case .withdraw(let id):
            guard let place = place(id, state), state.ads[place].gone == nil else { return (Self.reply(404, "{}"), []) }
            state.ads[place].gone = now
            return (Self.reply(200, "{}"), [])
        case .find(let reference):
            let found = state.ads.filter { ad in
                ad.kind == call.kind && ad.account == call.account && isShown(ad, now)
                    && (reference == nil || ad.item.wire == reference)
            }
            let texts = found.map { #"{"id":"\#($0.id)","reference":"\#($0.item.wire)"}"# }
            return (Self.reply(200, "[\(texts.joined(separator: ","))]"), [])
        case .look(let id):
            guard let place = place(id, state), isShown(state.ads[place], now) else {
                return (Self.reply(404, "{}"), [])
            }
            return (Self.reply(200, #"{"id":"\#(id)"}"#), [])
        case .nothing: return (Self.reply(404, "{}"), [])
        }
    }

    private func create(_ items: [Call.Item], _ call: Call, _ state: inout State, _ now: Int64) -> (
        Reply, made: [String]
    ) {
        var texts: [String] = []
        var made: [String] = []
        for item in items {
            if item.title.hasSuffix("bad") {
                texts.append(#"{"status":422,"error":"bad words"}"#)
                continue
            }
            if call.kind == .keyed, let key = call.key, let known = state.keys[key], now - known.at < Adapters.keyLife {
                texts.append(#"{"status":201,"id":"\#(known.ad)"}"#)
                continue
            }
            let ad = Ad(
                id: state.ads.count + 1,
                kind: call.kind,
                account: call.account,
                item: item,
                title: item.title,
                made: now
            )
            state.ads.append(ad)
            if call.kind == .keyed, let key = call.key { state.keys[key] = (ad.id, now) }
            made.append(item.posting)
            texts.append(#"{"status":201,"id":"\#(ad.id)"}"#)
        }
        if call.isBatch { return (Self.reply(200, #"{"results":[\#(texts.joined(separator: ","))]}"#), made) }
        let isRefused = texts[0].contains("422")
        return (Self.reply(isRefused ? 422 : 201, texts[0]), made)
    }

    private func place(_ id: Int, _ state: State) -> Int? { id >= 1 && id <= state.ads.count ? id - 1 : nil }

    /// What was made or ended lately is shown as it was before.
    private func isShown(_ ad: Ad, _ now: Int64) -> Bool {
        now - ad.made >= lag && (ad.gone.map { now - $0 < lag } ?? true)
    }

    static func reply(_ status: Int, _ body: String, _ headers: Headers = []) -> Reply {
        Reply(status: status, headers: headers, body: Array(body.utf8))
    }
}
