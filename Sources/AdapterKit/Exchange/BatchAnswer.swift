import Documents

/// The elements of an answer to a batch, and which posting each belongs to.
struct BatchAnswer {
    private let view: ReplyView
    private let content: Value

    /// Finds the elements; nil when the answer has none.
    init?(path: ReplyPath, view: ReplyView) {
        let found = view.values(path).filter { $0 != .null }
        guard let first = found.first else { return nil }
        self.view = view
        switch first {
        case .list where found.count == 1, .object where found.count == 1: content = first
        default: content = .list(found)
        }
    }

    /// Each posting's element, or nil where it cannot be told.
    func elements(for scopes: [CallScope], matchKey: Source?, keep: [Keep]) -> [Value?] {
        guard let matchKey else { return byOrder(scopes.count) }
        return scopes.map { scope in
            guard let key = scope.resolve(matchKey)?.scalarText else { return nil }
            return element(
                key,
                rule: keep.first { $0.name == matchKey.spelling.split(separator: ".").last.map(String.init) }
            )
        }
    }

    /// By order alone: only an answer of the same length tells which is which.
    private func byOrder(_ count: Int) -> [Value?] {
        let list = list
        return list.count == count ? list : Array(repeating: nil, count: count)
    }

    /// The element with a key: the member of that name, or the one element that holds the key.
    private func element(_ key: String, rule: Keep?) -> Value? {
        if case .object(let members) = content, let found = members[key] { return found }
        let paths = rule?.at.filter { $0.root == .element } ?? []
        let matching = list.filter { element in
            var view = view
            view.element = element
            if !paths.isEmpty { return paths.contains { path in view.values(path).contains { $0.replyText == key } } }
            return element.object?.contains { $0.value.replyText == key } ?? false
        }
        return matching.count == 1 ? matching[0] : nil
    }

    private var list: [Value] { content.list ?? [content] }
}
