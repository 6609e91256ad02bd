import Documents
import Ledger
import Postings

/// How a posting lies in its table.
enum PostingRow {
    private static let fixed = PostingColumns.fixed
    private static let changing = PostingColumns.changing

    /// The columns to select for ``posting(_:)``.
    static let columns = (["id"] + fixed + changing).map { "posting." + $0 }.joined(separator: ", ")

    static let insert = Statements.insert("posting", ["id"] + fixed + changing)
    static let update =
        "UPDATE posting SET "
        + changing.enumerated().map { "\($1) = $\($0 + 2)" }.joined(separator: ", ") + " WHERE id = $1"

    static func inserting(_ posting: Posting, id: Int64) -> Statement {
        Statement(insert, [.integer(id)] + fixedCells(posting) + changingCells(posting))
    }

    static func updating(_ posting: Posting) -> Statement {
        Statement(update, [.integer(posting.id)] + changingCells(posting))
    }

    private static let wish =
        "UPDATE posting SET desired_present = $2, desired_revision = $3, generation = $4, renewals_asked = $5, "
        + "not_before = $6, place_label = $7"
    private static let wake =
        ", epoch = epoch + 1, phase = $8, due_at = $9, tries = $10, state = $11, error_code = $12, "
        + "error_message = $13, error_remedy = $14"

    /// Writes what is wanted, and wakes a posting that no worker holds; see ``Ledger/Posting/want(_:)``.
    static func wishing(_ posting: Posting, isHeld: Bool) -> Statement {
        let revision: String? = if case .present(let wanted) = posting.desire { wanted } else { nil }
        let wish: [Cell?] = [
            .integer(posting.id), .boolean(revision != nil), .text(revision), .integer(posting.generation),
            .integer(posting.renewalsAsked), .date(posting.notBefore), .text(posting.placeLabel),
        ]
        guard !isHeld else { return Statement(Self.wish + " WHERE id = $1", wish) }
        let wake: [Cell?] = [
            .text(posting.phase.rawValue), .date(posting.dueAt), .integer(posting.tries),
            .text(posting.state.rawValue), .text(posting.error?.code), .text(posting.error?.message),
            .text(posting.error?.remedy),
        ]
        return Statement(Self.wish + Self.wake + " WHERE id = $1", wish + wake)
    }

    private static func fixedCells(_ posting: Posting) -> [Cell?] {
        let key = posting.key
        return [
            .text(posting.reference), .text(key.role), .text(key.account), .text(key.places), .text(key.language),
            .date(posting.opened),
        ]
    }

    private static func changingCells(_ posting: Posting) -> [Cell?] {
        let present: Bool
        let revision: String?
        switch posting.desire {
        case .present(let wanted): (present, revision) = (true, wanted)
        case .absent: (present, revision) = (false, nil)
        }
        let (accepted, sent) = (posting.accepted, posting.sent)
        return [
            .text(posting.adapter), .text(posting.placeLabel), .boolean(present), .text(revision),
            .integer(posting.generation), .integer(posting.appliedGeneration), .integer(posting.renewalsAsked),
            .integer(posting.renewalsDone), .date(posting.notBefore), .text(posting.state.rawValue),
            .text(posting.witness?.rawValue), .text(posting.review.rawValue), .text(posting.observed.rawValue),
            .integer(posting.creation),
            .text(accepted?.revision), .text(accepted?.contentHash),
            .text(accepted?.storedValues), .date(accepted?.at),
            .text(sent?.revision), .text(sent?.contentHash),
            .text(sent.map { $0.values == accepted?.values ? PostingColumns.asAccepted : $0.storedValues }),
            .date(sent?.at), .text(StoredJSON.text(posting.kept)), .text(StoredJSON.text(posting.minted)),
            .date(posting.firstSent), .date(posting.changed), .text(posting.phase.rawValue), .date(posting.dueAt),
            .integer(posting.tries), .date(posting.unknownSince), .text(posting.unknownOperation?.rawValue),
            .integer(posting.absences), .integer(posting.epoch), .text(posting.leaseOwner),
            .date(posting.leaseUntil), .text(posting.error?.code), .text(posting.error?.message),
            .text(posting.error?.remedy), .text(FindingsColumn.text(posting.findings)),
        ]
    }

    static func posting(_ cells: inout CellReader) throws(Fault) -> Posting {
        let id = try cells.integer()
        let reference = try cells.text()
        let key = try key(&cells)
        let opened = try cells.date()
        let adapter = try cells.text()
        let label = cells.optionalText()
        let present = try cells.boolean()
        let revision = cells.optionalText()
        var posting = Posting(
            reference: reference,
            key: key,
            adapter: adapter,
            placeLabel: label,
            desire: present ? .present(revision: revision ?? "") : .absent,
            opened: opened
        )
        posting.id = id
        try fill(&posting, from: &cells)
        return posting
    }

    static func key(_ cells: inout CellReader) throws(Fault) -> PostingKey {
        PostingKey(
            role: try cells.text(),
            account: try cells.text(),
            places: try cells.text(),
            language: try cells.text()
        )
    }

    /// The rest of the columns, in their order.
    private static func fill(_ posting: inout Posting, from cells: inout CellReader) throws(Fault) {
        posting.generation = try cells.count()
        posting.appliedGeneration = try cells.count()
        posting.renewalsAsked = try cells.count()
        posting.renewalsDone = try cells.count()
        posting.notBefore = cells.optionalDate()
        posting.state = try cells.word(PostingState.self)
        posting.witness = try cells.optionalWord(Witness.self)
        posting.review = try cells.word(Review.self)
        posting.observed = try cells.word(Observed.self)
        posting.creation = try cells.count()
        posting.accepted = try ad(&cells)
        posting.sent = try ad(&cells, posting.accepted)
        posting.kept = try cells.members()
        posting.minted = try cells.members()
        posting.firstSent = cells.optionalDate()
        posting.changed = cells.optionalDate()
        posting.phase = try cells.word(Phase.self)
        posting.dueAt = cells.optionalDate()
        posting.tries = try cells.count()
        posting.unknownSince = cells.optionalDate()
        posting.unknownOperation = try cells.optionalWord(Operation.self)
        posting.absences = try cells.count()
        posting.epoch = try cells.count()
        posting.leaseOwner = cells.optionalText()
        posting.leaseUntil = cells.optionalDate()
        posting.error = cells.error()
        posting.findings = try cells.findings()
    }

    private static func ad(_ cells: inout CellReader, _ accepted: AcceptedAd? = nil) throws(Fault) -> AcceptedAd? {
        let (revision, hash) = (cells.optionalText(), cells.optionalText())
        let (values, at) = (cells.optionalText(), cells.optionalDate())
        guard let revision, let hash, let values, let at else { return nil }
        let members = values == PostingColumns.asAccepted ? accepted?.values : try? StoredJSON.members(values)
        guard let members else { throw .damaged("the values of an ad are no JSON") }
        return AcceptedAd(revision: revision, contentHash: hash, values: members, at: at)
    }
}
