import Documents
import Roles

extension Evaluation {
    /// Whether all conditions hold.
    ///
    /// Conditions on replies never do in a render.
    func hold(_ conditions: [Condition]) -> Bool {
        conditions.isEmpty || looking { conditions.allSatisfy(holds) }
    }

    private func holds(_ condition: Condition) -> Bool {
        switch condition {
        case .present(let path): path.source.flatMap(resolve) != nil
        case .absent(let path): path.source.flatMap(resolve) == nil
        case .equals(let path, let wanted): matches(path, [wanted])
        case .among(let path, let wanted): matches(path, wanted)
        case .contains, .same, .status: false
        }
    }

    private func matches(_ path: ReplyPath, _ wanted: [Value]) -> Bool {
        guard let source = path.source else { return false }
        let (value, fact) = resolveWithFact(source)
        // A wish that nobody expressed is taken for no wish; the value itself stays absent.
        guard let found = value ?? fact.flatMap(taken) else { return false }
        // Of several values one is enough.
        if let list = found.list { return list.contains { element in wanted.contains { element.means($0) } } }
        return wanted.contains { found.means($0) }
    }

    private func taken(forAbsent fact: String) -> Value? {
        let place = fact.hasPrefix("locations.") ? "locations[]." + fact.dropFirst("locations.".count) : fact
        return (RoleSchema.field(at: fact) ?? RoleSchema.field(at: place))?.absentReadsAs.map(Value.boolean)
    }
}

extension Value {
    /// Whether two scalars say the same, whichever way they are written: `true` and `"true"`, 1 and 1.0.
    func means(_ other: Value) -> Bool {
        if self == other { return true }
        if let left = number, let right = other.number { return left == right }
        guard let left = scalarText, let right = other.scalarText else { return false }
        return left == right
    }
}
