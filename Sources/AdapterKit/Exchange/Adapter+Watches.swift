import Documents
import Postings
public import Transport

extension Adapter {
    /// Writes the request of a watch over one posting, or over several when it takes a batch.
    ///
    /// The request looks for the ad when the watch reads by `find`, and fetches the public page when it reads that.
    ///
    /// - Throws: ``CallFault`` when something the request needs is absent, such as the page's address.
    public func watchRequest(
        _ name: String,
        for ads: [WatchedAd],
        context: CallContext
    ) throws(CallFault) -> Request {
        guard let watch = watch(named: name), let first = ads.first else {
            throw .noRequest(adapter: manifest.id, call: name)
        }
        let scopes = ads.map { CallScope(self, watched: $0, context: context) }
        switch watch.reading {
        case .find: return try request(for: .find, ads: [first.prepared], context: context)
        case .fetch(let fetch): return try PageExchange(adapter: self, scope: scopes[0]).request(fetch.url)
        case .request(let rule, let batch, _):
            return try RequestWriter(adapter: self, call: name, rule: rule, batch: batch, context: context)
                .request(scopes)
        }
    }

    /// Reads the reply to a watch's request, one element per posting in the request's order.
    ///
    /// An element without a state means that nothing was learnt; its verdict says why.
    public func readWatch(
        _ name: String,
        _ reply: Reply,
        for ads: [WatchedAd],
        context: CallContext
    ) -> CallReading {
        guard let watch = watch(named: name) else {
            return CallReading(elements: ads.map { _ in .noSuchCall(name) })
        }
        return WatchReader(adapter: self, watch: watch, context: context).reading(of: reply, for: ads)
    }

    /// Writes the request for the next page of a board's event feed; `context.cursor` says where it starts.
    public func eventsRequest(
        _ name: String,
        account: AdInput,
        context: CallContext
    ) throws(CallFault) -> Request {
        guard let watch = watch(named: name), case .request(let rule, _, _) = watch.reading else {
            throw .noRequest(adapter: manifest.id, call: name)
        }
        let scope = CallScope(self, account: account, context: context)
        return try RequestWriter(adapter: self, call: name, rule: rule, batch: nil, context: context).request([scope])
    }

    /// Reads one page of a board's event feed.
    ///
    /// Each event's ``WatchEvent/key`` equals the value that the manifest names under `with` of the posting it is
    /// about; ``readEvent(_:of:for:context:)`` says what it means for that posting.
    public func readEvents(
        _ name: String,
        _ reply: Reply,
        account: AdInput,
        context: CallContext
    ) -> EventPage {
        guard let watch = watch(named: name) else { return EventPage(verdict: .noSuchCall(name)) }
        return WatchReader(adapter: self, watch: watch, context: context).page(of: reply, account: account)
    }

    /// Says what an event means for the posting that it is about.
    public func readEvent(
        _ event: WatchEvent,
        of name: String,
        for ad: WatchedAd,
        context: CallContext
    ) -> ElementReading {
        guard let watch = watch(named: name) else { return .noSuchCall(name) }
        return WatchReader(adapter: self, watch: watch, context: context).element(of: event, for: ad)
    }

    /// The text by which a watch's events find a posting: the value that the manifest names under `with`.
    public func eventKey(_ name: String, for ad: WatchedAd, context: CallContext) -> String? {
        guard let watch = watch(named: name), case .request(_, _, let pages?) = watch.reading else { return nil }
        return CallScope(self, watched: ad, context: context).resolve(pages.with)?.scalarText
    }
}
