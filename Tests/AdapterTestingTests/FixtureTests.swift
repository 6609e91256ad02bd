import AdapterKit
import Documents
import Foundation
import Testing

@testable import AdapterTesting

@Suite("Fixtures")
struct FixtureTests {
    static let manifest = """
        schema: 1
        id: bench
        name: Bench
        kind: api
        docs: https://board.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings: { key: { type: secret, title: Key } }
        places: { each: 1 }
        languages: each
        auth: { header: { name: X-Key, secret: key } }
        values:
          reference: { from: posting.wireReference, need: always }
          title: { from: title, need: always, size: { max: 20, unit: characters }, overflow: word }
          city: { from: place.city }
        bodies: { ad: { reference: $reference, title: $title, city: $city } }
        http: { base: https://api.board.example }
        operations:
          check: { request: { method: GET, path: /me } }
          create:
            request: { method: POST, path: /ads, json: ad }
            repeat: never
            success: { status: [200] }
            keep: { remoteID: { at: $.id, type: text }, pass: { at: $.pass, type: secret } }
            proves: acknowledged
        limits: [{ unit: requests, count: 1, per: 1h, of: account, src: S1 }]
        life: { closing: by itself }

        """
    static let role = """
        schema: 1
        id: head-chef
        title: Head chef of the long corridor
        employer: { name: Kitchen Ltd }
        language: en
        description: { intro: Cook. }
        locations: [{ city: Bern, country: CH }, { city: Basel, country: CH }]
        employmentType: permanent
        apply: { url: https://kitchen.example/apply }

        """
    static let posting = "role: ../../roles/chef.yaml\n"
    static let settings = "secrets: { key: example-key-4711 }\n"
    static let reply = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\":\"7\",\"pass\":\"hidden-pass\"}\n"

    static func adapter(_ files: [String: String]) throws -> Adapter {
        var all = ["manifest.yaml": manifest, "roles/chef.yaml": role]
        for (path, text) in files { all[path] = text }
        return try Adapter.load(AdapterPack(id: "bench", files: all.mapValues { Array($0.utf8) }))
    }

    static func fixture(_ changes: [String: String?] = [:], name: String = "accepted") -> [String: String] {
        var files: [String: String?] = ["posting.yaml": posting, "settings.yaml": settings, "response.http": reply]
        for (file, text) in changes { files.updateValue(text, forKey: file) }
        var result: [String: String] = [:]
        for (file, text) in files { result["fixtures/\(name)/\(file)"] = text }
        return result
    }

    static func goldens(_ changes: [String: String?] = [:]) throws -> (FixtureReport, [String: String]) {
        let report = FixtureRunner(try adapter(fixture(changes))).run("accepted")
        let pairs = report.goldens.map {
            ($0.key.split(separator: "/").last.map(String.init) ?? "", String(decoding: $0.value, as: UTF8.self))
        }
        return (report, Dictionary(uniqueKeysWithValues: pairs))
    }

    @Test("a fixture gives the request as sent, without secrets, and the outcome")
    func outcome() throws {
        let (report, goldens) = try Self.goldens()
        #expect(report.findings.map(\.code) == ["differs", "differs"], "\(report.findings)")
        let request = try #require(goldens["request.http"])
        #expect(request.hasPrefix("POST https://api.board.example/ads HTTP/1.1\n"))
        #expect(request.contains("X-Key: ••••"))
        #expect(request.contains(#""city":"Bern""#))
        let text = try #require(goldens["outcome.json"])
        let outcome = try #require(JSON.parse(text.utf8))
        #expect(outcome["verdict"]?.text == "accepted")
        #expect(outcome["state"]?.text == "acknowledged")
        #expect(outcome["kept"]?.list?.map { $0["value"]?.text } == ["7", "••••"])
        #expect(outcome["findings"]?.list?.contains { $0["field"]?.text == "title" } == true)
    }

    @Test("agreeing golden files say nothing; one changed byte names the file and the line")
    func compare() throws {
        let (_, goldens) = try Self.goldens()
        let agreed = Self.fixture(goldens.mapValues { $0 })
        #expect(FixtureRunner(try Self.adapter(agreed)).run("accepted").findings == [])
        for file in goldens.keys {
            var changed = goldens.mapValues { Optional($0) }
            changed[file] = goldens[file].map { $0.replacing("7", with: "8").replacing("PL-", with: "PK-") }
            let findings = FixtureRunner(try Self.adapter(Self.fixture(changed))).run("accepted").findings
            #expect(findings.map(\.place) == ["bench/fixtures/accepted/\(file)"])
            #expect(findings.first?.message.hasPrefix("Line ") == true)
        }
        let left = Self.fixture(goldens.mapValues { Optional($0) }.merging(["document.out": "x"]) { $1 })
        #expect(FixtureRunner(try Self.adapter(left)).run("accepted").findings.map(\.code) == ["left-over"])
    }

    @Test("recording fails too, and writes only what changed")
    func record() throws {
        let runner = FixtureRunner(try Self.adapter(Self.fixture()), isRecording: true)
        let reports = runner.runAll()
        #expect(reports.flatMap(\.findings).map(\.code) == ["recorded", "recorded"])
        let folder = FileManager.default.temporaryDirectory.appending(path: "fixtures-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder + "/fixtures/accepted",
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try FixtureFiles.write(reports, below: folder).count == 2)
        #expect(try FixtureFiles.write(reports, below: folder).isEmpty)
        #expect(FixtureRunner.isRecording(["RECORD": "1"]))
        #expect(!FixtureRunner.isRecording([:]))
    }

