import Documents
import Foundation
import Sandbox
import Testing

@Suite("Contracts")
struct ContractTests {
    @Test("every test contract is accepted", arguments: ["rest", "batch", "feed", "crawl", "robot"])
    func accepts(name: String) throws {
        #expect(try !Drive.contract(name).name.isEmpty)
    }

    static let invalid: [String] = {
        let folder = Drive.folder.appendingPathComponent("invalid").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted()
    }()

    @Test("a contract that breaks a rule is refused under the rule's name, with its line", arguments: invalid)
    func refuses(file: String) throws {
        let text = try String(contentsOf: Drive.folder.appendingPathComponent("invalid/\(file)"), encoding: .utf8)
        let error = #expect(throws: Diagnostics.self) { try Contract(text, file: file) }
        let codes = error?.all.map(\.code) ?? []
        #expect(codes.contains(String(file.dropLast(".yaml".count))), "\(error?.description ?? "accepted")")
        #expect(error?.all.allSatisfy { ($0.location?.line ?? 0) >= 1 } == true)
    }

    @Test("there is a broken contract for every kind of fault")
    func hasInvalid() {
        #expect(ContractTests.invalid.count >= 20)
    }

    @Test("the example of the documentation is a contract")
    func documentation() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/contracts.md"), encoding: .utf8)
        let block = try #require(
            page.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first
        )
        let contract = try Contract(block, file: "contracts.md")
        var board = Board(contract, url: "http://127.0.0.1:1/example-rest")
        let body = #"{"title":"Cook","body":"<p>Hi</p><i>x</i>","apply_url":"https://a.example/1"}"#
        let made = board.send("POST", "/api/jobs", body, token: "sandbox-example-token")
        #expect(made.status == 201)
        #expect(made.json["url"] == .text("http://127.0.0.1:1/example-rest/jobs/1000"))
        #expect(board.send("GET", "/jobs/1000").text.contains("<p>Hi</p>x"))
    }
}
