import Documents
import Postings
import Transport

/// Reads what a watch brought: the board's words become states.
struct WatchReader {
    let adapter: Adapter
    let watch: WatchRule
    let context: CallContext

    func reading(of reply: Reply, for ads: [WatchedAd]) -> CallReading {
        let scopes = ads.map { CallScope(adapter, watched: $0, context: context) }
        guard let first = scopes.first else { return CallReading(elements: []) }
        switch watch.reading {
        case .find: return findReading(reply, first)
        case .fetch(let fetch): return fetchReading(reply, fetch, first)
        case .request(let rule, let batch, _): return requestReading(reply, rule, batch, scopes)
        }
    }

    /// One page of an event feed.
    func page(of reply: Reply, account: AdInput) -> EventPage {
        guard case .request(let rule, _, let pages?) = watch.reading else {
            return EventPage(verdict: .noSuchCall(watch.name))
        }
        let scope = CallScope(adapter, account: account, context: context)
        let reader = reader(reply, rule)
        let view = reader.view(scope)
        let budget = reader.budget(scope)
        guard (200..<300).contains(reply.status), let items = reader.list(pages.items, view) else {
            let failed = self.failed(view, reader.maker(view, budget), isKnownFine: false)
            return EventPage(verdict: failed.reading.verdict, budget: budget, wantsFreshToken: failed.wantsFreshToken)
        }
        let events = items.compactMap { item -> WatchEvent? in
            var element = view
            element.element = item
            return element.first(pages.key)?.replyText.map { WatchEvent(key: $0, item: item) }
        }
        let cursor = view.first(pages.cursor)?.replyText
        let saysMore = pages.more.flatMap { view.first($0)?.replyText } == "true"
        return EventPage(
            verdict: Verdict(.accepted),
            events: events,
            cursor: cursor,
            // A cursor that stands still would be read for ever.
            hasMore: saysMore && cursor != nil && cursor != context.cursor,
            budget: budget
        )
    }

    /// What one event means for a posting.
    func element(of event: WatchEvent, for ad: WatchedAd) -> ElementReading {
        let scope = CallScope(adapter, watched: ad, context: context)
        let view = ReplyView(reply: Reply(status: 200), document: .json(event.item), scope: scope, element: event.item)
        let maker = VerdictMaker(adapter: adapter, call: watch.name, isRepeatable: true, view: view, budget: nil)
        return row(view).map { element($0, view, maker) } ?? Self.nothingLearnt(watch.name)
    }

    private func reader(_ reply: Reply, _ rule: RequestRule) -> ReplyReader {
        ReplyReader(adapter: adapter, call: Call(reading: watch.name), rule: rule, reply: reply, context: context)
    }

    private func requestReading(
        _ reply: Reply,
        _ rule: RequestRule,
        _ batch: Call.Batch?,
        _ scopes: [CallScope]
    ) -> CallReading {
        let reader = reader(reply, rule)
        let budget = reader.budget(scopes[0])
        var elements = scopes.map { _ in Value?.none }
        let answer = batch?.answer.flatMap { BatchAnswer(path: $0, view: reader.view(scopes[0])) }
        let keeps = watch.keep + adapter.manifest.operations.flatMap(\.keep)
        if let answer { elements = answer.elements(for: scopes, matchKey: batch?.matchKey, keep: keeps) }
        let judged = zip(scopes, elements).map { scope, element -> ReplyReader.Judged in
            if answer != nil, element == nil {
                let reason = "The board's answer has no element for this posting."
                return ReplyReader.Judged(
                    reading: ElementReading(verdict: Verdict(.transient(wait: nil), reason: reason))
                )
            }
            return self.judged(
                reader.view(scope, element: element),
                reader.maker(reader.view(scope, element: element), budget)
            )
        }
        return CallReading(
            elements: judged.map(\.reading),
            budget: budget,
            wantsFreshToken: judged.contains(where: \.wantsFreshToken)
        )
    }

    private func findReading(_ reply: Reply, _ scope: CallScope) -> CallReading {
        guard let call = adapter.call(for: .find), let rule = call.request else {
            return CallReading(elements: [.noSuchCall("find")])
        }
        let reader = ReplyReader(adapter: adapter, call: call, rule: rule, reply: reply, context: context)
        let budget = reader.budget(scope)
        let look = reader.look(reader.view(scope), budget)
        guard let result = look.result else {
            let reading = ElementReading(verdict: look.verdict)
            return CallReading(elements: [reading], budget: budget, wantsFreshToken: look.wantsFreshToken)
        }
        var view = reader.view(scope, element: look.element)
        view.seen = ["find": result.rawValue]
        var reading = row(view).map { element($0, view, reader.maker(view, budget)) } ?? Self.nothingLearnt(watch.name)
        let own = Set(reading.kept.map(\.name))
        reading.kept = look.kept.filter { !own.contains($0.name) } + reading.kept
        return CallReading(elements: [reading], budget: budget)
    }

    private func fetchReading(_ reply: Reply, _ fetch: PageFetch, _ scope: CallScope) -> CallReading {
        let shows = fetch.shows.compactMap { scope.resolve(.value($0)) }
        // A value that the ad does not have cannot be shown; without any, nothing proves that the page is ours.
        let seen = PageText.reading(of: reply, shows: shows.compactMap(\.inlineText), gone: fetch.gone)
        var view = ReplyView(reply: reply, document: .text, scope: scope)
        view.seen = ["fetch": seen.rawValue]
        let budget = BudgetReader(http: adapter.manifest.http, view: view, now: context.now).reading()
        let maker = VerdictMaker(adapter: adapter, call: watch.name, isRepeatable: true, view: view, budget: budget)
        let isFault = [408, 425, 429].contains(reply.status) || reply.status >= 500
        // A server that is out of order says nothing about the ad, whatever a row for other pages says.
        guard !isFault || seen == .gone, let row = row(view) else {
            let verdict = isFault ? maker.byStatus() : Self.nothingLearnt(watch.name).verdict
            return CallReading(elements: [ElementReading(verdict: verdict)], budget: budget)
        }
        return CallReading(elements: [element(row, view, maker)], budget: budget)
    }
}
