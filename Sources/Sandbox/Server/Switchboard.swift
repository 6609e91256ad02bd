import Documents
import Synchronization

import struct FoundationEssentials.Date

/// Leads requests to boards, the admin interface and the site; owns the boards.
final class Switchboard: Sendable {
    private let boards: Mutex<[String: Board]>
    private let order: [String]
    let site: StaticSite?
    let clock: @Sendable () -> Date
    let baseURL: String
    private let orders: (stream: AsyncStream<FetchOrder>, continuation: AsyncStream<FetchOrder>.Continuation)

    init(_ settings: SandboxSettings, baseURL: String) {
        self.baseURL = baseURL
        orders = AsyncStream.makeStream()
        clock = settings.clock
        order = settings.contracts.map(\.id)
        site = settings.siteRoot.map { StaticSite(root: $0) }
        let all = settings.contracts.enumerated().map { index, contract in
            let seed = settings.seed &+ UInt64(index) &* 1_000_003
            let board = Board(contract, url: "\(baseURL)/\(contract.id)", capWaits: settings.capWaits, seed: seed)
            return (contract.id, board)
        }
        boards = Mutex(Dictionary(all) { $1 })
    }

    /// Ids of the boards in the order given.
    var ids: [String] { order }

    func inspect<Result: Sendable>(_ board: String, _ body: (inout Board) -> Result) -> Result? {
        boards.withLock { boards in
            guard boards[board] != nil else { return nil }
            // Taken out while it is changed, so that the board is not copied.
            guard var found = boards.removeValue(forKey: board) else { return nil }
            defer { boards[board] = found }
            return body(&found)
        }
    }

    /// Answers one request whose path starts at the server's root.
    func answer(_ request: SandboxRequest, target: String) -> Answer {
        let path = request.path
        if path.hasPrefix("/_sandbox") { return admin(request) }
        if path == "/" { return index() }
        if path == "/site" || path.hasPrefix("/site/") {
            let found = site?.answer(request) ?? StaticSite.missing
            return Answer(found, route: "site")
        }
        let pieces = path.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let id = pieces.first.map(String.init) ?? ""
        let query = target.firstIndex(of: "?").map { String(target[$0...]) } ?? ""
        let rest = "/" + (pieces.count > 1 ? String(pieces[1]) : "") + query
        let inner = SandboxRequest(
            request.method,
            rest,
            headers: request.headers,
            body: request.body,
            peer: request.peer
        )
        let now = clock()
        return inspect(id) { $0.answer(inner, now: now) }
            ?? Answer(Admin.error(404, "There is no board \"\(id)\" here. The list is at /."), route: "none")
    }

    /// Leaves fetches to ``fetchAll()``.
    func fetchLater(_ list: [FetchOrder]) {
        for order in list { orders.continuation.yield(order) }
    }

    /// Carries out fetches as they are ordered, until the task is cancelled.
    func fetchAll() async {
        await withDiscardingTaskGroup { group in
            for await order in orders.stream {
                group.addTask {
                    if order.wait > .zero, (try? await Task.sleep(for: order.wait)) == nil { return }
                    await self.carryOut(order)
                }
            }
        }
    }

    /// Fetches what a board asked for and hands it over.
    func carryOut(_ order: FetchOrder) async {
        let document = await PageFetcher.fetch(order.url)
        let now = clock()
        _ = inspect(order.board) { $0.fetched(order, document, now: now) }
    }

    private func index() -> Answer {
        let now = clock()
        let sections = ids.compactMap { id in
            inspect(id) { board -> String in
                board.settle(now: now)
                let ads = board.visibleAds(now).map { title, link in
                    let words = Markings.escape(title)
                    return "<li>" + (link.map { "<a href=\"\(Markings.escape($0))\">\(words)</a>" } ?? words) + "</li>"
                }
                let list =
                    ads.isEmpty ? "<p class=\"sub\">No ad is shown.</p>" : "<ul class=\"ads\">\(ads.joined())</ul>"
                let name = Markings.escape(board.contract.name)
                return "<section><h2>\(name)</h2><p><code>\(Markings.escape(board.url))</code></p>\(list)</section>"
            }
        }
        let page = HTMLPage.document("Sandbox", board: "all boards", "<h1>Boards</h1>" + sections.joined())
        let headers = [SandboxHeader("Content-Type", "text/html; charset=utf-8")]
        return Answer(SandboxAnswer(status: 200, headers: headers, body: Array(page.utf8)), route: "index")
    }
}
