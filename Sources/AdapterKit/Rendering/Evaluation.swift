import Documents
import Postings
import RichText
import Roles

/// One evaluation of an adapter's values: each value once, after those it reads.
///
/// It lives as long as one render, document or exchange and is never shared.
final class Evaluation {
    let adapter: Adapter
    let input: AdInput
    let operation: Operation
    let map: ManifestMap
    var roots: Roots

    /// Values that are not evaluated: those the board last accepted.
    let given: Members?

    /// What an earlier render of the same role evaluated; nil when there was none.
    var common: CommonPart?

    /// Evaluated values by name.
    private(set) var known: [String: Evaluated] = [:]
    private var running: Set<String> = []

    /// What the values under way have read and found, the innermost last.
    private var frames: [Frame] = [Frame()]

    /// Values of the elements under way, the innermost last.
    private var locals: [Local] = []

    /// The zone in which the role's days begin.
    lazy var roleZone = Instants.zone(input.role.descend(["dates", "zone"])?.text ?? input.zone)

    /// Creates an evaluation.
    init(
        _ adapter: Adapter,
        input: AdInput,
        operation: Operation,
        given: Members? = nil,
        wire: WireFacts = WireFacts()
    ) {
        self.adapter = adapter
        self.input = input
        self.operation = operation
        map = adapter.map
        self.given = given
        roots = Roots(adapter: adapter, input: input, operation: operation, wire: wire)
    }

    private struct Frame {
        var trace = Trace()
        var findings: [Finding] = []
    }

    private struct Local {
        let name: String
        let value: Value?
        let fact: String?
    }
}

@available(*, unavailable)
extension Evaluation: Sendable {}

/// One evaluated value with what led to it.
struct Evaluated: Sendable {
    /// The value; nil is absent.
    var value: Value?

    /// The tree it was written from, when it is marked-up text.
    var rich: RichDraft?

    /// What was read on the way.
    var trace = Trace()

    /// What there is to say.
    var findings: [Finding] = []

    /// Length before any cut, when there is a bound.
    var length: Int?
}

/// A rich text and how the board wants it written.
struct RichDraft: Sendable {
    var tree: RichText
    let format: TextFormat
}

extension Evaluation {
    /// The value with a name, evaluated at most once.
    func value(named name: String) -> Value? {
        note(value: name)
        return evaluated(name).value
    }

    /// A value with everything that led to it.
    @discardableResult
    func evaluated(_ name: String) -> Evaluated {
        if let found = common?.values[name]?.evaluated ?? known[name] { return found }
        guard let rule = adapter.value(named: name), running.insert(name).inserted else { return Evaluated() }
        defer { running.remove(name) }
        let result = given(rule) ?? framed { evaluate(rule, field: rule.name) }
        known[name] = result
        return result
    }

    /// Evaluates inside a frame of its own, so that what it reads and finds is told apart.
    func framed(_ body: () -> Evaluated) -> Evaluated {
        let outer = locals
        locals = []
        frames.append(Frame())
        var result = body()
        let frame = frames.removeLast()
        locals = outer
        result.trace = frame.trace
        result.findings = frame.findings
        return result
    }

    /// What a source stands for; absent when it says nothing.
    func resolve(_ source: Source) -> Value? {
        let found =
            switch source {
            case .value(let name): resolve(name: name)
            case .path(let path): resolve(path)
            }
        return found.flatMap { $0.saysSomething ? $0 : nil }
    }

    /// Like ``resolve(_:)``, with the role fact that the source is, when it is one.
    func resolveWithFact(_ source: Source) -> (value: Value?, fact: String?) {
        let path: [String] =
            switch source {
            case .value(let name): [name]
            case .path(let path): path
            }
        if let root = path.first, let local = locals.last(where: { $0.name == root }), let fact = local.fact {
            let rest = path.dropFirst().filter { Int($0) == nil }
            return (resolve(source), ([fact] + rest).joined(separator: "."))
        }
        if case .value(let name) = source, adapter.value(named: name) != nil { return (resolve(source), nil) }
        return (resolve(source), roots.value(at: path).fact)
    }

    /// Like ``resolveWithFact(_:)`` for a list whose elements are read one by one; the list itself is not noted.
    func resolveList(_ source: Source) -> (value: Value?, fact: String?) {
        let before = frames[frames.count - 1].trace.facts
        let found = resolveWithFact(source)
        if found.fact != nil { frames[frames.count - 1].trace.facts = before }
        return found
    }

    private func resolve(name: String) -> Value? {
        if let local = locals.last(where: { $0.name == name }) { return read(local, []) }
        if adapter.value(named: name) != nil { return value(named: name) }
        return resolve([name])
    }

    private func resolve(_ path: [String]) -> Value? {
        guard let root = path.first else { return nil }
        if let local = locals.last(where: { $0.name == root }) { return read(local, path.dropFirst()) }
        let found = roots.value(at: path)
        if let value = found.value {
            if let fact = found.fact, value.saysSomething { note(fact: fact) }
            return value
        }
        guard !ManifestMap.closedRoots.contains(root), adapter.value(named: root) != nil else { return nil }
        return value(named: root)?.descend(path.dropFirst())
    }

    private func read(_ local: Local, _ rest: ArraySlice<String>) -> Value? {
        guard let value = local.value?.descend(rest) else { return nil }
        if let fact = local.fact, value.saysSomething {
            note(fact: ([fact] + rest.filter { Int($0) == nil }).joined(separator: "."))
        }
        return value
    }

    /// Runs with a name bound to a value.
    func binding<Result>(_ name: String, to value: Value?, fact: String?, _ body: () -> Result) -> Result {
        locals.append(Local(name: name, value: value, fact: fact))
        defer { locals.removeLast() }
        return body()
    }

    /// Binds a name until the enclosing ``scoped(_:)`` ends.
    func bind(_ name: String, to value: Value?) { locals.append(Local(name: name, value: value, fact: nil)) }

    /// Runs and forgets what was bound inside.
    func scoped<Result>(_ body: () -> Result) -> Result {
        let count = locals.count
        defer { locals.removeLast(locals.count - count) }
        return body()
    }

    /// The country that a region stands in: of the element under way, else of the first place.
    var countryHere: String? {
        for local in locals.reversed() where local.name == "it" {
            if let country = local.value?["country"]?.text { return country }
        }
        return input.places.first?["country"]?.text
    }

    private func note(fact: String) { frames[frames.count - 1].trace.facts.insert(fact) }

    private func note(value: String) { frames[frames.count - 1].trace.values.insert(value) }

    /// Says something about the value under way.
    func report(_ finding: Finding) { frames[frames.count - 1].findings.append(finding) }

    /// Runs a test whose readings only count when it holds.
    func looking(_ test: () -> Bool) -> Bool {
        let before = frames[frames.count - 1].trace
        if test() { return true }
        frames[frames.count - 1].trace = before
        return false
    }

    /// The value that the board last accepted, when values are given and this one belongs to the ad.
    private func given(_ rule: ValueRule) -> Evaluated? {
        guard let given, !map.volatile.contains(rule.name) else { return nil }
        if let value = given[rule.name] { return Evaluated(value: value) }
        // A value that no earlier call could have carried is made now.
        let wasLeftOut = rule.never.contains(.create) && rule.never.contains(.update)
        return wasLeftOut ? nil : Evaluated()
    }
}
