import Documents
import Transport

/// Answers paths and conditions from a reply, one of its elements, and the roots of a render.
struct ReplyView {
    let reply: Reply
    let document: ReplyDocument
    var scope: CallScope

    /// The element that `it` stands for.
    var element: Value?

    /// What a look or a page fetch showed, under `find` or `fetch`.
    var seen: [String: String] = [:]

    /// Every value at a path; several where it goes through `[*]`.
    func values(_ path: ReplyPath) -> [Value] {
        switch path.root {
        case .document: steps(path.components, from: document.root.map { [$0] } ?? [])
        case .element: steps(path.components, from: element.map { [$0] } ?? [])
        case .header(let name): reply.headers.values(of: name).map(Value.text)
        case .body: [.text(String(decoding: reply.body, as: UTF8.self))]
        case .source(let source): steps(path.components, from: self.source(source).map { [$0] } ?? [])
        }
    }

    /// The first value at a path that says anything.
    func first(_ path: ReplyPath) -> Value? { values(path).first(where: \.isSaid) }

    /// Whether all conditions hold.
    ///
    /// Of several values at a path, one is enough.
    func holds(_ conditions: [Condition]) -> Bool { conditions.allSatisfy(holds) }

    private func holds(_ condition: Condition) -> Bool {
        switch condition {
        case .present(let path): first(path) != nil
        case .absent(let path): first(path) == nil
        case .equals(let path, let wanted): values(path).contains { $0.means(wanted) || $0.reads(wanted) }
        case .among(let path, let wanted):
            values(path).contains { value in wanted.contains { value.means($0) || value.reads($0) } }
        case .contains(let path, let template):
            holds(path, containing: template)
        case .same(let left, let right):
            values(left).contains { value in
                values(right).contains { value.isSaid && (value.means($0) || value.reads($0)) }
            }
        case .status(let codes): codes.contains(reply.status)
        }
    }

    private func holds(_ path: ReplyPath, containing template: Template) -> Bool {
        guard let wanted = scope.fill(template), !wanted.isEmpty else { return false }
        return values(path).contains { value in
            // A person's or a server's capitals say nothing about what is meant.
            value.replyText?.lowercased().contains(wanted.lowercased()) ?? false
        }
    }

    private func source(_ source: Source) -> Value? {
        let name: String? =
            switch source {
            case .value(let name): name
            case .path(let path): path.count == 1 ? path[0] : nil
            }
        if let name, let word = seen[name] { return .text(word) }
        return scope.resolve(source)
    }

    private func steps(_ components: [ReplyPath.Component], from start: [Value]) -> [Value] {
        components.reduce(start) { values, component in
            values.flatMap { self.values(of: $0, component) }
        }
    }

    private func values(of value: Value, _ component: ReplyPath.Component) -> [Value] {
        switch component {
        case .key(let key):
            if let found = value[key] { return [found] }
            guard document.isXML else { return [] }
            // A single element and the first of several read alike, and a prefix belongs to the document alone.
            if let first = value.list?.first { return values(of: first, component) }
            let local = value.object?.first { $0.key.split(separator: ":").last.map(String.init) == key }
            return local.map { [$0.value] } ?? []
        case .index(let index):
            if let list = value.list { return list.indices.contains(index) ? [list[index]] : [] }
            return document.isXML && index == 0 ? [value] : []
        case .every:
            if let list = value.list { return list }
            return document.isXML && value.isSaid ? [value] : []
        }
    }
}

extension Value {
    /// Whether this says anything: neither null nor an empty text or list.
    var isSaid: Bool {
        switch self {
        case .null: false
        case .text(let text): !text.isEmpty
        case .list(let list): !list.isEmpty
        default: true
        }
    }

    /// Whether the text of an element with attributes says the same.
    func reads(_ other: Value) -> Bool {
        guard let text = self["#text"]?.scalarText else { return false }
        return text == other.scalarText
    }
}
