import Bundled
import Documents
import Foundation
import Gateway
import Sandbox

/// How the demonstration connects to the sandbox's stand-in for one board: `demo.yaml` in the adapter's folder.
///
/// Texts may hold `{sandbox}` (address of the stand-in), `{site}` and `{public}` (address and folder of the
/// user's own web server) and `{NAME.FIELD}` for a credential that the sandbox prints.
struct DemoAccount {
    let adapter: String
    let settings: [(String, String)]
    let secrets: [(String, String)]
    let acknowledged: [String]
    /// Address of the feed that the stand-in is told of.
    let feed: String?
    /// What the demonstration's role says for this board alone, as a person would choose it.
    let facets: [(String, String)]
    /// Whether the sandbox stands in for the board's server.
    let usesBaseURL: Bool

    /// Reads the file of an adapter; nil when it has none.
    static func read(_ adapter: String) throws -> DemoAccount? {
        let name = "Adapters/\(adapter)/demo.yaml"
        guard let data = Bundled.file(name) else { return nil }
        let problems = Problems()
        let root = try YAML.parse(String(decoding: data, as: UTF8.self), file: name)
        var reader = ObjectReader(root, problems: problems)
        let account = DemoAccount(
            adapter: adapter,
            settings: reader.entries("settings").map { ($0.key, $0.value.text ?? "") },
            secrets: reader.entries("secrets").map { ($0.key, $0.value.text ?? "") },
            acknowledged: reader.texts("acknowledged"),
            feed: reader.text("feed"),
            facets: reader.entries("facets").map { ($0.key, $0.value.text ?? "") },
            usesBaseURL: reader.boolean("baseURL") ?? true
        )
        reader.finish()
        try problems.refuseIfBroken()
        return account
    }

    /// What the marks stand for.
    ///
    /// - Parameter site: The folder of the user's own web server, which the sandbox serves.
    static func marks(_ adapter: String, sandbox: RunningSandbox, site: String) -> [String: String] {
        var marks = ["sandbox": sandbox.url(of: adapter), "site": "\(sandbox.baseURL)/site", "public": site]
        for (name, fields) in sandbox.credentials(of: adapter) ?? [:] {
            for (field, value) in fields { marks["\(name).\(field)"] = value }
        }
        return marks
    }

    /// Fills the marks of a text.
    static func filled(_ text: String, with marks: [String: String]) -> String {
        marks.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}
