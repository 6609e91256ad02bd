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
    static let save = Statements.upsert("account", key: ["name"], columns)

    static func cells(_ account: AccountState) -> Cells {
        [
            account.name, account.paused?.code, account.paused?.message, account.paused?.remedy,
            account.cooldownUntil?.microseconds, StoredJSON.text(account.kept), account.sealedToken.map { Data($0) },
            account.tokenExpires?.microseconds, account.fingerprint, account.failures,
            account.openUntil?.microseconds,
        ]
    }

    static func account(_ row: Row) throws -> AccountState {
        var cells = CellReader(row)
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
    static let save = Statements.upsert("rate_window", key: ["key"], columns)

    static func cells(_ window: WindowState) -> Cells { [window.key, window.memory] }

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
    static let save = Statements.upsert("lookup", key: key, columns)

    static func cells(_ lookup: LookupRecord) -> Cells {
        [
            lookup.account, lookup.name, lookup.question, StoredJSON.text(lookup.answer), lookup.expires.microseconds,
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
