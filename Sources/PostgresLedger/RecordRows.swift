import Documents
import Ledger
import Postings

/// How exchanges lie in their table.
enum ExchangeRow {
    static let columns = ["account", "call", "started_at", "request", "ended_at", "status", "reply"]
    static let select = (["id"] + columns).map { "exchange." + $0 }.joined(separator: ", ")
    static let save = Statements.upsert("exchange", key: ["id"], columns)

    static func cells(_ exchange: Exchange) -> [Cell?] {
        [
            .text(exchange.id), .text(exchange.account), .text(exchange.call), .date(exchange.startedAt),
            .text(exchange.request), .date(exchange.endedAt), .integer(exchange.status), .text(exchange.reply),
        ]
    }

    static func exchange(_ cells: inout CellReader) throws(Fault) -> Exchange {
        var exchange = Exchange(
            id: try cells.text(),
            account: try cells.text(),
            call: try cells.text(),
            startedAt: try cells.date(),
            request: try cells.text()
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
    static let select = (["id"] + columns).map { "attempt." + $0 }.joined(separator: ", ")
    static let save = Statements.upsert("attempt", key: ["id"], columns)

    static func cells(_ attempt: Attempt, posting: Int64) -> [Cell?] {
        [
            .text(attempt.id), .integer(posting), .integer(attempt.epoch), .text(attempt.operation.rawValue),
            .integer(attempt.generation), .text(attempt.exchange), .text(attempt.revision),
            .text(attempt.contentHash), .date(attempt.startedAt), .text(attempt.ending.rawValue),
            .date(attempt.endedAt), .text(attempt.verdict), .text(attempt.reason),
        ]
    }

    static func attempt(_ cells: inout CellReader) throws(Fault) -> Attempt {
        var attempt = Attempt(
            id: try cells.text(),
            posting: try cells.integer(),
            epoch: try cells.count(),
            operation: try cells.word(Operation.self),
            generation: try cells.count(),
            exchange: try cells.text(),
            revision: cells.optionalText(),
            contentHash: cells.optionalText(),
            startedAt: try cells.date()
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
    static let add = Statements.insert("evidence", columns)

    static func cells(_ evidence: Evidence, posting: Int64) -> [Cell?] {
        [
            .integer(posting), .date(evidence.at), .text(evidence.state.rawValue), .text(evidence.witness?.rawValue),
            .text(evidence.exchange), .text(evidence.url), .text(evidence.contentHash), .text(evidence.note),
        ]
    }

    static func evidence(_ cells: inout CellReader) throws(Fault) -> Evidence {
        Evidence(
            posting: try cells.integer(),
            at: try cells.date(),
            state: try cells.word(PostingState.self),
            witness: try cells.optionalWord(Witness.self),
            exchange: cells.optionalText(),
            url: cells.optionalText(),
            contentHash: cells.optionalText(),
            note: try cells.text()
        )
    }
}

/// How watches lie in their table.
enum WatchRow {
    static let columns = [
        "posting", "account", "operation", "generation", "due_at", "readings", "started_at", "cursor", "kept",
    ]
    static let select = (["owner", "name"] + columns).map { "watch." + $0 }.joined(separator: ", ")
    static let save = Statements.upsert("watch", key: ["owner", "name"], columns)
    /// Leaves the position of one that is there, and its instant when that comes first.
    static let start =
        Statements.insert("watch", ["owner", "name"] + columns) + " ON CONFLICT (owner, name) DO UPDATE SET "
        + columns.filter { $0 != "cursor" && $0 != "due_at" }.map { "\($0) = excluded.\($0), " }.joined()
        + "due_at = CASE WHEN excluded.due_at IS NULL THEN NULL ELSE least(watch.due_at, excluded.due_at) END"
    /// Beside the columns, the instant at which it was due when it was read.
    static let read =
        "UPDATE watch SET "
        + columns.enumerated().map { $1 == "due_at" ? woken(place: $0 + 3) : "\($1) = $\($0 + 3)" }
        .joined(separator: ", ") + " WHERE owner = $1 AND name = $2"
    private static func woken(place: Int) -> String {
        let (present, read) = ("$\(place)::bigint", "$\(columns.count + 3)::bigint")
        return "due_at = CASE WHEN due_at IS NOT DISTINCT FROM \(read) THEN \(present) "
            + "ELSE least(due_at, \(present)) END"
    }
    static let wake = "UPDATE watch SET due_at = least(due_at, $3) WHERE owner = $1 AND name = $2"
    static let end = "DELETE FROM watch WHERE owner = $1 AND name = $2"

    /// One text for either kind of owner.
    static func owner(_ owner: Watch.Owner) -> String {
        switch owner {
        case .posting(let id): "posting:\(id)"
        case .account(let name): "account:\(name)"
        }
    }

    static func cells(_ watch: Watch, owner: Watch.Owner) -> [Cell?] {
        let posting: Int64? = if case .posting(let id) = owner { id } else { nil }
        return [
            .text(Self.owner(owner)), .text(watch.name), posting.map(Cell.integer), .text(watch.account),
            .text(watch.operation?.rawValue), .integer(watch.generation), .date(watch.dueAt),
            .integer(watch.readings), .date(watch.startedAt), .text(watch.cursor),
            .text(StoredJSON.text(watch.kept)),
        ]
    }

    static func watch(_ cells: inout CellReader) throws(Fault) -> Watch {
        let (owner, name) = (try cells.text(), try cells.text())
        let posting = cells.optionalInteger()
        let account = try cells.text()
        let operation = try cells.optionalWord(Operation.self)
        let (generation, due, readings) = (try cells.count(), cells.optionalDate(), try cells.count())
        let (started, cursor) = (try cells.date(), cells.optionalText())
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
