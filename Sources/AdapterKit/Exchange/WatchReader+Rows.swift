import Documents
import Postings
import Transport

extension WatchReader {
    /// What a reply to the watch's own request means for one posting.
    func judged(_ view: ReplyView, _ maker: VerdictMaker) -> ReplyReader.Judged {
        let isFine = (200..<300).contains(view.reply.status)
        guard !view.document.isUnreadable, !view.reply.truncated else { return failed(view, maker, isKnownFine: false) }
        guard let row = row(view, mustNameStatus: !isFine) else { return failed(view, maker, isKnownFine: isFine) }
        // A row that rests on an absence alone also fits every error that a board tells with a good status.
        if !row.when.contains(where: \.isPositive), maker.row(onlyByBody: true) != nil {
            return failed(view, maker, isKnownFine: isFine)
        }
        return ReplyReader.Judged(reading: element(row, view, maker))
    }

    /// The first state row that matches.
    ///
    /// - Parameter mustNameStatus: Whether a row must name the status, since the reply is an error.
    func row(_ view: ReplyView, mustNameStatus: Bool = false) -> StateRow? {
        let operation = view.scope.operation.rawValue
        return watch.states.first { row in
            (row.during.isEmpty || row.during.contains(operation))
                && (!mustNameStatus || row.when.contains { !$0.looksInside })
                && view.holds(row.when)
        }
    }

    /// What a reply means that matches no state.
    func failed(_ view: ReplyView, _ maker: VerdictMaker, isKnownFine: Bool) -> ReplyReader.Judged {
        if let row = maker.row() {
            return ReplyReader.Judged(
                reading: ElementReading(verdict: maker.verdict(of: row)),
                wantsFreshToken: row.refreshesToken
            )
        }
        if isKnownFine { return ReplyReader.Judged(reading: Self.nothingLearnt(watch.name)) }
        var judged = ReplyReader.Judged(reading: ElementReading(verdict: maker.byStatus()))
        if view.reply.status == 401, case .oauth2 = adapter.manifest.auth { judged.wantsFreshToken = true }
        return judged
    }

    /// The reading that a state row makes.
    func element(_ row: StateRow, _ view: ReplyView, _ maker: VerdictMaker) -> ElementReading {
        let reason = Words.at(row.reason, view)
        let remedy = remedy(row, reason, view)
        let kind = row.verdict.map(maker.kind) ?? .accepted
        let state = view.scope.isEndWanted ? row.state : row.unlessWanted ?? row.state
        return ElementReading(
            verdict: Verdict(kind, observed: row.observed, reason: reason, remedy: remedy),
            kept: Keeping(rules: watch.keep, view: view).kept(),
            state: state,
            witness: row.witness ?? (state == nil ? nil : usualWitness),
            review: row.review,
            then: row.then
        )
    }

    /// A reply that no row knows: it proves nothing, and a person should class it.
    static func nothingLearnt(_ name: String) -> ElementReading {
        ElementReading(
            verdict: Verdict(
                .unknown,
                reason: "No state of the watch \"\(name)\" fits the board's answer.",
                remedy: "Add a row for it to the adapter's watch."
            )
        )
    }

    private var usualWitness: Witness {
        if case .fetch = watch.reading { .page } else { .board }
    }

    private func remedy(_ row: StateRow, _ reason: String?, _ view: ReplyView) -> String? {
        let words = reason?.lowercased() ?? ""
        let byWord = row.remedies.first { words.contains($0.name.lowercased()) }
        return byWord.flatMap { view.scope.fill($0.template) } ?? row.remedy
    }
}
