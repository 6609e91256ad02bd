/// What is to happen, ordered by time; what happens at the same time happens in the order in which it was planned.
struct Agenda: Sendable {
    struct Item: Sendable {
        let time: Int64
        let number: Int
        let action: @Sendable () -> Void

        func isBefore(_ other: Item) -> Bool { (time, number) < (other.time, other.number) }
    }

    private var heap: [Item] = []
    private var numbers = 0

    var first: Item? { heap.first }
    var isEmpty: Bool { heap.isEmpty }

    mutating func add(at time: Int64, _ action: @escaping @Sendable () -> Void) {
        numbers += 1
        heap.append(Item(time: time, number: numbers, action: action))
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func popFirst() -> Item? {
        guard let top = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return top }
        heap[0] = last
        var place = 0
        while true {
            let (left, right) = (2 * place + 1, 2 * place + 2)
            var least = place
            if left < heap.count, heap[left].isBefore(heap[least]) { least = left }
            if right < heap.count, heap[right].isBefore(heap[least]) { least = right }
            if least == place { return top }
            heap.swapAt(place, least)
            place = least
        }
    }
}
