import Documents
import RichText

/// Makes a board's tree from references: absence takes its key with it.
///
/// An object or list that held references and kept none is left out. `key!` leaves the whole object out
/// without its member; `key+` stays though empty.
struct TreeBuilder {
    /// What a source stands for, or nil when it is absent.
    let resolve: (Source) -> Value?

    /// Another body by name, made already.
    var body: (String) -> Value? = { _ in nil }

    /// Whether an absent reference leaves null behind, for documents that keep empty elements.
    var keepsAbsent = false

    /// The tree's value, or nil when it is absent.
    func build(_ tree: Tree) -> Value? { made(tree).value }

    private struct Made {
        var value: Value?
        /// Whether there was a reference, and whether one was present.
        var asked = false
        var answered = false
    }

    private func made(_ tree: Tree) -> Made {
        switch tree {
        case .literal(let value): return Made(value: value)
        case .reference(let source), .splice(let source): return reference(resolve(source))
        case .body(let name): return reference(body(name))
        case .template(let template): return text(template)
        case .list(let items): return list(items)
        case .object(let members): return object(members)
        }
    }

    private func reference(_ value: Value?) -> Made {
        guard let value else { return Made(value: keepsAbsent ? .null : nil, asked: true) }
        return Made(value: value.withoutMarkup, asked: true, answered: true)
    }

    private func text(_ template: Template) -> Made {
        var text = ""
        var asked = false
        for part in template.parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let source):
                asked = true
                guard let value = resolve(source)?.inlineText else { return reference(nil) }
                text += value
            }
        }
        return Made(value: .text(text), asked: asked, answered: asked)
    }

    private func list(_ items: [Tree], kept: Bool = false) -> Made {
        var result = Made()
        var list: [Value] = []
        for item in items {
            let made = made(item)
            result.asked = result.asked || made.asked
            result.answered = result.answered || made.answered
            guard let value = made.value, !(keepsAbsent && value == .null) else { continue }
            if case .splice = item { list += value.list ?? [value] } else { list.append(value) }
        }
        if !result.asked || result.answered || kept { result.value = .list(list) }
        return result
    }

    private func object(_ members: [TreeMember], kept: Bool = false) -> Made {
        var result = Made()
        // The manifest's reader has refused objects with a key twice.
        var object: [Members.Member] = []
        object.reserveCapacity(members.count)
        for member in members {
            var made = made(member.tree)
            if member.mark == .kept, made.value == nil { made = self.kept(member.tree) }
            if member.mark == .decisive, made.value == nil || made.value == .null {
                return Made(value: kept ? .object([:]) : nil, asked: true)
            }
            result.asked = result.asked || made.asked
            result.answered = result.answered || made.answered
            if let value = made.value { object.append(Members.Member(key: member.key, value: value)) }
        }
        if !result.asked || result.answered || kept { result.value = .object(Members(distinct: object)) }
        return result
    }

    /// What is left of a tree that stays though empty.
    private func kept(_ tree: Tree) -> Made {
        switch tree {
        case .list(let items): list(items, kept: true)
        case .object(let members): object(members, kept: true)
        case .splice: Made(value: .list([]), asked: true)
        case .literal, .reference, .template, .body: Made(value: .text(""), asked: true)
        }
    }
}

extension Value {
    /// The value with marked-up text written without its marks.
    var withoutMarkup: Value {
        // Nearly always there is none left, and nothing is made anew.
        guard hasMarkup else { return self }
        return switch self {
        case .markup(let markup): .text(ParsedTexts.parsed(markup).text.plainText)
        case .list(let list): .list(list.map(\.withoutMarkup))
        case .object(let members): .object(Members(members.map { ($0.key, $0.value.withoutMarkup) }))
        case .null, .boolean, .number, .text: self
        }
    }

    private var hasMarkup: Bool {
        switch self {
        case .markup: true
        case .list(let list): list.contains(where: \.hasMarkup)
        case .object(let members): members.all.contains { $0.value.hasMarkup }
        case .null, .boolean, .number, .text: false
        }
    }
}