    @Test("without a reply the answer was lost")
    func lost() throws {
        let (_, goldens) = try Self.goldens(["response.http": String?.none])
        #expect(goldens["outcome.json"]?.contains("\"verdict\": \"unknown\"") == true)
    }

    @Test("a secret in a golden file is an error")
    func shown() throws {
        let settings = "secrets: { key: verdict }\n"
        let (report, _) = try Self.goldens(["settings.yaml": settings])
        #expect(!report.findings.contains { $0.code == "secret-shown" })
        let token = "secrets: { key: example-key-4711 }\ntoken: acknowledged\n"
        let (other, _) = try Self.goldens(["settings.yaml": token])
        #expect(other.goldens.values.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("acknowledged") })
    }

    @Test(
        "a fixture that cannot be run says why",
        arguments: [
            ["posting.yaml": "call: dance\nrole: ../../roles/chef.yaml\n"],
            ["posting.yaml": "role: ../../roles/none.yaml\n"],
            ["posting.yaml": "role: ../../roles/chef.yaml\nplace: atlantis\n"], ["posting.yaml": "roll: x\n"],
            ["posting.yaml": "role: ../../roles/chef.yaml\nnow: today\n"], ["settings.yaml": "secrets: {}\n"],
            ["response.http": "200 OK\n"], ["posting.yaml": "call: token\n"], ["posting.yaml": "call: watch:x\n"],
            ["posting.yaml": "call: lookup:x\n"], ["posting.yaml": "call: document\n"],
        ]
    )
    func broken(changes: [String: String]) throws {
        let (report, _) = try Self.goldens(changes.mapValues { Optional($0) })
        #expect(report.findings.map(\.code) == ["bad-fixture"])
        #expect(report.goldens.isEmpty)
    }

    @Test("check and render are fixtures too, and a place can be named")
    func calls() throws {
        let (_, check) = try Self.goldens(["posting.yaml": "call: check\n"])
        #expect(check["request.http"]?.hasPrefix("GET https://api.board.example/me HTTP/1.1\n") == true)
        let (_, render) = try Self.goldens(["posting.yaml": "call: render\nplace: 2\nrole: ../../roles/chef.yaml\n"])
        #expect(render["request.http"] == nil)
        #expect(render["outcome.json"]?.contains("Basel") == true)
    }
}

@Suite("Quality")
struct QualityTests {
    static let marks = QualityRule.allCases.map { "\($0.rawValue): todo\n" }.joined()

    static func quality(_ yaml: String, _ files: [String: String] = [:], manifest: String = FixtureTests.manifest)
        throws -> Quality
    {
        Quality(try FixtureTests.adapter(files.merging(["quality.yaml": yaml, "manifest.yaml": manifest]) { $1 }))
    }

    @Test("nine rules are marked, each with a word or a reason")
    func marks() throws {
        #expect(QualityRule.allCases.count == 9)
        #expect(try Self.quality(Self.marks).findings == [])
        #expect(try Self.quality(Self.marks).level == nil)
        #expect(
            try Self.quality(Self.marks.replacing("find: todo", with: "find: { exempt: the board has no look-up }"))
                .findings == []
        )
        for (from, to) in [
            ("find: todo", ""), ("find: todo", "find: maybe"), ("find: todo", "find: { exempt: no }"),
            ("find: todo", "find: todo\nx: done"),
        ] {
            #expect(try !Self.quality(Self.marks.replacing(from, with: to)).findings.isEmpty, "\(to)")
        }
    }

    @Test(
        "a mark that the folder belies is an error",
        arguments: ["fixtures", "readme", "withdraw", "find", "texts", "owner"]
    )
    func belied(rule: String) throws {
        let quality = try Self.quality(Self.marks.replacing("\(rule): todo", with: "\(rule): done"))
        #expect(quality.findings.map(\.code) == ["not-done"])
    }

    @Test("required fixtures are proven by name or by a word")
    func required() throws {
        var files: [String: String] = ["README.md": "Credentials: ask."]
        for name in ["accepted", "rejected-long", "rate-limited", "credentials"] {
            files["fixtures/\(name)/posting.yaml"] = "call: check\n"
        }
        let marks = Self.marks.replacing("fixtures: todo", with: "fixtures: done").replacing(
            "manifest: todo",
            with: "manifest: done"
        )
        .replacing("readme: todo", with: "readme: done")
        #expect(try Self.quality(marks, files).findings.first?.message.contains("answer-lost") == true)
        files["fixtures/silence/posting.yaml"] = "call: check\nproves: [answer-lost, long]\n"
        #expect(try Self.quality(marks, files).findings == [])
        #expect(try Self.quality(marks, files).level == .bronze)
        let alpha = FixtureTests.manifest.replacing("stability: draft", with: "stability: alpha")
        #expect(try Self.quality(marks, files, manifest: alpha).findings == [])
        #expect(try Self.quality(Self.marks, files, manifest: alpha).findings.map(\.code) == ["below-stability"])
    }

    @Test(
        "a long manifest warns, a very long one needs a reason",
        arguments: [(100, nil), (161, "long"), (201, "too-long")]
    )
    func size(lines: Int, code: String?) throws {
        let own = FixtureTests.manifest.count { $0 == "\n" }
        let manifest = FixtureTests.manifest + String(repeating: "# line\n", count: lines - own)
        #expect(try Self.quality(Self.marks, manifest: manifest).findings.map(\.code) == [code].compactMap(\.self))
        let reasoned = Self.marks + "size: { reason: the board has many codes }\n"
        #expect(try !Self.quality(reasoned, manifest: manifest).findings.contains { $0.severity == .error })
    }
}
