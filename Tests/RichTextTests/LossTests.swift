import RichText
import Testing

@Suite("Losses")
struct LossTests {
    @Test("equal kinds and subjects are put together in order of first occurrence")
    func combined() {
        let losses = [
            Loss(.degraded, "ol", quote: "First"), Loss(.removed, "script", quote: "a"),
            Loss(.degraded, "ol", quote: "x"),
            Loss(.removed, "script", quote: "b"),
        ]
        #expect(
            losses.combined() == [
                Loss(.degraded, "ol", quote: "First", count: 2), Loss(.removed, "script", quote: "a\nb", count: 2),
            ]
        )
    }

    @Test("a loss describes itself in one line")
    func description() {
        #expect(Loss(.degraded, "ol", quote: "First", count: 3).description == "degraded ol (3 times): \"First\"")
        #expect(Loss(.removed, "comment").description == "removed comment")
    }
}
