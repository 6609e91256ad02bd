import Synchronization

/// What happened, as a fingerprint and, when wanted, as lines.
final class Trace: Sendable {
    private struct State: Sendable {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var lines: [String] = []
    }

    private let state = Mutex(State())
    private let keepsLines: Bool

    init(keepsLines: Bool) { self.keepsLines = keepsLines }

    func add(_ text: String, at time: Int64) {
        state.withLock { state in
            var hash = (state.hash ^ UInt64(bitPattern: time)) &* 0x0000_0100_0000_01B3
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            state.hash = hash
            if keepsLines { state.lines.append("\(time.inSeconds) \(text)") }
        }
    }

    /// The fingerprint as sixteen digits.
    var fingerprint: String {
        let digits = String(state.withLock { $0.hash }, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    var lines: [String] { state.withLock { $0.lines } }
}
