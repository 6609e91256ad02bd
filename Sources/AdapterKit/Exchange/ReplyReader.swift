import Documents
import Postings
import Transport

/// Reads the reply to one call.
struct ReplyReader {
    let adapter: Adapter
    let call: Call
    let rule: RequestRule
    let reply: Reply
    let context: CallContext
    let document: ReplyDocument

    init(adapter: Adapter, call: Call, rule: RequestRule, reply: Reply, context: CallContext) {
        self.adapter = adapter
        self.call = call
        self.rule = rule
        self.reply = reply
        self.context = context
        document = ReplyDocument(reply, format: rule.reply)
    }

    /// What the reply means for each posting, in the request's order.
    func reading(_ scopes: [CallScope]) -> CallReading {
        guard let first = scopes.first else { return CallReading(elements: []) }
        let budget = budget(first)
        var judged = elements(scopes, budget)
        if call.batch?.refusal == .whole, scopes.count > 1 { judged = Self.untried(judged) }
        return CallReading(
            elements: judged.map(\.reading),
            budget: budget,
            wantsFreshToken: judged.contains(where: \.wantsFreshToken)
        )
    }

    /// One posting's reading, and whether a fresh token is worth a try.
    struct Judged {
        var reading: ElementReading
        var wantsFreshToken = false
    }

    func view(_ scope: CallScope, element: Value? = nil) -> ReplyView {
        ReplyView(reply: reply, document: document, scope: scope, element: element)
    }

    func budget(_ scope: CallScope) -> BudgetReading? {
        BudgetReader(http: adapter.manifest.http, view: view(scope), now: context.now).reading()
    }

    func maker(_ view: ReplyView, _ budget: BudgetReading?) -> VerdictMaker {
        VerdictMaker(adapter: adapter, call: call.name, isRepeatable: rule.isRepeatable, view: view, budget: budget)
    }

    private func elements(_ scopes: [CallScope], _ budget: BudgetReading?) -> [Judged] {
        guard let batch = call.batch, let answer = batch.answer, !document.isUnreadable,
            let found = BatchAnswer(path: answer, view: view(scopes[0]))
        else { return scopes.map { judged(view($0), budget) } }
        return zip(scopes, found.elements(for: scopes, matchKey: batch.matchKey, keep: call.keep)).map {
            scope,
            element in
            guard let element else {
                return Judged(
                    reading: ElementReading(
                        verdict: Verdict(
                            .unknown,
                            reason: "The board's answer does not tell which of its elements is this posting's.",
                            remedy: "Look on the board whether the call took effect."
                        )
                    )
                )
            }
            return judged(view(scope, element: element), budget)
        }
    }

    /// What the reply means for one posting.
    func judged(_ view: ReplyView, _ budget: BudgetReading?) -> Judged {
        let maker = maker(view, budget)
        if reply.truncated, !rule.isRepeatable || (200..<300).contains(reply.status) {
            return Judged(reading: ElementReading(verdict: maker.unreadable("more than the policy allows to be read")))
        }
        if holds(call.success, view) { return succeeded(view, maker) }
        return failed(view, maker)
    }

    /// Whether a reply is the success that a manifest describes; without a word on the status, any 2xx.
    func holds(_ success: Call.Success, _ view: ReplyView) -> Bool {
        let fits = success.status.isEmpty ? (200..<300).contains(reply.status) : success.status.contains(reply.status)
        return fits && view.holds(success.where)
    }

    private func succeeded(_ view: ReplyView, _ maker: VerdictMaker) -> Judged {
        let isFine = (200..<300).contains(reply.status)
        // "Done" in a status line means little on boards that tell a refusal in the body.
        if isFine, call.success.where.isEmpty, let row = maker.row(onlyByBody: true) { return judged(row, view, maker) }
        if isFine, document.isUnreadable {
            return Judged(reading: ElementReading(verdict: maker.unreadable("something that cannot be read")))
        }
        let kept = Keeping(rules: call.keep, view: view).kept()
        if isFine, let missing = missingID(kept, view) {
            return Judged(reading: ElementReading(verdict: maker.unreadable("no \(missing)"), kept: kept))
        }
        return Judged(reading: accepted(Verdict(.accepted), kept: kept))
    }

    private func failed(_ view: ReplyView, _ maker: VerdictMaker) -> Judged {
        if let row = maker.row() { return judged(row, view, maker) }
        var judged = Judged(reading: ElementReading(verdict: maker.byStatus()))
        if reply.status == 401, case .oauth2 = adapter.manifest.auth { judged.wantsFreshToken = true }
        return judged
    }

    private func judged(_ row: FailureRow, _ view: ReplyView, _ maker: VerdictMaker) -> Judged {
        let verdict = maker.verdict(of: row)
        guard verdict.kind == .accepted else {
            return Judged(reading: ElementReading(verdict: verdict), wantsFreshToken: row.refreshesToken)
        }
        return Judged(reading: accepted(verdict, kept: Keeping(rules: call.keep, view: view).kept()))
    }

    private func accepted(_ verdict: Verdict, kept: [KeptValue]) -> ElementReading {
        ElementReading(
            verdict: verdict,
            kept: kept,
            state: call.proves,
            witness: call.proves == nil ? nil : .board,
            then: call.then
        )
    }

    /// The board's id, when it should stand in the reply and does not.
    ///
    /// Without it the ad could be neither changed nor ended, so nobody can say that it was taken.
    private func missingID(_ kept: [KeptValue], _ view: ReplyView) -> String? {
        let name = "remoteID"
        guard call.keep.contains(where: { $0.name == name && !$0.at.isEmpty }),
            !kept.contains(where: { $0.name == name })
        else { return nil }
        let isKnown = view.scope.input.kept[name] != nil
        return isKnown && call.name != Operation.create.rawValue ? nil : "id of the ad in it"
    }

    /// A batch that one bad element refuses: what the others would have got is not known, and nothing was done.
    private static func untried(_ judged: [Judged]) -> [Judged] {
        guard judged.contains(where: { $0.reading.verdict.kind == .refused }) else { return judged }
        let isOneToBlame = judged.contains { $0.reading.verdict.kind != .refused }
        return judged.map { element in
            if isOneToBlame, element.reading.verdict.kind == .refused { return element }
            let reason = "Another posting of the same request was refused, and the board took none of them."
            return Judged(reading: ElementReading(verdict: Verdict(.transient(wait: nil), reason: reason)))
        }
    }
}
