import Documents
import Testing

@Suite("Nearest name")
struct NearestTests {
    private let known = ["title", "summary", "validThrough", "postal-code", "pay.min", "pay.max", "on-site"]

    @Test(
        "a slip finds the name that was meant",
        arguments: [
            ("titel", "title"), ("tilte", "title"), ("Title", "title"), ("sumary", "summary"), ("summarry", "summary"),
            ("validthrough", "validThrough"), ("valid_through", "validThrough"), ("postalcode", "postal-code"),
            ("pay.mim", "pay.min"), ("onsite", "on-site"),
        ]
    )
    func near(typed: String, meant: String) {
        #expect(Nearest.name(to: typed, among: known) == meant)
    }

    @Test("what is far from every name finds none", arguments: ["", "salary", "x", "headline"])
    func far(typed: String) {
        #expect(Nearest.name(to: typed, among: known) == nil)
    }
}
