import Documents

/// A path to a field, some steps of which may run through every entry of a list.
struct FieldPath: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
        case each
    }

    let steps: [Step]
    let text: String

    /// Reads `a.b`, `a[].b`, `a[0].b` or `[odd.key].b`; nil when it is malformed.
    init?(_ text: String) {
        guard let words = Reference.steps(text.replacing("[]", with: "[ ]")), !words.isEmpty else { return nil }
        self.text = text
        steps = words.map { $0 == " " ? .each : Int($0).map(Step.index) ?? .key($0) }
    }

    /// The path of one key.
    init(key: String) {
        text = key
        steps = [.key(key)]
    }

    /// Every place in a value that the path leads to, whether something stands there or not.
    ///
    /// A list that is missing has no entries and so no places.
    func places(in value: Value) -> [[Step]] {
        steps.reduce([[]]) { places, step in
            places.flatMap { place -> [[Step]] in
                guard step == .each else { return [place + [step]] }
                // A single element where a list is allowed is how XML writes a list of one.
                switch value.at(place) {
                case .list(let list)?: return list.indices.map { place + [.index($0)] }
                case .null?, nil: return []
                default: return [place]
                }
            }
        }
    }
}

extension [FieldPath.Step] {
    /// The place in words, such as `a[0].b`.
    var words: String {
        reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            case .each: text += "[]"
            }
        }
    }
}

extension Value {
    /// What stands at a place, or nil.
    func at(_ place: [FieldPath.Step]) -> Value? {
        place.reduce(self as Value?) { here, step in
            switch (here, step) {
            case (.object(let members)?, .key(let key)): members[key]
            case (.list(let list)?, .index(let index)): list.indices.contains(index) ? list[index] : nil
            case (let single?, .index(0)): single
            default: nil
            }
        }
    }

    /// The value with another one at a place; nil removes what stands there.
    ///
    /// Missing objects on the way are made.
    func setting(_ value: Value?, at place: ArraySlice<FieldPath.Step>) -> Value? {
        guard let step = place.first else { return value }
        switch step {
        case .key(let key):
            var members = object ?? Members()
            let before = members[key]
            if before == nil, value == nil { return self }
            members[key] = (before ?? .null).setting(value, at: place.dropFirst())
            return .object(members)
        case .index(let index):
            guard var list = self.list else { return setting(value, at: place.dropFirst()) }
            guard list.indices.contains(index) else { return self }
            if let changed = list[index].setting(value, at: place.dropFirst()) {
                list[index] = changed
            } else {
                list.remove(at: index)
            }
            return .list(list)
        case .each: return self
        }
    }

    /// Members of both, those of the other winning, objects merged at every depth; null removes.
    func merged(with other: Value) -> Value {
        guard case .object(var mine) = self, case .object(let theirs) = other else { return other }
        for member in theirs {
            if case .null = member.value {
                mine[member.key] = nil
            } else {
                mine[member.key] = (mine[member.key] ?? .null).merged(with: member.value)
            }
        }
        return .object(mine)
    }
}
