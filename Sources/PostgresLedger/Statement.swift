/// A statement and the values for its places, `$1` being the first.
///
/// Values never become part of the text. Statements with the same text are prepared once per connection.
struct Statement: Sendable {
    let sql: String
    let cells: [Cell?]

    init(_ sql: String, _ cells: [Cell?] = []) {
        self.sql = sql
        self.cells = cells
    }
}

/// Pieces of statements.
enum Statements {
    /// A statement that adds a row, or changes the columns of the one with the same key.
    static func upsert(_ table: String, key: [String], _ columns: [String]) -> String {
        insert(table, key + columns) + " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET "
            + columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    }

    /// A statement that waits until no other transaction holds any of these names, in the order in which they are given,
    /// and holds them until its own ends.
    ///
    /// - Parameter kind: Tells names of one kind from equal ones of another.
    static func hold(_ kind: Int) -> String {
        "SELECT pg_advisory_xact_lock(hashtextextended(name, \(kind))) FROM unnest($1::text[]) AS names (name)"
    }

    /// A statement that adds a row with a place for each column.
    static func insert(_ table: String, _ columns: [String]) -> String {
        "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places(1...columns.count)))"
    }

    /// So many places.
    static func places(_ numbers: ClosedRange<Int>) -> String {
        numbers.map { "$\($0)" }.joined(separator: ", ")
    }
}
