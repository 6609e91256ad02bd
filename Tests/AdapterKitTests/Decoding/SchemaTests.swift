import AdapterKit
import Documents
import Foundation
import Testing

/// The published schema and the reference name exactly the keys that the decoder asks for.
///
/// The decoder is asked by putting an unknown key into every kind of object: its refusal lists the known ones.
@Suite("The published schema")
struct SchemaTests {
    /// Definitions of the schema, with objects of the sample that are of their kind.
    static let objects: [(name: String, paths: [String])] = [
        ("", ["manifest.yaml"]), ("status", ["manifest.yaml/status"]), ("setting", ["manifest.yaml/settings/server"]),
        ("acknowledgement", ["manifest.yaml/acknowledge/0"]), ("places", ["manifest.yaml/places"]),
        ("auth", ["manifest.yaml/auth"]),
        ("oauth2", ["manifest.yaml/auth/oauth2", "{ oauth2: { grant: jwt-bearer } }/oauth2"]),
        ("basic", ["{ basic: { user: a } }/basic"]), ("header", ["{ header: { name: a } }/header"]),
        ("sign", ["{ sign: { id: title } }/sign"]), ("mint", ["manifest.yaml/mint/key"]),
        ("lookup", ["manifest.yaml/lookups/products"]), ("pick", ["manifest.yaml/lookups/products/pick"]),
        ("keep", ["manifest.yaml/operations/create/keep/url"]),
        ("value", ["ad.yaml/values/title", "ad.yaml/values/bullets/item"]),
        ("row", ["ad.yaml/values/employment/first/0"]), ("otherwise", ["ad.yaml/values/level/otherwise"]),
        ("condition", ["ad.yaml/values/interval/when/0", "manifest.yaml/failures/0/when/0"]),
        ("rich", ["ad.yaml/values/body/rich"]), ("tagRule", ["ad.yaml/values/body/rich/tagsIf/0"]),
        ("layout", ["ad.yaml/values/post/layout"]),
        ("size", ["ad.yaml/values/title/size", "ad.yaml/values/post/layout/fits/0"]),
        ("count", ["ad.yaml/values/sites/count"]), ("range", ["ad.yaml/values/low/range"]),
        ("filter", ["ad.yaml/values/ends/as/0"]), ("rule", ["ad.yaml/rules/0"]), ("within", ["ad.yaml/rules/5/within"]),
        ("notAfter", ["ad.yaml/rules/6/notAfter"]), ("past", ["ad.yaml/rules/7/past"]),
        ("xmlBody", ["ad.yaml/bodies/feed"]), ("xmlOptions", ["ad.yaml/bodies/feed/xml"]),
        ("pageBody", ["ad.yaml/bodies/showcase/page"]), ("textFile", ["ad.yaml/bodies/note/text"]),
        ("http", ["manifest.yaml/http"]), ("budget", ["manifest.yaml/http/budget"]),
        ("reset", ["manifest.yaml/http/budget/reset/0"]), ("document", ["ad.yaml/document"]),
        ("operations", ["manifest.yaml/operations"]), ("call", ["manifest.yaml/operations/create"]),
        ("find", ["manifest.yaml/operations/find"]), ("reach", ["manifest.yaml/operations/find/reach"]),
        ("needs", ["manifest.yaml/operations/create/needs"]),
        ("repeatKey", ["manifest.yaml/operations/create/repeat"]),
        ("success", ["manifest.yaml/operations/create/success"]),
        ("spends", ["manifest.yaml/operations/create/spends"]), ("batch", ["manifest.yaml/operations/create/batch"]),
        ("batchKey", ["manifest.yaml/operations/create/batch/match"]),
        ("request", ["manifest.yaml/operations/create/request"]),
        ("graphql", ["manifest.yaml/operations/withdraw/graphql"]), ("watch", ["manifest.yaml/watches/task"]),
        ("pages", ["manifest.yaml/watches/events/pages"]), ("fetch", ["manifest.yaml/watches/page/fetch"]),
        ("gone", ["manifest.yaml/watches/page/fetch/gone"]), ("schedule", ["manifest.yaml/watches/page/every"]),
        ("state", ["manifest.yaml/watches/page/states/0"]), ("failure", ["manifest.yaml/failures/0"]),
        ("limit", ["manifest.yaml/limits/0"]), ("life", ["manifest.yaml/life"]),
        ("expires", ["manifest.yaml/life/expires"]),
    ]

    static let docs = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    static let schema: Value =
        (try? Data(contentsOf: docs.appending(path: "manifest-schema.json")))
        .flatMap { JSON.parse($0) } ?? .null

    @Test("has the decoder's keys", arguments: objects.map(\.name))
    func keys(name: String) throws {
        let object = try #require(Self.objects.first { $0.name == name })
        let properties = Self.schema.at((name.isEmpty ? [] : ["$defs", name]) + ["properties"])?.object?.keys ?? []
        #expect(Set(properties) == Set(object.paths.flatMap(Self.known)))
    }

    @Test("has no object that the decoder does not know")
    func complete() {
        let definitions = Self.schema["$defs"]?.object?.all.filter { $0.value["properties"] != nil }.map(\.key) ?? []
        #expect(Set(definitions) == Set(Self.objects.map(\.name)).subtracting([""]))
    }

    @Test("and the reference explains every key", arguments: objects.map(\.name))
    func reference(name: String) throws {
        let text = try String(contentsOf: Self.docs.appending(path: "manifest-reference.md"), encoding: .utf8)
        let heading = name.isEmpty ? "\n## The file\n" : "\n### `\(name)`\n"
        let section = try #require(text.components(separatedBy: heading).dropFirst().first)
            .components(separatedBy: "\n##")[0]
        let explained = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        let properties = Self.schema.at((name.isEmpty ? [] : ["$defs", name]) + ["properties"])?.object?.keys ?? []
        #expect(Set(explained) == Set(properties))
    }

    /// The keys that the decoder lists when it refuses an unknown one at a path.
    private static func known(at path: String) -> [String] {
        var steps = path.split(separator: "/").map(String.init)
        var file = steps.removeFirst()
        var text = SamplePack.text(file)
        if file.hasPrefix("{") {
            let lines = SamplePack.text("manifest.yaml").components(separatedBy: "\nauth:\n")
            let rest = lines.last?.components(separatedBy: "\nmint:\n").last ?? ""
            text = "\(lines.first ?? "")\nauth: \(file)\nmint:\n\(rest)"
            file = "manifest.yaml"
            steps.insert("auth", at: 0)
        }
        let odd = "quixoticquixoticquixotic"
        guard let tree = try? YAML.parse(text, file: file).value else { return [] }
        let changed = JSON.text(adding(odd, to: tree, at: steps[...]))
        do {
            _ = try Adapter.load(SamplePack.with([file: changed]))
            return []
        } catch {
            let refusal = error.all.first { $0.code == "unknown-key" && $0.field.hasSuffix(odd) }
            let list = refusal?.remedy?.dropFirst("Known keys here: ".count).dropLast() ?? ""
            return list.components(separatedBy: ", ")
        }
    }

    private static func adding(_ key: String, to value: Value, at steps: ArraySlice<String>) -> Value {
        switch value {
        case .object(var members):
            if let step = steps.first {
                members[step] = members[step].map { adding(key, to: $0, at: steps.dropFirst()) }
            } else {
                members[key] = .text("x")
            }
            return .object(members)
        case .list(let items):
            return .list(
                items.enumerated().map { "\($0)" == steps.first ? adding(key, to: $1, at: steps.dropFirst()) : $1 }
            )
        default: return value
        }
    }
}
