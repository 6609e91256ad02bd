import Documents
import Testing

@Suite("Shared values")
struct SharedTests {
    @Test("who changes a copy changes nobody else's")
    func copies() {
        let first = Shared(["a", "b"])
        var second = first
        second.content.append("c")
        second.content[0] = "z"
        #expect(first.content == ["a", "b"])
        #expect(second.content == ["z", "b", "c"])
        #expect(first != second)
    }

    @Test("equal values are equal wherever they lie")
    func equality() {
        #expect(Shared("x") == Shared("x"))
        #expect(Set([Shared("x"), Shared("x"), Shared("y")]).count == 2)
    }
}
