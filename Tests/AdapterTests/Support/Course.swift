import AdapterKit
import Documents
import FoundationEssentials
import Postings
import Roles
import Sandbox
import Transport

/// One posting on its way: what the adapter asks goes to the board, what the board answers goes to the adapter.
///
/// No sockets and no waiting: the clock is a number that a test moves on.
struct Course {
    var connection: Connection
    var board: Board
    var clock = 0.0
    var token: String?
    var input: AdInput
    var accepted: Ad?
    var last = Operation.create
    var cursor: String?
    /// Every request with its answer, oldest first.
    var exchanges: [(request: Request, answer: Answer)] = []
    var fetches: [FetchOrder] = []
    /// What the board last said about its budget.
    var budget: BudgetReading?
    private var drawn = 0

    init(_ connection: Connection, role: Role, language: String? = nil) {
        self.connection = connection
        board = connection.board
        input = connection.input(role, language: language)
    }

    var adapter: Adapter { connection.adapter }
    var now: Date { at(clock) }

    var context: CallContext {
        CallContext(
            secrets: connection.secrets,
            token: token,
            attempt: "attempt-\(exchanges.count)",
            now: now,
            cursor: cursor,
            policy: NetworkPolicy(allowsPrivateNetwork: true)
        )
    }

    /// Hands a request to the board.
    ///
    /// - Throws: ``Astray`` when the request would go to another server.
    mutating func send(_ request: Request) throws -> Reply {
        guard request.url.hasPrefix(board.url) else { throw Astray(url: request.url) }
        let rest = String(request.url.dropFirst(board.url.count))
        let answer = board.answer(
            SandboxRequest(
                request.method,
                rest.hasPrefix("/") ? rest : "/" + rest,
                headers: request.headers.map { SandboxHeader($0.name, $0.value) },
                body: request.body
            ),
            now: now
        )
        exchanges.append((request, answer))
        fetches += answer.fetches
        return Reply(
            status: answer.reply.status,
            headers: Headers(answer.reply.headers.map { Header($0.name, $0.value) }),
            body: answer.reply.body,
            receivedAt: now
        )
    }

    /// Fetches a token where the adapter needs one.
    mutating func authorize() throws -> TokenReading? {
        input.now = now
        guard let request = try adapter.tokenRequest(account: input, context: context) else { return nil }
        let reading = adapter.readToken(try send(request), account: input, context: context)
        token = reading.token
        return reading
    }

    /// Proves the credentials where the adapter can.
    mutating func check() throws -> ElementReading? {
        _ = try authorize()
        guard let request = try adapter.checkRequest(account: input, context: context) else { return nil }
        let reading = adapter.readCheck(try send(request), account: input, context: context)
        keep(reading.elements.first)
        return reading.elements.first
    }

    /// Asks the look-ups, and takes what a person would pick where the board has no single answer.
    mutating func lookUp() throws {
        for lookup in adapter.manifest.lookups {
            let question = try adapter.lookupRequest(lookup.name, for: input, context: context)
            let reading = adapter.readLookup(lookup.name, try send(question.request), for: input, context: context)
            guard case .accepted = reading.verdict.kind else {
                throw Unanswered(lookup: lookup.name, verdict: reading.verdict)
            }
            if case .chosen(let candidate) = adapter.choose(
                lookup.name,
                among: reading.candidates,
                for: input,
                context: context
            ) {
                input.lookups[lookup.name] = candidate.value
            }
        }
    }

    /// Renders and performs an operation as a delivery would.
    mutating func perform(_ operation: Operation) throws -> ElementReading {
        prepare(operation)
        return try exchange(operation)
    }

    /// Sends the last operation again, with the same values drawn for it.
    mutating func repeated() throws -> ElementReading { try exchange(last) }

    private mutating func exchange(_ operation: Operation) throws -> ElementReading {
        let prepared = prepared(operation)
        let request = try adapter.request(for: operation, ads: [prepared], context: context)
        let reply = try send(request)
        let isLost = exchanges.last?.answer.ending == .reset
        let failure = TransportFailure(code: .connectionLost, message: "The connection broke before an answer came")
        let outcome: Outcome = isLost ? .unknown(failure) : .replied(reply)
        let reading = adapter.read(outcome, for: operation, ads: [prepared], context: context)
        budget = reading.budget
        guard let element = reading.elements.first, reading.elements.count == 1 else { throw Unread() }
        keep(element)
        if element.verdict.label == "accepted" {
            if operation == .create { input.firstSent = now }
            if operation != .withdraw { accept(prepared.ad) }
        }
        return element
    }

