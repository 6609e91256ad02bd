import Documents
import GRDB
import Ledger
import Postings

/// How a posting lies in its table.
enum PostingRow {
    private static let fixed = PostingColumns.fixed
    private static let changing = PostingColumns.changing

    /// The columns to select for ``posting(_:)``.
    static let columns = (["id"] + fixed + changing).map { "posting." + $0 }.joined(separator: ", ")

    /// The same, with no values in any ad.
    static let columnsWithoutAds = (["id"] + fixed + changing).map { column in
        ["accepted_values", "sent_values"].contains(column)
            ? "iif(posting.\(column) IS NULL, NULL, '{}')" : "posting.\(column)"
    }.joined(separator: ", ")

    static let insert = SQL(Statements.insert("INSERT", "posting", fixed + changing))
    static let insertNumbered = SQL(Statements.insert("INSERT", "posting", ["id"] + fixed + changing))
    // The fixed columns stand in the condition: a save may not turn one posting into another.
    static let update = SQL(
        "UPDATE posting SET \(changing.map { "\($0) = ?" }.joined(separator: ", ")) "
            + "WHERE id = ? AND \(fixed.dropLast().map { "\($0) = ?" }.joined(separator: " AND "))"
    )

    /// The columns to select for ``wish(_:)``.
    static let wish = "desired_present, desired_revision, generation, renewals_asked, not_before, place_label"

    static func wish(_ row: Cells) -> Wish {
        var cells = CellReader(row)
        let (present, revision) = (cells.count() != 0, cells.optionalText())
        return Wish(
            desire: present ? .present(revision: revision ?? "") : .absent,
            generation: cells.count(),
            renewalsAsked: cells.count(),
            notBefore: cells.optionalDate(),
            placeLabel: cells.optionalText()
        )
    }

    static func fixedCells(_ posting: Posting) -> Cells {
        let key = posting.key
        return [
            cell(posting.reference), cell(key.role), cell(key.account), cell(key.places), cell(key.language),
            cell(posting.opened.microseconds),
        ]
    }

    static func changingCells(_ posting: Posting) -> Cells {
        let present: Bool
        let revision: String?
        switch posting.desire {
        case .present(let wanted): (present, revision) = (true, wanted)
        case .absent: (present, revision) = (false, nil)
        }
        let (accepted, sent) = (posting.accepted, posting.sent)
        return [
            cell(posting.adapter), cell(posting.placeLabel), cell(present), cell(revision), cell(posting.generation),
            cell(posting.appliedGeneration), cell(posting.renewalsAsked), cell(posting.renewalsDone),
            cell(posting.notBefore?.microseconds), cell(posting.state.rawValue), cell(posting.witness?.rawValue),
            cell(posting.review.rawValue), cell(posting.observed.rawValue), cell(posting.creation),
            cell(accepted?.revision), cell(accepted?.contentHash), cell(accepted?.storedValues),
            cell(accepted?.at.microseconds), cell(sent?.revision), cell(sent?.contentHash),
            cell(sent.map { $0.values == accepted?.values ? PostingColumns.asAccepted : $0.storedValues }),
            cell(sent?.at.microseconds), cell(StoredJSON.text(posting.kept)), cell(StoredJSON.text(posting.minted)),
            cell(posting.firstSent?.microseconds), cell(posting.changed?.microseconds), cell(posting.phase.rawValue),
            cell(posting.dueAt?.microseconds), cell(posting.tries), cell(posting.unknownSince?.microseconds),
            cell(posting.unknownOperation?.rawValue), cell(posting.absences), cell(posting.epoch),
            cell(posting.leaseOwner), cell(posting.leaseUntil?.microseconds), cell(posting.error?.code),
            cell(posting.error?.message), cell(posting.error?.remedy),
            cell(FindingsColumn.text(posting.findings)),
        ]
    }

    static func posting(_ row: Row) throws -> Posting { try posting(CellReader(row)) }

    static func posting(_ reader: CellReader) throws -> Posting {
        var cells = reader
        let id = cells.integer()
        let reference = cells.text()
        let key = PostingKey(
            role: cells.text(),
            account: cells.text(),
            places: cells.text(),
            language: cells.text()
        )
        let opened = cells.date()
        let adapter = cells.text()
        let label = cells.optionalText()
        let present = cells.count() != 0
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

    /// The rest of the columns, in their order.
    private static func fill(_ posting: inout Posting, from cells: inout CellReader) throws {
        posting.generation = cells.count()
        posting.appliedGeneration = cells.count()
        posting.renewalsAsked = cells.count()
        posting.renewalsDone = cells.count()
        posting.notBefore = cells.optionalDate()
        posting.state = try cells.word(PostingState.self)
        posting.witness = try cells.optionalWord(Witness.self)
        posting.review = try cells.word(Review.self)
        posting.observed = try cells.word(Observed.self)
        posting.creation = cells.count()
        posting.accepted = try ad(&cells)
        posting.sent = try ad(&cells, posting.accepted)
        posting.kept = try cells.members()
        posting.minted = try cells.members()
        posting.firstSent = cells.optionalDate()
        posting.changed = cells.optionalDate()
        posting.phase = try cells.word(Phase.self)
        posting.dueAt = cells.optionalDate()
        posting.tries = cells.count()
        posting.unknownSince = cells.optionalDate()
        posting.unknownOperation = try cells.optionalWord(Operation.self)
        posting.absences = cells.count()
        posting.epoch = cells.count()
        posting.leaseOwner = cells.optionalText()
        posting.leaseUntil = cells.optionalDate()
        posting.error = cells.error()
        posting.findings = try FindingsColumn.findings(cells.text())
    }

    private static func ad(_ cells: inout CellReader, _ accepted: AcceptedAd? = nil) throws -> AcceptedAd? {
        let (revision, hash) = (cells.optionalText(), cells.optionalText())
        let (values, at) = (cells.optionalText(), cells.optionalDate())
        guard let revision, let hash, let values, let at else { return nil }
        let members = values == PostingColumns.asAccepted ? accepted?.values : try StoredJSON.members(values)
        guard let members else { throw MalformedJSON() }
        return AcceptedAd(revision: revision, contentHash: hash, values: members, at: at)
    }
}
