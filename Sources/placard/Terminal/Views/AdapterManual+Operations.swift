import AdapterKit
import Delivery
import Postings

extension AdapterManual {
    /// Each operation with what it does, in the order of an ad's life.
    var operations: String {
        let order = ["check", "create", "update", "renew", "withdraw", "find"]
        let calls = manifest.operations.sorted {
            (order.firstIndex(of: $0.name) ?? order.count) < (order.firstIndex(of: $1.name) ?? order.count)
        }
        var rows = calls.map { ["`\($0.name)`", action($0), repetition($0), outcome($0)] }
        for lookup in manifest.lookups {
            rows.append([
                "`\(lookup.name)`", Self.words(lookup.request), "read only",
                "gives a value; \(Self.words(lookup.pick))",
            ])
        }
        return MarkdownTable(["Operation", "What happens", "When the answer is lost", "What acceptance means"], rows)
            .text
    }

    private func action(_ call: Call) -> String {
        switch call.via {
        case .operation(let name): return "the same call as `\(name)`"
        case .replace: return "the ad is withdrawn, seen gone, then created anew"
        case nil: break
        }
        var words: [String] = []
        switch (call.document, manifest.document?.scope) {
        case (.publish, .account): words.append("the account's document is written with the ad in it")
        case (.publish, _):
            words.append(manifest.kind == .manual ? "the text is prepared for a person" : "the ad's page is written")
        case (.retract, .account): words.append("the account's document is written without the ad")
        case (.retract, _):
            words.append(manifest.kind == .manual ? "a person takes it down" : "the ad's page is removed")
        case (nil, _): break
        }
        switch call.needs {
        case .live: words.append("its page is seen live first")
        case .gone: words.append("its page is seen gone first")
        case nil: break
        }
        if let request = call.request { words.append(Self.words(request)) }
        if let batch = call.batch { words.append("up to \(Terminal.count(batch.upTo, "ad")) at once") }
        if call.usesAcceptedValues { words.append("from what was last accepted") }
        if let credits = call.spendsCredits { words.append("spends \(Terminal.count(credits, "credit"))") }
        if call.authOnly { words.append("a token is asked for, nothing else") }
        return words.joined(separator: "; ")
    }

    private func outcome(_ call: Call) -> String {
        var words: [String] = []
        if let state = call.proves { words.append("the ad is \(state.rawValue)") }
        if let days = call.addsDays { words.append("\(Terminal.count(days, "day")) more") }
        if let watch = call.then { words.append("then `\(watch)` is read") }
        return words.joined(separator: "; ")
    }

    static func words(_ request: RequestRule) -> String {
        let path = request.path.written
        switch request.content {
        case .graphQL(let file, _, _): return "`\(request.method) \(path)` with `\(file)`"
        default: return "`\(request.method) \(path)`"
        }
    }

    private func repetition(_ call: Call) -> String {
        guard call.request != nil, call.via == nil else { return "" }
        guard call.name != "check", call.name != "find" else { return "read only" }
        let isFound = call.name == "create" && manifest.operations.contains { $0.name == "find" }
        return switch call.repeats {
        case .safe: "the same call again"
        case .key(_, let time):
            (isFound
                ? "the ad is looked for first, then the same call under the same key"
                : "the same call under the same key")
                + (time.map { ", which the board keeps for \(BoardSheet.words($0))" } ?? "")
        case .find: "the ad is looked for first"
        case .never: "nothing is sent; a person decides"
        }
    }

    private static func words(_ pick: Lookup.Pick) -> String {
        switch pick {
        case .person: "a person chooses"
        case .personUnlessOne: "a person chooses unless there is one only"
        case .label(let source): "the one named as `\(source.written)`"
        case .only: "there is one only"
        }
    }
}

extension Source {
    /// The reference as a manifest writes it.
    var written: String {
        switch self {
        case .value(let name): name
        case .path(let steps): steps.joined(separator: ".")
        }
    }
}

extension Template {
    /// The text as a manifest writes it.
    var written: String {
        parts.map { part in
            switch part {
            case .literal(let text): text.replacing("{", with: "{{").replacing("}", with: "}}")
            case .reference(let source): "{\(source.written)}"
            }
        }.joined()
    }
}
