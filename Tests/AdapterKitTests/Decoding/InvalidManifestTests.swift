import AdapterKit
import Documents
import Foundation
import Testing

/// Every file of `Manifests/invalid` is refused with the diagnostics that stand beside it.
///
/// `RECORD=1` rewrites the expectations and fails, so that a rewrite is looked at before it counts.
@Suite("Invalid manifests")
struct InvalidManifestTests {
    static let folder = SamplePack.folder.appending(path: "invalid")

    static let rules: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }
        .map { String($0.dropLast(".yaml".count)) }
        .sorted()

    @Test("there are enough of them to mean something")
    func many() {
        #expect(Self.rules.count >= 40)
    }

    @Test("each is refused with the expected diagnostics", arguments: rules)
    func refused(rule: String) throws {
        let text = try Data(contentsOf: Self.folder.appending(path: "\(rule).yaml"))
        var files = SamplePack.files.filter { !$0.key.hasSuffix(".yaml") }
        files["manifest.yaml"] = [UInt8](text)
        files["plain.txt"] = Array("{title}\n".utf8)
        var found = "loads\n"
        do {
            _ = try Adapter.load(AdapterPack(id: "invalid-board", files: files))
        } catch {
            found = error.description + "\n"
        }
        let golden = Self.folder.appending(path: "\(rule).txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try found.write(to: golden, atomically: true, encoding: .utf8)
            Issue.record("recorded \(rule).txt")
            return
        }
        #expect(found == (try? String(contentsOf: golden, encoding: .utf8)))
        #expect(found != "loads\n")
    }
}