    /// Brings the input to the present, with fresh values for a new delivery.
    mutating func prepare(_ operation: Operation) {
        last = operation
        input.now = now
        for mint in adapter.manifest.mint where mint.scope == .delivery {
            drawn += 1
            input.minted[mint.name] = .text("0b2f6a1e-0000-4000-8000-0000000001\(drawn + 10)")
        }
    }

    mutating func accept(_ ad: Ad) {
        accepted = ad
        input.accepted = ad.values
        input.changed = now
    }

    /// The posting rendered for an operation.
    func prepared(_ operation: Operation) -> PreparedAd {
        PreparedAd(input: input, ad: adapter.render(input, for: operation))
    }

    /// Looks for the ad by our reference.
    mutating func find() throws -> FindReading? {
        input.now = now
        let prepared = PreparedAd(input: input, ad: accepted ?? adapter.render(input, for: .create))
        guard let request = try adapter.findRequest(for: prepared, context: context) else { return nil }
        return adapter.readFind(try send(request), for: prepared, context: context)
    }

    /// Asks a watch once.
    mutating func watch(_ name: String, isEndWanted: Bool = false) throws -> ElementReading {
        input.now = now
        let shown = accepted ?? adapter.render(input, for: last)
        let ad = Ad(
            operation: last,
            values: shown.values,
            fields: shown.fields,
            findings: [],
            contentHash: shown.contentHash
        )
        let watched = WatchedAd(PreparedAd(input: input, ad: ad), isEndWanted: isEndWanted)
        guard let rule = adapter.manifest.watches.first(where: { $0.name == name }) else { throw Unread() }
        if case .request(_, _, _?) = rule.reading { return try readEvents(name, watched) }
        let request = try adapter.watchRequest(name, for: [watched], context: context)
        let reading = adapter.readWatch(name, try send(request), for: [watched], context: context)
        guard let element = reading.elements.first else { throw Unread() }
        keep(element)
        return element
    }

    /// Reads one page of an event feed and what its last event about the posting means.
    private mutating func readEvents(_ name: String, _ watched: WatchedAd) throws -> ElementReading {
        let request = try adapter.eventsRequest(name, account: input, context: context)
        let page = adapter.readEvents(name, try send(request), account: input, context: context)
        cursor = page.cursor ?? cursor
        let key = adapter.eventKey(name, for: watched, context: context)
        guard let event = page.events.last(where: { $0.key == key }) else {
            return ElementReading(verdict: page.verdict)
        }
        let element = adapter.readEvent(event, of: name, for: watched, context: context)
        keep(element)
        return element
    }

    /// Follows watches until a reading is what is waited for, at most for a while.
    ///
    /// A watch over the whole account goes on beside the one that it leads to.
    mutating func follow(
        _ first: String?,
        isEndWanted: Bool = false,
        until done: (ElementReading) -> Bool
    ) throws -> ElementReading? {
        var names = [first].compactMap(\.self)
        var last: ElementReading?
        for _ in 0..<12 {
            clock += 60
            if token != nil { _ = try authorize() }
            for name in names {
                let seen = try watch(name, isEndWanted: isEndWanted)
                last = seen
                if done(seen) { return seen }
                guard let next = seen.then, next != name else { continue }
                let isLasting = adapter.manifest.watches.contains { $0.name == name && $0.scope == .account }
                names = isLasting ? [name, next] : [next]
            }
        }
        return last
    }

    private mutating func keep(_ element: ElementReading?) {
        for kept in element?.kept ?? [] { input.kept[kept.name] = kept.value }
    }

    /// What the board keeps and what it said, to tell people why something went wrong.
    var story: String {
        exchanges.suffix(3).map { exchange in
            "\(exchange.request.redacted().prefix(3000))\n→ \(exchange.answer.reply.status) \(exchange.answer.decision)\n"
                + String(decoding: exchange.answer.reply.body.prefix(1500), as: UTF8.self)
        }
        .joined(separator: "\n\n")
    }

    /// The ads that the board has now.
    var ads: [Value] {
        (board.state(now: now)["ads"]?.list ?? []).filter { $0["collection"]?.text == "ads" }
    }

    /// A request that would have left the board.
    struct Astray: Error { let url: String }
    /// A reading without an element.
    struct Unread: Error {}
    /// A look-up that got no answer.
    struct Unanswered: Error {
        let lookup: String
        let verdict: Verdict
    }
}
