import AdapterKit
import Delivery
import Documents
import Postings

/// One adapter explained in Markdown, from its files alone.
struct AdapterManual {
    let adapter: Adapter

    var manifest: Manifest { adapter.manifest }

    /// The whole page.
    var text: String {
        var parts = ["# \(manifest.name)", about]
        parts += section("How it is connected", connecting)
        parts += section("What it does", operations)
        parts += section("Fields", fields)
        parts += section("Rules between fields", rules)
        parts += section("Left out", bullets(manifest.ignored.map { "`\($0.field)`: \($0.reason)" }))
        parts += section("Rate limits", limits)
        parts += section("Life of an ad", bullets(sheet.life.map { "\($0.title.capitalisedStart): \($0.text)" }))
        parts += section("What can be seen of an ad afterwards", bullets(sights.map(\.text)))
        parts += section("What it can never tell", bullets(blindSpots))
        return parts.joined(separator: "\n\n") + "\n"
    }

    var sheet: BoardSheet { BoardSheet(manifest: manifest) }

    func section(_ title: String, _ body: String) -> [String] { body.isEmpty ? [] : ["## \(title)", body] }

    func bullets(_ lines: [String]) -> String { lines.map { "- \($0)" }.joined(separator: "\n") }

    private var about: String {
        bullets([
            "Id: `\(manifest.id)`",
            "Kind: \(manifest.kind.rawValue), \(BoardSheet.words(manifest.kind))",
            "Documents of the board: \(manifest.docs)",
            "Stability: \(manifest.status.stability.rawValue); proven by \(BoardSheet.words(manifest.status.level)); "
                + (manifest.status.verified.map { "facts checked \($0)" } ?? "facts not checked yet"),
            "Places: \(BoardSheet.words(manifest.places))",
            "Languages: \(BoardSheet.words(manifest.languages))",
        ])
    }

    private var connecting: String {
        var parts: [String] = []
        if !manifest.settings.isEmpty {
            let rows = manifest.settings.map { setting in
                [
                    "`\(setting.name)`", setting.kind == .secret ? "secret" : setting.kind.rawValue,
                    setting.isOptional ? "may be left out" : "needed", MarkdownTable.note(setting),
                ]
            }
            parts.append(MarkdownTable(["Setting", "Kind", "", "Meaning"], rows).text)
        }
        if !manifest.facets.isEmpty {
            let rows = manifest.facets.map { ["`\($0.name)`", $0.kind.rawValue, MarkdownTable.note($0)] }
            parts.append("A role may say for this board alone, under `boards.ACCOUNT.facets`:")
            parts.append(MarkdownTable(["Facet", "Kind", "Meaning"], rows).text)
        }
        if !manifest.acknowledge.isEmpty {
            parts.append("A person confirms with `--acknowledge`:")
            parts.append(
                bullets(manifest.acknowledge.map { "`\($0.id)`: \($0.title)\(MarkdownTable.source($0.source))" })
            )
        }
        parts.append("Calls prove who we are by: \(Self.words(manifest.auth)).")
        parts.append("```\n\(sheet.command)\n```")
        return parts.joined(separator: "\n\n")
    }

    private var limits: String {
        guard !manifest.limits.isEmpty else {
            return manifest.operations.contains { $0.request != nil }
                ? "None is known, which is not the same as none." : "Nothing is called."
        }
        return bullets(manifest.limits.map { sheet.words($0) + MarkdownTable.source($0.source) })
    }

    private var rules: String {
        bullets(
            manifest.rules.map { rule in
                var text = "\(Self.words(rule.demand)) (\(rule.severity.rawValue))"
                if let because = rule.because { text += ": \(because)" }
                return text + MarkdownTable.source(rule.source)
            }
        )
    }

    private static func words(_ auth: Auth) -> String {
        switch auth {
        case .none: "nothing, or a secret in the address or the body"
        case .basic: "user name and password"
        case .bearer: "a bearer token of the account"
        case .header(let name, _): "a secret in the header `\(name)`"
        case .oauth2: "an OAuth 2 token that is fetched, and kept until it expires"
        case .sign(let signature): "a signature over the request (\(signature.component.rawValue))"
        }
    }
}

extension String {
    /// The text with its first letter as a capital.
    fileprivate var capitalisedStart: String { prefix(1).uppercased() + dropFirst() }
}
