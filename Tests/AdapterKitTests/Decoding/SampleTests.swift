import AdapterKit
import Documents
import Testing

@Suite("The sample adapter")
struct SampleTests {
    @Test("a manifest that uses every construct loads")
    func loads() {
        do {
            let adapter = try Adapter.load(SamplePack.whole)
            #expect(adapter.manifest.id == "sample-board")
            #expect(adapter.warnings.map(\.description) == [])
        } catch {
            Issue.record("\(error)")
        }
    }
}
