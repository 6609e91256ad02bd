import AdapterKit
import AdapterTesting
import Documents
import Testing

@Suite("Every adapter of the repository")
struct LoadingTests {
    @Test("there are ten of them")
    func count() {
        #expect(Shelf.ids.count == 10, "\(Shelf.ids)")
    }

    /// Boards that offer no call which proves the credentials and changes nothing.
    static let unprovable: Set<String> = ["generic-webhook", "multiposter-outbound"]

    @Test("loads under the name of its folder, without a warning", arguments: Shelf.ids)
    func loads(id: String) throws {
        let adapter = try Shelf.adapter(id)
        #expect(adapter.manifest.id == id)
        let expected = Self.unprovable.contains(id) ? ["no-check"] : []
        #expect(adapter.warnings.map(\.code) == expected, "\(Diagnostics(adapter.warnings))")
    }

    @Test("keeps what its quality file says", arguments: Shelf.ids)
    func quality(id: String) throws {
        let quality = Quality(try Shelf.adapter(id))
        let errors = quality.findings.filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors.map(\.description).joined(separator: "\n"))")
        #expect(quality.level != nil, "below bronze: \(quality.marks)")
    }

    @Test("runs its fixtures clean", arguments: Shelf.ids)
    func fixtures(id: String) throws {
        let reports = FixtureRunner(try Shelf.adapter(id), pageTemplates: Shelf.pageTemplates).runAll()
        #expect(reports.count >= 5)
        for report in reports where !report.isClean {
            Issue.record("\(report.findings.map(\.description).joined(separator: "\n"))")
        }
    }

    @Test("proves what every adapter of its kind must prove, and a long and a non-Latin ad", arguments: Shelf.ids)
    func required(id: String) throws {
        let adapter = try Shelf.adapter(id)
        let names = FixtureRunner.names(in: adapter.pack)
        var wanted = ["long", "non-latin"]
        if adapter.manifest.operations.contains(where: { $0.request != nil }) {
            wanted += ["accepted", "rejected", "rate-limited", "credentials", "answer-lost"]
        }
        if adapter.manifest.document != nil { wanted.append("document") }
        for word in wanted {
            #expect(names.contains { $0 == word || $0.hasPrefix("\(word)-") }, "no fixture \(word)")
        }
    }
}
