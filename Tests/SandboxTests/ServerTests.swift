import Documents
import Foundation
import Sandbox
import Testing

@Suite("The sandbox over sockets")
struct ServerTests {
    static let json = ["Content-Type: application/json"]
    static let caller = ["Authorization: Bearer sandbox-acorn-token", "User-Agent: Placard/1"] + json

    private func settings(site: String? = nil) throws -> SandboxSettings {
        let contracts = try ["rest", "feed", "crawl"].map { try Drive.contract($0) }
        return SandboxSettings(contracts: contracts, siteRoot: site, capWaits: .milliseconds(1), clock: { Drive.start })
    }

    private func create(_ running: RunningSandbox) async throws -> Wire {
        try await Wire.send(
            running.port,
            "POST",
            "/acorn/api/jobs",
            headers: Self.caller,
            body: RestBoardTests.good
        )
    }

    private func ads(_ running: RunningSandbox) -> Int {
        running.with("acorn") { $0.ads().count } ?? -1
    }

    @Test("a board answers under its base path, and the address it gives works")
    func answers() async throws {
        try await withSandbox(settings()) { running in
            let made = try await create(running)
            #expect(made.status == 201)
            #expect(made.header("date") == "Sun, 22 Nov 2026 10:00:00 GMT")
            #expect(made.body.contains("\(running.url(of: "acorn"))/jobs/cook"))
            let page = try await Wire.send(running.port, "GET", "/acorn/jobs/cook")
            #expect(page.status == 200)
            #expect(page.body.contains("<h1>Cook</h1>"))
            let head = try await Wire.send(running.port, "HEAD", "/acorn/jobs/cook")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(try await Wire.send(running.port, "GET", "/nobody/x").status == 404)
            #expect(try await Wire.send(running.port, "GET", "/").body.contains("Acorn Jobs"))
        }
    }

    @Test(
        "a reset reaches the caller as a reset, with or without the work done",
        arguments: [(SandboxFault.Kind.resetBefore, 0), (.resetAfter, 1)]
    )
    func resets(kind: SandboxFault.Kind, made: Int) async throws {
        try await withSandbox(settings()) { running in
            running.misbehave(SandboxFault(kind, route: "create"), on: "acorn")
            let answer = try await create(running)
            #expect(answer.wasReset)
            #expect(answer.bytes.isEmpty)
            #expect(ads(running) == made)
            #expect(try await create(running).status == 201)
        }
    }

    @Test("a truncated answer promises more than it brings")
    func truncates() async throws {
        try await withSandbox(settings()) { running in
            running.misbehave(SandboxFault(.truncated), on: "acorn")
            let answer = try await create(running)
            let promised = answer.header("content-length").flatMap { Int($0) } ?? 0
            #expect(answer.status == 201)
            #expect(promised > answer.body.utf8.count)
            #expect(ads(running) == 1)
        }
    }

    @Test("fifty callers at once each get an ad of their own")
    func concurrent() async throws {
        try await withSandbox(settings()) { running in
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 1...50 { group.addTask { try await create(running).header("location") ?? "" } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ids.count == 50)
            #expect(ads(running) == 50)
        }
    }

    private func withSite(_ body: @Sendable (RunningSandbox) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sandbox-\(UUID().uuidString)")
        let site = folder.appendingPathComponent("site")
        try FileManager.default.createDirectory(at: site, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("secret".utf8).write(to: folder.appendingPathComponent("secret.txt"))
        try Data("0123456789".utf8).write(to: site.appendingPathComponent("a.txt"))
        try Data("<h1>Home</h1>".utf8).write(to: site.appendingPathComponent("index.html"))
        let feed =
            "<?xml version=\"1.0\"?><source><publisher/><job><title><![CDATA[T]]></title><ref>1</ref></job></source>"
        try Data(feed.utf8).write(to: site.appendingPathComponent("feed.xml"))
        try FileManager.default.createSymbolicLink(
            at: site.appendingPathComponent("link.txt"),
            withDestinationURL: folder.appendingPathComponent("secret.txt")
        )
        try await withSandbox(settings(site: site.path), body)
    }

    @Test("the site serves its folder and nothing outside it")
    func site() async throws {
        try await withSite { running in
            let whole = try await Wire.send(running.port, "GET", "/site/a.txt")
            #expect(whole.body == "0123456789")
            let part = try await Wire.send(running.port, "GET", "/site/a.txt", headers: ["Range: bytes=2-4"])
            #expect(part.status == 206)
            #expect(part.body == "234")
            #expect(
                try await Wire.send(running.port, "GET", "/site/a.txt", headers: ["Range: bytes=99-"]).status == 416
            )
            #expect(try await Wire.send(running.port, "GET", "/site/").body == "<h1>Home</h1>")
            #expect(try await Wire.send(running.port, "POST", "/site/a.txt").status == 405)
            for path in [
                "/site/../secret.txt", "/site/%2e%2e/secret.txt", "/site/..%2fsecret.txt", "/site/link.txt",
                "/site/none",
            ] {
                #expect(try await Wire.send(running.port, "GET", path).status == 404, "\(path)")
            }
        }
    }

    @Test("a feed board fetches the user's file when told to")
    func feed() async throws {
        try await withSite { running in
            let told = try await Wire.send(
                running.port,
                "POST",
                "/_sandbox/feed?board=cedar",
                headers: Self.json,
                body: #"{"url":"\#(running.baseURL)/site/feed.xml"}"#
            )
            #expect(told.status == 204)
            #expect(await running.fetchFeed(of: "cedar"))
            let state = try await Wire.send(running.port, "GET", "/_sandbox/ads?board=cedar")
            #expect(state.body.contains("\"accepted\": 1"))
            #expect(try await Wire.send(running.port, "POST", "/_sandbox/fetch?board=cedar").status == 202)
            #expect(try await Wire.send(running.port, "POST", "/_sandbox/fetch?board=acorn").status == 409)
            #expect(await !running.fetchFeed(of: "acorn"))
        }
    }

    @Test("the admin interface shows ads and requests, sets faults, pastes, removes and resets")
    func admin() async throws {
        try await withSandbox(settings()) { running in
            func call(_ method: String, _ target: String, _ body: String = "") async throws -> Wire {
                try await Wire.send(running.port, method, "/_sandbox/" + target, headers: Self.json, body: body)
            }
            #expect(
                try await call("POST", "faults?board=acorn", #"{"kind":"status","status":502,"route":"create"}"#).status
                    == 204
            )
            #expect(try await create(running).status == 502)
            #expect(try await create(running).status == 201)
            #expect(try await call("POST", "faults?board=acorn", #"{"kind":"magic"}"#).status == 400)
            let state = try await call("GET", "ads?board=acorn")
            #expect(JSON.parse(Array(state.body.utf8))?["creations"] == .number(1))
            let log = try await call("GET", "log")
            #expect(JSON.parse(Array(log.body.utf8))?.list?.compactMap { $0["status"]?.scalarText } == ["502", "201"])
            #expect(try await call("GET", "boards").body.contains("sandbox-acorn-token"))
            #expect(try await call("POST", "paste?board=dogwood", #"{"text":"Acme | Cook"}"#).status == 201)
            #expect(try await call("DELETE", "paste?board=dogwood&id=1").status == 204)
            #expect(try await call("POST", "remove?board=acorn&id=1000").status == 204)
            #expect(try await call("POST", "remove?board=acorn&id=1000").status == 404)
            #expect(try await call("POST", "reset").status == 204)
            #expect(ads(running) == 0)
            #expect(try await call("GET", "ads?board=none").status == 404)
        }
    }
}
