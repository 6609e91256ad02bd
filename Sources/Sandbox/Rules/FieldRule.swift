import Documents

import struct FoundationEssentials.Decimal

/// What a board demands of one field, and what it does when the demand is not met.
struct FieldRule: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case text, integer, number, boolean, list, object, date, iso, rfc822, url, email, uuid, html, base64, any
        case decimalText = "decimal-text"
        case epochMilliseconds = "epoch-ms"
        case epochSeconds = "epoch-s"
        case dateTime = "date-time"
    }

    enum Null: String, Sendable, CaseIterable { case absent, delete, refuse }

    enum Fault: String, Sendable, CaseIterable { case refuse, empty, drop, cut, note, hide }

    enum Stage: String, Sendable, CaseIterable { case request, task }

    enum Change: String, Sendable, CaseIterable {
        case trim, lower, upper
        case stripTags = "strip-tags"
        case zeroOne = "zero-one"
        case addHTTP = "add-http"
        case asText = "as-text"
        case urlOnly = "url-only"
    }

    struct Tags: Sendable, Hashable {
        enum Others: String, Sendable, CaseIterable { case refuse, strip, keep }

        let allowed: Set<String>
        let others: Others
        let attributes: [String: [String]]?
    }

    struct Time: Sendable, Hashable {
        var notFuture = false
        var future = false
        var atLeast: Duration?
        var atMost: Duration?
        var from: Reference?
    }

    struct Catalogue: Sendable, Hashable {
        let name: String
        let conditions: [NamedTemplate]
    }

    struct Span: Sendable, Hashable {
        var min: Int?
        var max: Int?
    }

    let path: FieldPath
    var required = false
    var emptyAllowed = false
    var forbidden = false
    var when: [Condition] = []
    var null = Null.absent
    var kind: Kind?
    var length: LengthRule?
    var minimum: Decimal?
    var maximum: Decimal?
    var above: Decimal?
    var count: Span?
    var unique = false
    var uniquePath: FieldPath?
    var values: [String] = []
    var fold = false
    var pattern: String?
    var not: String?
    var tags: Tags?
    var schemes: [String] = []
    var time: Time?
    var same: Reference?
    var differs: Reference?
    var notBelow: Reference?
    var catalogue: Catalogue?
    var fault = Fault.refuse
    var refuse = RefusalUse(name: "invalid")
    var stage = Stage.request
    var fallback: Template?
    var changes: [Change] = []
    var cdata = false
}

/// How long a text may be, and how it is counted.
struct LengthRule: Sendable, Hashable {
    enum Unit: String, Sendable, CaseIterable { case characters, graphemes, utf16, bytes }

    var min: Int?
    var max: Int?
    var unit = Unit.characters
    var links: Int?
    var trims = false
    var countsText = false

    func count(_ text: String) -> Int {
        var text = countsText ? Markings.text(of: text) : text
        if trims { text = text.trimmed }
        guard let links else { return plainCount(text) }
        let form = /https?:\/\/[^\s<>"']+/
        let found = text.matches(of: form).count
        return plainCount(text.replacing(form, with: "")) + found * links
    }

    private func plainCount(_ text: String) -> Int {
        switch unit {
        case .characters: text.unicodeScalars.count
        case .graphemes: text.count
        case .utf16: text.utf16.count
        case .bytes: text.utf8.count
        }
    }
}

/// A rule about several fields together.
struct GroupRule: Sendable, Hashable {
    enum Demand: Sendable, Hashable {
        case exactlyOne, atLeastOne, atMostOne, together
        case total(max: Int, LengthRule)
    }

    let demand: Demand
    let paths: [FieldPath]
    let refuse: RefusalUse
    let when: [Condition]
}

/// Field rules under a name.
struct Schema: Sendable, Hashable {
    enum Unknown: String, Sendable, CaseIterable { case ignore, keep, refuse }

    var unknown = Unknown.ignore
    var fields: [FieldRule] = []
    var groups: [GroupRule] = []
}

/// Which refusal answers a broken rule, with what code and words.
struct RefusalUse: Sendable, Hashable {
    var name: String
    var code: Template?
    var message: Template?
    var field: Template?
}
