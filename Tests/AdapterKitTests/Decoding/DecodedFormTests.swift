import Documents
import Foundation
import Postings
import Testing

@testable import AdapterKit

@Suite("Decoded forms")
struct DecodedFormTests {
    let adapter: Adapter

    init() throws {
        adapter = try Adapter.load(SamplePack.whole)
    }

    @Test("a name inside its own value is the role's key, elsewhere the value")
    func names() {
        #expect(adapter.value(named: "title")?.origin == .from([.path(["title"])]))
        let link = Template(parts: [.literal("See "), .reference(.value("apply"))])
        #expect(member("link")?.tree == .template(link))
        #expect(member("title")?.tree == .reference(.value("title")))
    }

    @Test("doubled braces and dollar signs stand for one")
    func escapes() {
        let parts: [Template.Part] = [
            .reference(.path(["place", "city"])), .literal(", "), .reference(.value("country")), .literal(" {"),
            .reference(.value("region")), .literal("}"),
        ]
        #expect(adapter.value(named: "where")?.origin == .text(Template(parts: parts)))
        #expect(member("$type")?.tree == .literal(.text("$literal")))
    }

    @Test("marks leave the key, splices and scalars keep their kind")
    func trees() {
        #expect(member("instructions")?.mark == .kept)
        #expect(member("count")?.tree == .literal(.number(3)))
        #expect(member("open")?.tree == .literal(.boolean(true)))
        #expect(member("nothing")?.tree == .literal(.null))
        #expect(member("meta")?.tree == .body("meta"))
        guard case .list(let items) = member("descriptions")?.tree else {
            Issue.record("no list")
            return
        }
        #expect(items.last == .splice(.value("blocks")))
    }

    @Test("every value comes after those it refers to")
    func order() throws {
        let order = adapter.valueOrder
        #expect(Set(order) == Set(adapter.manifest.values.indices))
        let names = order.map { adapter.manifest.values[$0].name }
        for (first, then) in [("low", "interval"), ("country", "where"), ("employment", "tags"), ("teaser", "post")] {
            let (before, after) = (try #require(names.firstIndex(of: first)), try #require(names.firstIndex(of: then)))
            #expect(before < after, "\(first) before \(then)")
        }
    }

    @Test("files of the folder stand in their places")
    func files() throws {
        guard case .layout(let layout) = adapter.value(named: "post")?.origin else {
            Issue.record("no layout")
            return
        }
        #expect(layout.lines.count == 4)
        #expect(layout.lines[2] == Template(parts: []))
        guard case .graphQL(let file, let text, _) = adapter.call(named: "withdraw")?.request?.content else {
            Issue.record("no GraphQL")
            return
        }
        #expect(file == "close.graphql")
        #expect(text.hasPrefix("mutation Close"))
    }

    @Test("a GraphQL call takes the path of http unless its request has one")
    func graphQLPath() {
        guard case .request(let rule, _, let pages) = adapter.watch(named: "events")?.reading else {
            Issue.record("no request")
            return
        }
        #expect(rule.path == Template(parts: [.literal("/graphql")]))
        #expect(rule.method == "POST")
        #expect(pages?.with == .path(["kept", "remoteID"]))
        #expect(adapter.call(named: "withdraw")?.request?.path == Template(parts: [.literal("/close")]))
    }

    @Test("a twin takes what an unknown outcome allows from its twin")
    func twin() {
        #expect(adapter.call(named: "update")?.via == .operation("create"))
        #expect(adapter.call(named: "update")?.repeats == .key(value: "key", keptFor: .seconds(3600)))
    }

    @Test("paths into a reply keep their steps")
    func replyPaths() {
        let codes = ReplyPath(root: .document, components: [.key("errors"), .every, .key("code")])
        #expect(adapter.manifest.failures[2].when == [.equals(codes, .text("GONE"))])
        #expect(adapter.call(named: "create")?.keep[1].at == [ReplyPath(root: .header("Location"), components: [])])
        let found = ReplyPath(root: .source(.path(["find"])), components: [])
        #expect(adapter.watch(named: "record")?.states[0].when.first == .equals(found, .text("found")))
    }

    @Test("spans, days and windows")
    func spans() {
        #expect(adapter.manifest.life.timeToLive == .seconds(3600))
        #expect(adapter.manifest.life.maximumDays == 60)
        #expect(adapter.manifest.limits.map(\.per) == [.rolling(.seconds(3600)), .day(zone: "Europe/Oslo")])
        #expect(adapter.lookup(named: "products")?.cache == .zero)
    }

    @Test(
        "other ways to prove who we are",
        arguments: [
            ("none", Auth.none),
            ("{ bearer: password }", .bearer(secret: "password")),
            ("{ header: { name: X-Key, secret: password } }", .header(name: "X-Key", secret: "password")),
            (
                "{ basic: { user: me, password: password } }",
                .basic(user: Template(parts: [.literal("me")]), password: "password")
            ),
            (
                "{ sign: { component: standard-webhooks, key: password, id: key } }",
                .sign(Auth.Signature(component: .standardWebhooks, key: "password", id: "key"))
            ),
        ] as [(String, Auth)]
    )
    func auth(text: String, expected: Auth) throws {
        let manifest = SamplePack.text("manifest.yaml")
        let start = try #require(manifest.range(of: "\nauth:\n"))
        let end = try #require(manifest.range(of: "\nmint:\n"))
        let changed = manifest[..<start.lowerBound] + "\nauth: \(text)" + manifest[end.lowerBound...]
        #expect(try Adapter.load(SamplePack.with(["manifest.yaml": String(changed)])).manifest.auth == expected)
    }

    @Test("the same key in both files is refused")
    func bothFiles() {
        let pack = SamplePack.with(["ad.yaml": SamplePack.text("ad.yaml") + "\nlanguages: one\n"])
        let error = #expect(throws: Diagnostics.self) { try Adapter.load(pack) }
        #expect(error?.all.map(\.code) == ["in-both-files"])
    }

    @Test("a value that nothing uses is a warning, and the adapter loads")
    func unused() throws {
        let pack = try #require(
            SamplePack.replacing(
                "    link: \"See {apply}\"\n    post: $post\n",
                with: "    post: null\n",
                in: "ad.yaml"
            )
        )
        #expect(try Adapter.load(pack).warnings.map(\.code) == ["unused-value"])
    }

    @Test("a bound without a source is a warning")
    func source() throws {
        let pack = try #require(
            SamplePack.replacing(", cost: { create: 3, withdraw: 1 }, src: S9", with: "", in: "manifest.yaml")
        )
        #expect(try Adapter.load(pack).warnings.map(\.code) == ["no-source"])
    }

    @Test("a folder is read with its subfolders and without hidden files")
    func folder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pack-\(UUID().uuidString)/sample-board")
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        for (name, text) in [("a.txt", "a"), ("fixtures/plain/b.txt", "b"), (".hidden", "c")] {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let pack = try AdapterPack(directory: folder.path + "/")
        #expect(pack.id == "sample-board")
        #expect(pack.files == ["a.txt": [97], "fixtures/plain/b.txt": [98]])
        let error = #expect(throws: Diagnostics.self) { try AdapterPack(directory: folder.path + "/none") }
        #expect(error?.all.map(\.code) == ["no-folder"])
    }

    private func member(_ key: String) -> TreeMember? {
        guard case .tree(.object(let members)) = adapter.body(named: "job")?.shape else { return nil }
        return members.first { $0.key == key }
    }
}
