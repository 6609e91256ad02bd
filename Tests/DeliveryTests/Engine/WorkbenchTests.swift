import Testing

@testable import Delivery

// On the main actor tasks run in the order in which they were made, so what happens first is no matter of luck.
@Suite("Workbench and inbox")
@MainActor
struct WorkbenchTests {
    private final class Order {
        var names: [String] = []
    }

    @Test("with one place, those nearest to the wire go first, and those of one stage in turn")
    func stages() async {
        let bench = Workbench(places: 1)
        let order = Order()
        let comers: [(Workbench.Stage, String)] = [
            (.render, "first"), (.render, "render 1"), (.write, "write 1"), (.render, "render 2"), (.read, "read 1"),
            (.write, "write 2"), (.read, "read 2"),
        ]
        let tasks = comers.map { stage, name in
            Task { @MainActor in await bench.at(stage) { order.names.append(name) } }
        }
        for task in tasks { await task.value }
        #expect(
            order.names == ["first", "read 1", "read 2", "write 1", "write 2", "render 1", "render 2"]
        )
    }

    @Test("a place that was left is taken again, and there is always one", arguments: [0, 1, 3])
    func places(count: Int) async {
        let bench = Workbench(places: count)
        for number in 0..<5 { #expect(await bench.at(.write) { number } == number) }
    }

    @Test("an inbox gives all that has arrived, in order, and waits when there is nothing")
    func inbox() async {
        let inbox = Inbox<Int>()
        inbox.put(1)
        inbox.put(2)
        #expect(await inbox.next() == [1, 2])
        let waiting = Task { @MainActor in await inbox.next() }
        await Task.yield()
        inbox.put(3)
        inbox.put(4)
        #expect(await waiting.value == [3])
        #expect(await inbox.next() == [4])
    }
}
