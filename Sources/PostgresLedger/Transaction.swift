import Ledger

/// Tells afterwards whether a transaction took effect: a row that each of a session's transactions writes first.
struct Marker: Sendable {
    /// Name of the session, drawn once.
    let id: String
    /// Number of the session's present transaction.
    var sequence: Int64 = 0

    /// Writes the row; with the session's name and number.
    static let write = """
        INSERT INTO writer (id, sequence, at) VALUES ($1, $2, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, at = excluded.at
        """

    /// Waits for a transaction that is still under way, and answers the number of the last that took effect.
    static let ask = """
        INSERT INTO writer (id, sequence, at) VALUES ($1, 0, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET at = excluded.at RETURNING sequence
        """

    /// Forgets sessions that have not written for a week.
    static let prune = "DELETE FROM writer WHERE at < clock_timestamp() - interval '7 days'"
}

/// One transaction while it is open.
final class Transaction {
    private let connection: Connection
    private let marker: Marker
    private var isOpen = false

    init(_ connection: Connection, _ marker: Marker) {
        self.connection = connection
        self.marker = marker
    }

    /// Runs statements inside; the first call opens the transaction.
    func run(_ statements: [Statement]) throws(Fault) -> [ResultSet] {
        guard !isOpen else { return try connection.run(statements) }
        isOpen = true
        let opening = [
            Statement("BEGIN ISOLATION LEVEL READ COMMITTED"),
            Statement(Marker.write, [.text(marker.id), .integer(marker.sequence)]),
        ]
        return Array(try connection.run(opening + statements).dropFirst(opening.count))
    }

    /// Looks before anything is written; before the first call of ``run(_:)``, the transaction need not open for it.
    func look(_ statement: Statement) throws(Fault) -> ResultSet {
        try connection.run(statement.sql, statement.cells)
    }

    /// Runs the last statements together with the commit.
    ///
    /// - Throws: ``Fault/uncertain(_:)`` when the connection goes after the commit was sent.
    func commit(_ last: [Statement]) throws(Fault) {
        // Who has neither changed nor locked anything has nothing to commit.
        guard isOpen || !last.isEmpty else { return }
        if !isOpen { _ = try run([]) }
        do throws(Fault) {
            let results = try connection.run(last + [Statement("COMMIT")])
            guard results.last?.command == "COMMIT" else { throw .damaged("the server did not commit") }
        } catch .lost(let reason) {
            throw .uncertain(reason)
        }
    }
}
