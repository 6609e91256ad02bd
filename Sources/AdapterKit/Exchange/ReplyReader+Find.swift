import Documents
import FoundationEssentials
import Postings
import Transport

extension ReplyReader {
    /// What a look for one ad showed.
    func findReading(_ scopes: [CallScope]) -> FindReading {
        guard let scope = scopes.first else { return FindReading(result: nil, verdict: Verdict(.unknown)) }
        let budget = budget(scope)
        let seen = look(view(scope), budget)
        return FindReading(
            result: seen.result,
            verdict: seen.verdict,
            kept: seen.kept,
            budget: budget,
            wantsFreshToken: seen.wantsFreshToken
        )
    }

    /// What a look showed, with the element that is the ad.
    struct Look {
        var result: FindReading.Result?
        var verdict = Verdict(.accepted)
        var kept: [KeptValue] = []
        var element: Value?
        var wantsFreshToken = false
    }

    func look(_ view: ReplyView, _ budget: BudgetReading?) -> Look {
        let maker = maker(view, budget)
        if reply.truncated || document.isUnreadable, (200..<300).contains(reply.status) {
            return Look(verdict: maker.unreadable("something that cannot be read whole"))
        }
        let search = call.search
        if let missing = search?.missing, holds(missing, view) { return Look(result: .missing) }
        if let items = search?.items, let found = scan(items, search?.match ?? [], view) { return found }
        if search?.items == nil, holds(search?.found ?? call.success, view) {
            return Look(result: .found, kept: Keeping(rules: call.keep, view: view).kept())
        }
        // Only where the manifest describes no absence of its own: there a bare 404 may mean a wrong address.
        if search?.missing == nil, search?.items == nil, [404, 410].contains(reply.status) {
            return Look(result: .missing)
        }
        let row = maker.row()
        var look = Look(verdict: row.map(maker.verdict) ?? maker.byStatus())
        if row == nil, reply.status == 401, case .oauth2 = adapter.manifest.auth { look.wantsFreshToken = true }
        if let row { look.wantsFreshToken = row.refreshesToken }
        if look.verdict.kind == .accepted, look.verdict.observed != nil {
            look.result = look.verdict.observed == .present ? .found : .missing
        }
        return look
    }

    /// Looks through a list; nil when the reply holds no list.
    private func scan(_ items: ReplyPath, _ match: [Condition], _ view: ReplyView) -> Look? {
        guard (200..<300).contains(reply.status), let list = list(items, view) else { return nil }
        for element in list {
            var candidate = view
            candidate.element = element
            guard candidate.holds(match) else { continue }
            return Look(result: .found, kept: Keeping(rules: call.keep, view: candidate).kept(), element: element)
        }
        guard let reach = call.search?.reach, list.count >= reach.from, !goesBack(list, reach, view) else {
            return Look(result: .missing)
        }
        let reason =
            "the list was cut after \(list.count), and does not go back far enough to tell that the ad is not there"
        return Look(verdict: Verdict(.unknown, reason: reason))
    }

    /// Whether a list that may have been cut holds something older than what is looked for.
    private func goesBack(_ list: [Value], _ reach: Call.Reach, _ view: ReplyView) -> Bool {
        guard let since = context.since else { return false }
        return list.contains { element in
            var candidate = view
            candidate.element = element
            let time = candidate.first(reach.at)?.replyText.flatMap(ReplyTimes.iso)
            return time.map { $0 < since.addingTimeInterval(-Self.clocksDiffer) } ?? false
        }
    }

    /// Seconds by which a board's clock may differ from ours.
    private static let clocksDiffer = 300.0

    /// The list at a path, an empty one included; nil when nothing is there.
    func list(_ path: ReplyPath, _ view: ReplyView) -> [Value]? {
        let found = view.values(path).filter { $0 != .null }
        if found.count == 1, let list = found[0].list { return list }
        if !found.isEmpty { return found }
        // An XML list without elements leaves no trace but its document; so does a path through `[*]`.
        let goesThroughAll = path.components.contains(.every)
        return document.root != nil && (document.isXML || goesThroughAll) && isListThere(path, view) ? [] : nil
    }

    /// Whether the way to a list's elements exists up to the list itself.
    private func isListThere(_ path: ReplyPath, _ view: ReplyView) -> Bool {
        guard let end = path.components.firstIndex(of: .every) else { return document.isXML }
        let head = ReplyPath(root: path.root, components: Array(path.components[..<end]))
        return document.isXML || view.values(head).contains { $0.list != nil }
    }

    /// The candidates of a look-up.
    func lookupReading(_ lookup: Lookup, _ scope: CallScope) -> LookupReading {
        let budget = budget(scope)
        let view = view(scope)
        let maker = maker(view, budget)
        let isFine = (200..<300).contains(reply.status) && !reply.truncated && !document.isUnreadable
        guard isFine, let items = list(lookup.items, view) else {
            let judged = isFine ? nil : judged(view, budget)
            let verdict =
                maker.row().map(maker.verdict) ?? judged?.reading.verdict ?? maker.unreadable("no candidates in it")
            return LookupReading(
                verdict: verdict,
                budget: budget,
                wantsFreshToken: judged?.wantsFreshToken ?? (maker.row()?.refreshesToken ?? false)
            )
        }
        let candidates = items.compactMap { item -> Candidate? in
            var element = view
            element.element = item
            guard let id = element.first(lookup.id)?.replyText, !id.isEmpty else { return nil }
            let label = element.first(lookup.label)?.replyText.flatMap { Words.cleaned($0, scope: scope) } ?? id
            let kept = Keeping(rules: lookup.keep, view: element).kept()
            return Candidate(id: id, label: label, kept: Members(kept.map { ($0.name, $0.value) }))
        }
        return LookupReading(verdict: Verdict(.accepted), candidates: candidates, budget: budget)
    }
}

extension FindReading {
    /// The reading of a call, for those who treat a look like any other operation.
    var asCallReading: CallReading {
        let observed: Observed? =
            switch result {
            case .found: .present
            case .missing: .absent
            case nil: verdict.observed
            }
        let verdict = Verdict(verdict.kind, observed: observed, reason: verdict.reason, remedy: verdict.remedy)
        return CallReading(
            elements: [ElementReading(verdict: verdict, kept: kept)],
            budget: budget,
            wantsFreshToken: wantsFreshToken
        )
    }
}
