import Documents
import GRDB
import Ledger

import struct FoundationEssentials.Data

/// How the memory of accounts lies in its table.
enum AccountRow {
    static let columns = [
        "paused_code", "paused_message", "paused_remedy", "cooldown_until", "kept", "sealed_token", "token_expires",
        "fingerprint", "failures", "open_until",
    ]
    static let select = (["name"] + columns).joined(separator: ", ")
    static let named = SQL("SELECT \(select) FROM account WHERE name = ?")
    static let save = SQL(Statements.upsert("account", key: ["name"], columns))

    static func cells(_ account: AccountState) -> Cells {
        [
            cell(account.name), cell(account.paused?.code), cell(account.paused?.message), cell(account.paused?.remedy),
            cell(account.cooldownUntil?.microseconds), cell(StoredJSON.text(account.kept)),
            cell(account.sealedToken), cell(account.tokenExpires?.microseconds),
            cell(account.fingerprint), cell(account.failures), cell(account.openUntil?.microseconds),
        ]
    }

    static func account(_ row: Row) throws -> AccountState { try account(CellReader(row)) }

    static func account(_ reader: CellReader) throws -> AccountState {
        var cells = reader
        var account = AccountState(name: cells.text())
        account.paused = cells.error()
        account.cooldownUntil = cells.optionalDate()
        account.kept = try cells.members()
        account.sealedToken = cells.optionalBytes()
        account.tokenExpires = cells.optionalDate()
        account.fingerprint = cells.optionalText()
        account.failures = cells.count()
        account.openUntil = cells.optionalDate()
        return account
    }
}

/// How the memory of rate windows lies in its table.
enum WindowRow {
    static let columns = ["memory"]
    static let select = (["key"] + columns).joined(separator: ", ")
    static let save = SQL(Statements.upsert("rate_window", key: ["key"], columns))

    static func cells(_ window: WindowState) -> Cells { [cell(window.key), cell(window.memory)] }

    static func window(_ row: Row) -> WindowState {
        var cells = CellReader(row)
        return WindowState(key: cells.text(), memory: cells.text())
    }
}

/// How cached look-ups lie in their table.
enum LookupRow {
    static let key = ["account", "name", "question"]
    static let columns = ["answer", "expires"]
    static let select = (key + columns).joined(separator: ", ")
    static let save = SQL(Statements.upsert("lookup", key: key, columns))

    static func cells(_ lookup: LookupRecord) -> Cells {
        [
            cell(lookup.account), cell(lookup.name), cell(lookup.question), cell(StoredJSON.text(lookup.answer)),
            cell(lookup.expires.microseconds),
        ]
    }

    static func lookup(_ row: Row) throws -> LookupRecord {
        var cells = CellReader(row)
        return LookupRecord(
            account: cells.text(),
            name: cells.text(),
            question: cells.text(),
            answer: try StoredJSON.value(cells.text()),
            expires: cells.date()
        )
    }
}
