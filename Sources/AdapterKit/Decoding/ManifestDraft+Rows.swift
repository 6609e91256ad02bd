import Documents
import Postings

extension ManifestDraft {
    /// Reads one row of a watch.
    func state(_ reader: inout ObjectReader, extras: Set<String>) -> StateRow {
        let scope = Scope(isReply: true, extras: extras, element: .any)
        let row = StateRow(
            when: conditions(&reader, "when", scope: scope),
            during: known(&reader, "during", among: Self.callNames, as: "call"),
            state: reader.choice("state", of: PostingState.self),
            witness: reader.choice("witness", of: Witness.self),
            review: reader.choice("review", of: Review.self),
            reason: replyPath(&reader, "reason", scope: scope),
            remedy: reader.text("remedy"),
            remedies: templates(&reader, "remedies", scope: scope),
            observed: reader.choice("observed", of: Observed.self),
            verdict: verdict(&reader, isRequired: false),
            unlessWanted: reader.choice("unlessWanted", of: PostingState.self),
            then: watchName(&reader, "then")
        )
        if row.state == nil, row.verdict == nil, row.observed == nil, row.review == nil {
            problems.error(
                "empty-row",
                at: reader.node.location,
                field: reader.path,
                "The row says nothing.",
                remedy: "Give it a state, a verdict, a review or what is observed."
            )
        }
        if row.state == .live, row.witness == nil {
            problems.error(
                "no-witness",
                at: place(reader, "state"),
                field: reader.path(of: "witness"),
                "The row does not say who has seen the ad live.",
                remedy: "Add witness: board or witness: page."
            )
        }
        return row
    }

    func failures(_ reader: inout ObjectReader) -> [FailureRow] {
        reader.objects("failures") { reader in
            let scope = Scope(isReply: true, element: .any)
            let when = conditions(&reader, "when", scope: scope)
            if when.isEmpty, reader.node["when"] == nil {
                problems.error(
                    "no-condition",
                    at: reader.node.location,
                    field: reader.path(of: "when"),
                    "The row would match every reply.",
                    remedy: "Add when with a condition."
                )
            }
            return FailureRow(
                when: when,
                during: known(&reader, "during", among: duringNames, as: "call"),
                verdict: verdict(&reader, isRequired: true)
                    ?? VerdictRule(kind: .unknown, need: nil, wait: nil, recheck: nil),
                reason: replyPath(&reader, "reason", scope: scope),
                remedy: reader.text("remedy"),
                observed: reader.choice("observed", of: Observed.self),
                refreshesToken: reader.choice("refresh", of: RefreshWord.self) != nil
            )
        }
    }

    private enum RefreshWord: String, CaseIterable { case once }

    /// Reads a verdict with what belongs to it.
    private func verdict(_ reader: inout ObjectReader, isRequired: Bool) -> VerdictRule? {
        if isRequired { _ = reader.required("verdict") }
        let kind = reader.choice("verdict", of: VerdictRule.Kind.self)
        let needPlace = place(reader, "need")
        let need = reader.text("need")
        let waitPlace = place(reader, "wait")
        let wait = duration(&reader, "wait")
        let recheck = duration(&reader, "recheck")
        guard let kind else { return nil }
        if kind == .needsCustomer, need == nil {
            problems.error(
                "no-need",
                at: reader.node.location,
                field: reader.path(of: "need"),
                "The row does not say what the customer must settle.",
                remedy: "Add need, such as need: credits."
            )
        }
        if kind != .needsCustomer, need != nil {
            problems.error(
                "need-alone",
                at: needPlace,
                field: reader.path(of: "need"),
                "\"need\" belongs to the verdict needs-customer.",
                remedy: "Remove it."
            )
        }
        if wait != nil, kind != .transient, kind != .unknown {
            problems.error(
                "wait-alone",
                at: waitPlace,
                field: reader.path(of: "wait"),
                "\"wait\" belongs to the verdicts transient and unknown.",
                remedy: "Remove it, or write recheck."
            )
        }
        return VerdictRule(kind: kind, need: need, wait: wait, recheck: recheck)
    }
}
