import Documents
import GRDB
import Ledger
import Postings

/// How exchanges lie in their table.
enum ExchangeRow {
    static let columns = ["account", "call", "started_at", "request", "ended_at", "status", "reply"]
    static let select = (["id"] + columns).map { "exchange." + $0 }.joined(separator: ", ")
    static let save = SQL(Statements.upsert("exchange", key: ["id"], columns))

    static func cells(_ exchange: Exchange) -> Cells {
        [
            cell(exchange.id), cell(exchange.account), cell(exchange.call), cell(exchange.startedAt.microseconds),
            cell(exchange.request), cell(exchange.endedAt?.microseconds), cell(exchange.status),
            cell(exchange.reply),
        ]
    }

    static func exchange(_ row: Row) throws -> Exchange {
        var cells = CellReader(row)
        var exchange = Exchange(
            id: cells.text(),
            account: cells.text(),
            call: cells.text(),
            startedAt: cells.date(),
            request: cells.text()
        )
        exchange.endedAt = cells.optionalDate()
        exchange.status = cells.optionalCount()
        exchange.reply = cells.optionalText()
        return exchange
    }
}

/// How attempts lie in their table.
enum AttemptRow {
    static let columns = [
        "posting", "epoch", "operation", "generation", "exchange", "revision", "content_hash", "started_at", "ending",
        "ended_at", "verdict", "reason",
    ]
    static let select = (["id"] + columns).joined(separator: ", ")
    static let save = SQL(Statements.upsert("attempt", key: ["id"], columns))

    static func cells(_ attempt: Attempt, posting: Int64) -> Cells {
        [
            cell(attempt.id), cell(posting), cell(attempt.epoch), cell(attempt.operation.rawValue),
            cell(attempt.generation), cell(attempt.exchange), cell(attempt.revision), cell(attempt.contentHash),
            cell(attempt.startedAt.microseconds), cell(attempt.ending.rawValue), cell(attempt.endedAt?.microseconds),
            cell(attempt.verdict), cell(attempt.reason),
        ]
    }

    static func attempt(_ row: Row) throws -> Attempt {
        var cells = CellReader(row)
        var attempt = Attempt(
            id: cells.text(),
            posting: cells.integer(),
            epoch: cells.count(),
            operation: try cells.word(Operation.self),
            generation: cells.count(),
            exchange: cells.text(),
            revision: cells.optionalText(),
            contentHash: cells.optionalText(),
            startedAt: cells.date()
        )
        attempt.ending = try cells.word(Attempt.Ending.self)
        attempt.endedAt = cells.optionalDate()
        attempt.verdict = cells.optionalText()
        attempt.reason = cells.optionalText()
        return attempt
    }
}

/// How evidence lies in its table.
enum EvidenceRow {
    static let columns = ["posting", "at", "state", "witness", "exchange", "url", "content_hash", "note"]
    static let select = columns.joined(separator: ", ")
    static let add = SQL(Statements.insert("INSERT", "evidence", columns))

    static func cells(_ evidence: Evidence, posting: Int64) -> Cells {
        [
            cell(posting), cell(evidence.at.microseconds), cell(evidence.state.rawValue),
            cell(evidence.witness?.rawValue), cell(evidence.exchange), cell(evidence.url),
            cell(evidence.contentHash),
            cell(evidence.note),
        ]
    }

    static func evidence(_ row: Row) throws -> Evidence {
        var cells = CellReader(row)
        return Evidence(
            posting: cells.integer(),
            at: cells.date(),
            state: try cells.word(PostingState.self),
            witness: try cells.optionalWord(Witness.self),
            exchange: cells.optionalText(),
            url: cells.optionalText(),
            contentHash: cells.optionalText(),
            note: cells.text()
        )
    }
}

/// How watches lie in their table.
enum WatchRow {
    static let columns = [
        "posting", "account", "operation", "generation", "due_at", "readings", "started_at", "cursor", "kept",
    ]
    static let select = (["owner", "name"] + columns).map { "watch." + $0 }.joined(separator: ", ")
    static let save = SQL(Statements.upsert("watch", key: ["owner", "name"], columns))
    /// Leaves the position of one that is there, and its instant when that comes first.
    static let start = SQL(
        Statements.insert("INSERT", "watch", ["owner", "name"] + columns) + " ON CONFLICT (owner, name) DO UPDATE SET "
            + columns.filter { $0 != "cursor" && $0 != "due_at" }.map { "\($0) = excluded.\($0), " }.joined()
            + "due_at = coalesce(min(due_at, excluded.due_at), excluded.due_at)"
    )
    /// Beside the columns, the instant at which it was due when it was read.
    static let read = SQL(
        "UPDATE watch SET "
            + columns.enumerated().map { $1 == "due_at" ? woken(place: $0 + 3) : "\($1) = ?\($0 + 3)" }
            .joined(separator: ", ") + " WHERE owner = ?1 AND name = ?2"
    )
    private static func woken(place: Int) -> String {
        let (present, read) = ("?\(place)", "?\(columns.count + 3)")
        return "due_at = CASE WHEN due_at IS \(read) THEN \(present) "
            + "ELSE coalesce(min(due_at, \(present)), due_at, \(present)) END"
    }
    static let wake = SQL(
        "UPDATE watch SET due_at = min(coalesce(due_at, ?1), ?1) WHERE owner = ?2 AND name = ?3"
    )
    static let end = SQL("DELETE FROM watch WHERE owner = ? AND name = ?")

    /// One text for either kind of owner.
    static func owner(_ owner: Watch.Owner) -> String {
        switch owner {
        case .posting(let id): "posting:\(id)"
        case .account(let name): "account:\(name)"
        }
    }

    static func cells(_ watch: Watch, owner: Watch.Owner) -> Cells {
        let posting: Int64? = if case .posting(let id) = owner { id } else { nil }
        return [
            cell(Self.owner(owner)), cell(watch.name), cell(posting), cell(watch.account),
            cell(watch.operation?.rawValue), cell(watch.generation), cell(watch.dueAt?.microseconds),
            cell(watch.readings), cell(watch.startedAt.microseconds), cell(watch.cursor),
            cell(StoredJSON.text(watch.kept)),
        ]
    }

    static func watch(_ row: Row) throws -> Watch {
        var cells = CellReader(row)
        let (owner, name) = (cells.text(), cells.text())
        let posting: Int64? = cells.optionalCount().map(Int64.init)
        let account = cells.text()
        let operation = try cells.optionalWord(Operation.self)
        let (generation, due, readings) = (cells.count(), cells.optionalDate(), cells.count())
        let (started, cursor) = (cells.date(), cells.optionalText())
        var watch = Watch(
            owner: posting.map(Watch.Owner.posting) ?? .account(String(owner.dropFirst("account:".count))),
            name: name,
            account: account,
            operation: operation,
            generation: generation,
            dueAt: due,
            startedAt: started,
            kept: try cells.members()
        )
        watch.readings = readings
        watch.cursor = cursor
        return watch
    }
}
