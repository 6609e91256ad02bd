import Documents

import struct FoundationEssentials.Decimal

/// One test of a referenced value.
struct Condition: Sendable, Hashable {
    enum Test: Sendable, Hashable {
        case among([String])
        case notAmong([String])
        case present(Bool)
        case matches(String)
        case same(Reference)
        case above(Decimal)
        case below(Decimal)
    }

    let at: Reference
    let test: Test

    func holds(in scope: Scope) -> Bool {
        let datum = at.resolve(in: scope)
        switch test {
        case .among(let texts): return texts.contains(datum.asText)
        case .notAmong(let texts): return !texts.contains(datum.asText)
        case .present(let wanted): return datum.isAbsent != wanted
        case .matches(let pattern): return Patterns.matches(datum.asText, pattern)
        case .same(let other): return datum.asText == other.resolve(in: scope).asText
        case .above(let bound): return Decimal(jsonNumber: datum.asText).map { $0 > bound } ?? false
        case .below(let bound): return Decimal(jsonNumber: datum.asText).map { $0 < bound } ?? false
        }
    }
}

extension [Condition] {
    func allHold(in scope: Scope) -> Bool { allSatisfy { $0.holds(in: scope) } }
}

/// Regular expressions kept as text, because a compiled one cannot be shared between tasks.
enum Patterns {
    static func isValid(_ pattern: String) -> Bool { (try? Regex(pattern)) != nil }

    static func matches(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.wholeMatch(in: text)) != nil
    }

    static func occurs(_ pattern: String, in text: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.firstMatch(in: text)) != nil
    }
}

extension Condition {
    /// Reads one condition; the other keys of the object may be asked for by the caller.
    init?(_ reader: inout ObjectReader) {
        let at = reader.reference("at", required: true)
        var tests: [Test] = []
        for (key, make) in [("is", Test.among), ("not", Test.notAmong)] where reader.node(key) != nil {
            tests.append(make(reader.texts(key)))
        }
        if let wanted = reader.boolean("present") { tests.append(.present(wanted)) }
        if let pattern = reader.pattern("matches") { tests.append(.matches(pattern)) }
        if let other = reader.reference("same") { tests.append(.same(other)) }
        if let bound = reader.decimal("above") { tests.append(.above(bound)) }
        if let bound = reader.decimal("below") { tests.append(.below(bound)) }
        guard let at, tests.count == 1 else {
            if tests.count != 1 {
                reader.problems.error(
                    "condition",
                    at: reader.node.location,
                    field: reader.path,
                    "A condition needs exactly one test, this one has \(tests.count).",
                    remedy: "Use one of: is, not, present, matches, same, above, below."
                )
            }
            return nil
        }
        self.at = at
        test = tests[0]
    }
}
