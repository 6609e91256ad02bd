import AdapterKit
import Documents
import Postings

extension AdapterManual {
    /// The values that an ad shows or the board demands something of, in the order written.
    var described: [ValueRule] {
        manifest.values.filter { value in
            value.shows != nil || value.need != .never || value.source != nil || !Self.bounds(value).isEmpty
        }
    }

    var fields: String {
        guard !described.isEmpty else { return "" }
        let rows = described.map { value in
            [
                "`\(value.name)`" + (value.title.map { " (\($0))" } ?? ""), Self.need(value),
                Self.bounds(value).joined(separator: "; "),
                value.provenance ?? "",
            ]
        }
        return MarkdownTable(["Field", "Must be there", "Limits", "Source"], rows).text
    }

    static func need(_ value: ValueRule) -> String {
        switch value.need {
        case .never: "no"
        case .always: "always"
        case .on(let operations): operations.map(\.rawValue).joined(separator: ", ")
        }
    }

    /// What the board demands of a value, one phrase each.
    static func bounds(_ value: ValueRule) -> [String] {
        var words: [String] = []
        var sizes = value.size.map { [$0] } ?? []
        if case .layout(let layout) = value.origin { sizes += layout.fits }
        words += sizes.map(Self.words)
        if let count = value.count {
            if let least = count.min { words.append("at least \(Terminal.count(least, "element"))") }
            if let most = count.max { words.append("at most \(Terminal.count(most, "element"))") }
        }
        if let above = value.range?.above { words.append("above \(above)") }
        if case .layout(let layout) = value.origin, !layout.shorten.isEmpty {
            words.append("beyond it: shortened are \(listed(layout.shorten)), in this order")
        } else if !words.isEmpty {
            words.append("beyond it: \(Self.words(value.overflow))")
        }
        if let pattern = value.pattern { words.append("matches `\(pattern)`") }
        if !value.oneOf.isEmpty { words.append("one of \(listed(value.oneOf))") }
        if !value.table.isEmpty { words.append("one of \(listed(value.table.map(\.key))), as the board's codes") }
        if case .rich(let rich) = value.origin {
            words.append("as \(rich.format.rawValue)" + (rich.tags.isEmpty ? "" : ", tags \(listed(rich.tags))"))
        }
        if !value.refuse.isEmpty { words.append("never \(listed(value.refuse))") }
        if !value.never.isEmpty { words.append("left out of \(value.never.map(\.rawValue).joined(separator: ", "))") }
        if value.isFixed { words.append("must not change after the creation") }
        if value.billsOnChange { words.append("a change may cost money") }
        return words
    }

    private static func listed(_ words: [String]) -> String {
        let shown = words.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
        return words.count > 12 ? "\(shown) and \(words.count - 12) more" : shown
    }

    private static func words(_ size: ValueRule.Size) -> String {
        var words: [String] = []
        if let least = size.min { words.append("at least \(least)") }
        if let most = size.max { words.append("at most \(most)") }
        let links = size.linksCountAs.map { ", a link counts as \($0)" } ?? ""
        return
            "\(words.joined(separator: ", ")) \(size.unit.rawValue)\(size.of == .plain ? " without marks" : "")\(links)"
    }

    private static func words(_ overflow: ValueRule.Overflow) -> String {
        switch overflow {
        case .reject: "the ad is not sent"
        case .word: "cut at a word"
        case .blocks: "whole blocks are left out"
        case .drop: "elements are left out"
        case .cap: "set to the bound"
        }
    }

    static func words(_ demand: Rule.Demand) -> String {
        func names(_ sources: [Source]) -> String { sources.map { "`\($0.written)`" }.joined(separator: ", ") }
        return switch demand {
        case .firstPresent(let names): "Only the first present of \(listed(names))"
        case .anyOf(let sources): "At least one of \(names(sources))"
        case .exactlyOne(let sources): "Exactly one of \(names(sources))"
        case .require(let source): "Needs `\(source.written)`"
        case .advise(let names): "Better with \(listed(names))"
        case .within(let date, let other, let days, let caps):
            "`\(date.written)` within \(Terminal.count(days, "day")) of `\(other.written)`"
                + (caps ? ", else set to that" : "")
        case .notAfter(let date, let other): "`\(date.written)` not after `\(other.written)`"
        case .past(let date): "`\(date.written)` not in the future"
        case .fixed(let names): "No change after the creation of \(listed(names))"
        case .check(let check, let name): "`\(name)` is looked through for: \(check.rawValue)"
        }
    }
}
