import Foundation
import Testing

@Suite("Scripts/demo")
struct DemoScriptTests {
    /// A copy of the script beside stand-ins for what it runs.
    private func bench(swift: String) throws -> Workbench {
        let bench = try Workbench()
        let script = try String(contentsOfFile: "\(Workbench.repository)/Scripts/demo", encoding: .utf8)
        for (name, text) in [
            ("Scripts/demo", script), ("Scripts/setup", "#!/bin/sh\n"), ("bin/swift", "#!/bin/sh\n\(swift)\n"),
            ("bin/placard", "#!/bin/sh\necho \"ran $*\"\n"),
        ] {
            try bench.write(text, to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(bench.folder)/\(name)")
        }
        return bench
    }

    private func run(_ bench: Workbench) throws -> Workbench.Outcome {
        let path = "\(bench.folder)/bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        return try Running(
            program: "\(bench.folder)/Scripts/demo",
            ["--keep"],
            in: bench.folder,
            environment: ["PATH": path]
        ).finish()
    }

    @Test("a build that fails shows its errors and ends the script with its status")
    func failed() throws {
        let bench = try bench(swift: "echo 'Sources/x.swift:1:1: error: no such module'; echo 'and why'; exit 7")
        defer { bench.remove() }
        let outcome = try run(bench)
        #expect(outcome.status == 7)
        #expect(outcome.errors.contains("Sources/x.swift:1:1: error: no such module"), "\(outcome.errors)")
        #expect(outcome.errors.contains("and why"), "\(outcome.errors)")
        #expect(!outcome.output.contains("ran"))
    }

    @Test("a build that works runs the demonstration")
    func built() throws {
        let swift = "case \"$*\" in *--show-bin-path*) echo \"$(dirname \"$0\")\";; *) echo 'Build complete!';; esac"
        let bench = try bench(swift: swift)
        defer { bench.remove() }
        let outcome = try run(bench)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "ran demo --keep\n")
    }
}
