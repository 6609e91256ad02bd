import Documents
import Foundation
import Testing
import Transport

@Suite("The demonstration", .serialized)
struct DemoTests {
    @Test("ends with ten postings, each as far as its board lets anyone see")
    func tenBoards() async throws {
        try await DemoBench.with { demo in
            let postings = try #require(demo.document["postings"]?.list)
            let states = Dictionary(postings.map { ($0["account"]?.text ?? "", $0["state"]?.text ?? "") }) { first, _ in
                first
            }
            #expect(Set(states.keys).count == 10)
            #expect(
                states.values.allSatisfy {
                    !["failed", "rejected", "needs-edit", "outcome-unknown", "queued", "sending"].contains($0)
                },
                "\(states)"
            )
            let live = postings.filter { $0["state"]?.text == "live" && $0["url"]?.text != nil }
            #expect(live.count >= 5, "\(states)")
            for posting in live {
                let url = try #require(posting["url"]?.text)
                let page = try await demo.fetch(url)
                #expect(page.status == 200, "\(url) answered \(page.status)")
                #expect(String(decoding: page.body, as: UTF8.self).contains("Machine Learning Engineer"), "\(url)")
            }
        }
    }

    @Test("nothing of the hiring team's part is in any ad, feed, page or request")
    func hiringTeam() async throws {
        try await DemoBench.with { demo in
            let role = try String(
                contentsOfFile: "\(demo.bench.folder)/roles/machine-learning-engineer.yaml",
                encoding: .utf8
            )
            let secret = try #require(role.range(of: "hiringTeam:"))
            let sentences = role[secret.upperBound...].split(whereSeparator: { ".\n:|;".contains($0) })
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.count > 20 }
            #expect(sentences.count > 3)
            var shown = ""
            for board in try await demo.ask("/_sandbox/boards").list ?? [] {
                shown += JSON.text(try await demo.ask("/_sandbox/ads?board=\(board["id"]?.text ?? "")"))
            }
            for name in try FileManager.default.subpathsOfDirectory(atPath: "\(demo.bench.folder)/public") {
                shown += (try? String(contentsOfFile: "\(demo.bench.folder)/public/\(name)", encoding: .utf8)) ?? ""
            }
            shown += try demo.bench.run("preview", "machine-learning-engineer", "--format", "raw").output
            for posting in demo.document["postings"]?.list ?? [] {
                shown += try demo.bench.run("log", posting["reference"]?.text ?? "", "--full").output
            }
            #expect(shown.contains("Machine Learning Engineer"))
            for sentence in sentences { #expect(!shown.contains(sentence), "\(sentence)") }
        }
    }

    @Test("posting twice sends nothing the second time; an edit changes ads in place; a withdrawal ends them")
    func lifecycle() async throws {
        try await DemoBench.with { demo in
            let bench = demo.bench
            let accounts = (demo.document["postings"]?.list ?? []).compactMap { $0["account"]?.text }
            let before = try await demo.requestCount()
            let again = try bench.run(
                "post",
                "machine-learning-engineer",
                "--to",
                accounts.joined(separator: ","),
                "--json"
            )
            #expect(try await demo.requestCount() == before)
            #expect(again.status == 4 || again.status == 0, "\(again.errors)")

            // What a pipeline asks before it posts: nothing is left to do, on any board.
            let planned = try bench.run("plan", "machine-learning-engineer", "--json")
            #expect(planned.status == 0, "\(planned.output)")

            let path = "\(bench.folder)/roles/machine-learning-engineer.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacingOccurrences(of: "Machine Learning Engineer", with: "Machine Learning Lead")
                .write(toFile: path, atomically: true, encoding: .utf8)
            let ids = try references(demo.document)
            let edited = try bench.run(
                "post",
                "machine-learning-engineer",
                "--to",
                accounts.joined(separator: ","),
                "--wait",
                "--timeout",
                "60s",
                "--json"
            )
            #expect(try references(edited.json()) == ids)
            let states = try edited.states()
            #expect(
                states.values.allSatisfy { !["failed", "rejected", "outcome-unknown"].contains($0) },
                "\(states) \(edited.errors)"
            )

            let ended = try bench.run("withdraw", "machine-learning-engineer", "--wait", "--timeout", "60s", "--json")
            let gone = try ended.states()
            #expect(gone.values.filter { $0 == "withdrawn" }.count >= 5, "\(gone)")
            #expect(
                gone.values.allSatisfy {
                    ["withdrawn", "withdrawing", "waiting-for-person", "needs-edit"].contains($0)
                },
                "\(gone)"
            )
        }
    }

    private func references(_ document: Value) throws -> [String: String] {
        let postings = try #require(document["postings"]?.list)
        return Dictionary(postings.map { ($0["account"]?.text ?? "", $0["reference"]?.text ?? "") }) { first, _ in first
        }
    }
}
