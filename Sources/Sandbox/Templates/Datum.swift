import Documents

import struct FoundationEssentials.Date
import struct FoundationEssentials.Decimal

/// What a reference can name: plain data, a time, named parts, a list of such, or nothing.
indirect enum Datum: Sendable, Hashable {
    case nothing
    case value(Value)
    case time(Date)
    case fields([String: Datum])
    case list([Datum])

    static func text(_ text: String?) -> Datum { text.map { .value(.text($0)) } ?? .nothing }

    static func number(_ number: Int) -> Datum { .value(.number(Decimal(number))) }

    static func moment(_ date: Date?) -> Datum { date.map { .time($0) } ?? .nothing }

    /// The part under a name, or the element at an index.
    subscript(step: String) -> Datum {
        switch self {
        case .nothing, .time: return .nothing
        case .fields(let fields): return fields[step] ?? .nothing
        case .list(let list):
            guard let index = Int(step), list.indices.contains(index) else { return .nothing }
            return list[index]
        case .value(.object(let members)): return members[step].map(Datum.value) ?? .nothing
        case .value(.list(let list)):
            guard let index = Int(step), list.indices.contains(index) else { return .nothing }
            return .value(list[index])
        case .value: return .nothing
        }
    }

    /// As plain data; a time becomes ISO 8601 text.
    var plain: Value {
        switch self {
        case .nothing: return .null
        case .value(let value): return value
        case .time(let date): return .text(Timestamps.iso(date))
        case .list(let list): return .list(list.map(\.plain))
        case .fields(let fields):
            return .object(Members(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.plain) }))
        }
    }

    /// As text for use within other text; lists and objects become JSON.
    var asText: String {
        switch plain {
        case .null: ""
        case let value: value.scalarText ?? JSON.text(value)
        }
    }

    /// Whether there is nothing: no value, null, empty text, empty list.
    var isAbsent: Bool {
        switch self {
        case .nothing, .value(.null): true
        case .value(.text(let text)): text.isEmpty
        case .value(.list(let list)): list.isEmpty
        case .list(let list): list.isEmpty
        case .value, .time, .fields: false
        }
    }

    /// The elements, of which a single value is the only one.
    var elements: [Datum] {
        switch self {
        case .nothing, .value(.null): []
        case .list(let list): list
        case .value(.list(let list)): list.map(Datum.value)
        case .value, .time, .fields: [self]
        }
    }
}

/// The names that references can use at one moment.
struct Scope: Sendable, Hashable {
    var names: [String: Datum]
    let now: Date

    init(now: Date, names: [String: Datum] = [:]) {
        self.now = now
        self.names = names
        self.names["now"] = .time(now)
    }

    subscript(name: String) -> Datum {
        get { names[name] ?? .nothing }
        set { names[name] = newValue }
    }

    func adding(_ name: String, _ datum: Datum) -> Scope {
        var copy = self
        copy[name] = datum
        return copy
    }
}
