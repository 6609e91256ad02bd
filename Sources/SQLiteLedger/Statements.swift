import Documents

/// Pieces of statements.
enum Statements {
    /// A statement that adds a row with a place for each column.
    static func insert(_ verb: String, _ table: String, _ columns: [String]) -> String {
        "\(verb) INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places(columns.count)))"
    }

    /// A statement that adds a row, or changes the columns of the one with the same key.
    static func upsert(_ table: String, key: [String], _ columns: [String]) -> String {
        insert("INSERT", table, key + columns) + " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET "
            + columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    }

    /// Texts as one argument, to be taken apart by `json_each`.
    static func list(_ texts: [String]) -> String { JSON.text(.list(texts.map(Value.text))) }

    /// So many question marks.
    static func places(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }
}
