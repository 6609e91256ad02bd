import Foundation
import Testing

@Suite("Building a feed")
struct FeedBuildTests {
    @Test("a feed is empty only when somebody has ended what was in it, by delivery and by hand alike")
    func empty() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        let connected = try bench.run([
            "connect", "indeed-xml", "--name", "jobs", "--set", "directory=public", "--set",
            "contact=jobs@robotics.example", "--acknowledge", "complete",
        ])
        #expect(connected.status == 0, "\(connected.errors)")
        let early = try bench.run("feed", "build", "jobs", "--output", "built.xml")
        #expect(early.status == 2)
        #expect(early.errors.contains("has no ad") && early.errors.contains("Post a role"))
        #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/built.xml"))

        #expect(try bench.run("post", "engineer", "--to", "jobs").status == 0)
        #expect(try bench.run("feed", "build", "jobs", "--output", "built.xml").status == 0)
        #expect(try text("built.xml", bench).contains("<job>"))

        _ = try bench.run("withdraw", "engineer")
        let late = try bench.run("feed", "build", "jobs", "--output", "built.xml")
        #expect(late.status == 0, "\(late.errors)")
        #expect(try !text("public/jobs.xml", bench).contains("<job>"))
        #expect(try text("built.xml", bench) == text("public/jobs.xml", bench))
    }

    private func text(_ name: String, _ bench: Workbench) throws -> String {
        try String(contentsOfFile: "\(bench.folder)/\(name)", encoding: .utf8)
    }
}
