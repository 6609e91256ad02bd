import Documents
import Testing

@Suite("Patterns")
struct PatternTests {
    @Test("a whole text matches or not, asked once or twice")
    func whole() {
        for _ in 0..<2 {
            #expect(Pattern.matches("[a-z]+", "abc") == true)
            #expect(Pattern.matches("[a-z]+", "abc1") == false)
        }
    }

    @Test("what is no expression matches nothing and refuses nothing")
    func malformed() { #expect(Pattern.matches("[a-", "a") == nil) }

    @Test("more questions than are remembered are still answered")
    func many() {
        for number in 0..<600 { #expect(Pattern.matches("[0-9]{1,2}", "\(number)") == (number < 100)) }
    }
}
