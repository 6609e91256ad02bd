import Documents

import struct FoundationEssentials.Decimal

/// What can stand in the tree of a role.
protocol Fact {
    /// The value as adapters read it.
    var fact: Value { get }
}

extension Value: Fact { var fact: Value { self } }
extension String: Fact { var fact: Value { .text(self) } }
extension Bool: Fact { var fact: Value { .boolean(self) } }
extension Int: Fact { var fact: Value { .number(Decimal(self)) } }
extension Decimal: Fact { var fact: Value { .number(self) } }
extension Markup: Fact { var fact: Value { .markup(self) } }
extension Array: Fact where Element: Fact { var fact: Value { .list(map(\.fact)) } }

extension Dictionary: Fact where Key == String, Value: Fact {
    var fact: Documents.Value {
        .object(Members(sorted { $0.key < $1.key }.map { ($0.key, $0.value.fact) }))
    }
}

extension Fact where Self: RawRepresentable, RawValue == String {
    var fact: Value { .text(rawValue) }
}

extension Members {
    /// Adds a fact, unless it is unknown or an object that knows nothing.
    mutating func put(_ key: String, _ fact: (some Fact)?) {
        guard let value = fact?.fact else { return }
        if case .object(let members) = value, members.isEmpty { return }
        self[key] = value
    }
}
