import Documents
import Testing

@Suite("Remembered answers")
struct RememberedTests {
    @Test("are found once for each question")
    func once() {
        let known = Remembered<String, Int>(capacity: 2)
        var findings = 0
        for text in ["a", "bb", "a", "bb", "a"] {
            let answer = known.answer(text) {
                findings += 1
                return text.utf8.count
            }
            #expect(answer == text.utf8.count)
        }
        #expect(findings == 2)
    }

    @Test("make room for newer ones, the oldest first")
    func room() {
        let known = Remembered<Int, Int>(capacity: 2)
        for number in 1...3 { known.keep(number * 10, to: number) }
        #expect(known.recall(1) == nil)
        #expect(known.recall(2) == 20)
        #expect(known.recall(3) == 30)
    }

    @Test("may be that there is none")
    func none() {
        let known = Remembered<Int, Int?>(capacity: 1)
        known.keep(nil, to: 1)
        #expect(known.recall(1) == .some(nil))
    }
}
