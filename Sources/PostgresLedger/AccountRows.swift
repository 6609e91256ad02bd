import Documents
import Ledger

/// How the memory of accounts lies in its table.
enum AccountRow {
    static let columns = [
        "paused_code", "paused_message", "paused_remedy", "cooldown_until", "kept", "sealed_token", "token_expires",
        "fingerprint", "failures", "open_until",
    ]
    static let select = (["name"] + columns).joined(separator: ", ")
    static let save = Statements.upsert("account", key: ["name"], columns)

    /// Waits until nobody else writes of these accounts, for the rest of the transaction, whether they have rows or not.
    static let begin = Statements.hold(7)

    /// Reads accounts that are about to be written.
    static let lock = "SELECT \(select) FROM account WHERE name = ANY($1::text[])"

    static func cells(_ account: AccountState) -> [Cell?] {
        [
            .text(account.name), .text(account.paused?.code), .text(account.paused?.message),
            .text(account.paused?.remedy), .date(account.cooldownUntil), .text(StoredJSON.text(account.kept)),
            .bytes(account.sealedToken), .date(account.tokenExpires), .text(account.fingerprint),
            .integer(account.failures), .date(account.openUntil),
        ]
    }

    static func account(_ cells: inout CellReader) throws(Fault) -> AccountState {
        var account = AccountState(name: try cells.text())
        account.paused = cells.error()
        account.cooldownUntil = cells.optionalDate()
        account.kept = try cells.members()
        account.sealedToken = cells.optionalBytes()
        account.tokenExpires = cells.optionalDate()
        account.fingerprint = cells.optionalText()
        account.failures = try cells.count()
        account.openUntil = cells.optionalDate()
        return account
    }
}

/// How the memory of rate windows lies in its table.
enum WindowRow {
    static let columns = ["memory"]
    static let select = (["key"] + columns).joined(separator: ", ")
    static let save = Statements.upsert("rate_window", key: ["key"], columns)

    /// Waits until nobody else draws on these windows, for the rest of the transaction, whether they have rows or not.
    static let begin = Statements.hold(8)

    /// Reads windows that are about to be written.
    static let lock = "SELECT \(select) FROM rate_window WHERE key = ANY($1::text[])"

    static func cells(_ window: WindowState) -> [Cell?] { [.text(window.key), .text(window.memory)] }

    static func window(_ cells: inout CellReader) throws(Fault) -> WindowState {
        WindowState(key: try cells.text(), memory: try cells.text())
    }
}

/// How cached look-ups lie in their table.
enum LookupRow {
    static let key = ["account", "name", "question"]
    static let columns = ["answer", "expires"]
    static let select = (key + columns).joined(separator: ", ")
    static let save = Statements.upsert("lookup", key: key, columns)

    static func cells(_ lookup: LookupRecord) -> [Cell?] {
        [
            .text(lookup.account), .text(lookup.name), .text(lookup.question), .text(StoredJSON.text(lookup.answer)),
            .date(lookup.expires),
        ]
    }

    static func lookup(_ cells: inout CellReader) throws(Fault) -> LookupRecord {
        LookupRecord(
            account: try cells.text(),
            name: try cells.text(),
            question: try cells.text(),
            answer: try cells.value(),
            expires: try cells.date()
        )
    }
}
