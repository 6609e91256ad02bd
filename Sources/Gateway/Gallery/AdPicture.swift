import AdapterKit
import Documents
import Ledger
import RichText

/// What a reader of the board would see of an ad, told apart by what each part shows.
public struct AdPicture: Sendable, Hashable {
    /// How boards of a kind show ads.
    public enum Shape: String, Sendable, Hashable, CaseIterable {
        /// A result in a list and the job's detail.
        case listing
        /// A search result and our own page.
        case page
        /// A post in a network or a chat.
        case message
        /// A mail.
        case mail
        /// Text that a person pastes.
        case paste
        /// Data for another system.
        case document
    }

    /// What a board makes of a text.
    public enum Writing: Sendable, Hashable {
        /// Shows it as it stands.
        case plain
        /// Shows tags as formatting.
        case html
        /// Shows Markdown's marks as formatting.
        case markdown
    }

    /// A text with the label it has for people.
    public struct Part: Sendable, Hashable {
        /// Label.
        public let title: String
        /// Text.
        public let text: String
    }

    /// How it is shown.
    public let shape: Shape
    /// The headline.
    public let title: String?
    /// The employer.
    public let company: String?
    /// Place, pay, kind of work, dates: short facts in the manifest's order.
    public let facts: [Part]
    /// The short text.
    public let summary: String?
    /// Selling points.
    public let points: [String]
    /// The long text as the board gets it.
    public let body: String
    /// What the board makes of ``body``.
    public let writing: Writing
    /// Where to apply: addresses.
    public let links: [Part]
    /// Tags.
    public let tags: String?
}

extension Draft {
    /// What a reader of the board would see.
    public var picture: AdPicture {
        let shape = shape
        let isMessage = [.message, .paste, .mail].contains(shape)
        if shape == .paste, adapter.manifest.document != nil { return prepared }
        let body = ad.fields.first { $0.shows == .body }
        let inside = body.map { ingredients(of: $0.name) } ?? []
        // What stands in a message's text is not shown beside it a second time.
        let fields = ad.fields.filter { !(isMessage && inside.contains($0.name)) && !$0.text.isEmpty }
        func text(_ role: ValueRule.Role) -> String? { fields.first { $0.shows == role }?.text }
        func parts(_ roles: [ValueRule.Role]) -> [AdPicture.Part] {
            fields.filter { field in field.shows.map(roles.contains) ?? false }
                .map { AdPicture.Part(title: $0.title, text: shown($0, shape)) }
        }
        return AdPicture(
            shape: shape,
            title: text(.title),
            company: text(.company),
            facts: parts([.place, .pay, .kind, .date]),
            summary: text(.summary),
            points: text(.points)?.split(separator: "\n").map(String.init) ?? [],
            body: shape == .document ? payloadBody : body?.text ?? "",
            writing: shape == .document ? .plain : body.map { writing($0, inside) } ?? .plain,
            links: parts([.link, .contact]),
            tags: text(.tags)
        )
    }

    /// Where the ad's own page will stand: the value that is made as the address of the adapter's document is.
    var documentURL: String? {
        guard let address = adapter.manifest.document?.url else { return nil }
        let rule = adapter.manifest.values.first { rule in
            if case .text(let template) = rule.origin { template == address } else { false }
        }
        return rule.flatMap { ad.values[$0.name]?.scalarText }
    }

    /// What readers see of a short fact: boards say their codes in the reader's words.
    private func shown(_ field: AdField, _ shape: AdPicture.Shape) -> String {
        let text = field.text.replacing("\n", with: ", ")
        guard [.listing, .page].contains(shape) else { return text }
        switch field.shows {
        case .kind: return VocabularyWords.words(for: text, language: key.language) ?? CodeWords.words(of: text)
        case .place where CodeWords.isIdentifier(text): return placeLabel ?? text
        case .date: return CodeWords.day(of: text)
        default: return text
        }
    }

    /// The text that a person pastes is the whole of what readers see.
    private var prepared: AdPicture {
        AdPicture(
            shape: .paste,
            title: nil,
            company: nil,
            facts: [],
            summary: nil,
            points: [],
            body: payload.text,
            writing: .plain,
            links: [],
            tags: nil
        )
    }

    /// A text laid out from marked-up values is marked up as they are.
    private func writing(_ body: AdField, _ inside: Set<String>) -> AdPicture.Writing {
        if body.isHTML { return .html }
        let formats = adapter.manifest.values.compactMap { rule -> ValueRule.Rich.Format? in
            guard case .rich(let rich) = rule.origin, rule.name == body.name || inside.contains(rule.name) else {
                return nil
            }
            return rich.format
        }
        if formats.contains(.html) || formats.contains(.messageHTML) { return .html }
        return formats.contains(.chatMarkdown) || formats.contains(.markdown) ? .markdown : .plain
    }

    /// A signed event, or an ad without a text of its own, is data that another system decides upon.
    private var shape: AdPicture.Shape {
        if case .sign = adapter.manifest.auth, payload.media == "message/http" { return .document }
        switch adapter.manifest.kind {
        case .message: return .message
        case .manual: return .paste
        case .email: return .mail
        case .page: return .page
        case .feed, .api: return ad.fields.contains { $0.shows == .title || $0.shows == .body } ? .listing : .document
        }
    }

    /// The payload without the head of its request.
    private var payloadBody: String {
        guard payload.media == "message/http" else { return payload.text }
        let parts = payload.text.replacing("\r\n", with: "\n").split(separator: "\n\n", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : payload.text
    }

    /// Names of the values that a value is made from: their text stands in its text.
    private func ingredients(of name: String) -> Set<String> {
        var found: Set<String> = []
        var open = [name]
        while let name = open.popLast() {
            guard let rule = adapter.manifest.values.first(where: { $0.name == name }) else { continue }
            for part in Self.names(rule.origin) where found.insert(part).inserted { open.append(part) }
        }
        return found
    }

    private static func names(_ origin: ValueRule.Origin) -> [String] {
        switch origin {
        case .from(let sources), .gather(let sources): sources.compactMap(name)
        case .text(let template): names(template)
        case .first(let rows): rows.compactMap(\.origin).flatMap(names)
        case .each(let source, _, _): [source].compactMap(name)
        case .rich(let rich): rich.from.compactMap(name)
        case .layout(let layout): layout.lines.flatMap(names)
        case .constant, .lookup: []
        }
    }

    private static func names(_ template: Template) -> [String] {
        template.parts.compactMap { part in
            if case .reference(let source) = part { name(source) } else { nil }
        }
    }

    private static func name(_ source: Source) -> String? {
        if case .value(let name) = source { name } else { nil }
    }
}

extension AdPicture {
    /// The body as the board's reader sees it, without mark-up.
    public var plainBody: String {
        switch writing {
        case .plain: body
        case .html: RichText(html: body).rendered(as: .plain).text
        case .markdown: Self.text(ofMarkdown: body).rendered(as: .plain).text
        }
    }

    /// The body as HTML made anew from its tree, so that nothing but formatting is in it; nil for plain text.
    var htmlBody: String? {
        switch writing {
        case .plain: nil
        case .html: RichText(html: body).html().text
        case .markdown: Self.text(ofMarkdown: body).html().text
        }
    }

    /// Chats keep the line breaks that Markdown elsewhere joins.
    private static func text(ofMarkdown body: String) -> RichText {
        RichText(markdown: body.replacing("\n", with: "  \n"))
    }
}
