/// A small generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// A generator of its own for one purpose: what one part of the simulation draws moves no other.
    init(_ seed: UInt64, _ purpose: UInt64) {
        var first = SplitMix(seed)
        state = first.next() ^ (purpose &* 0xD1B5_4A32_D192_ED03)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that happens with this probability.
    mutating func happens(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    /// A time between two, in microseconds; short ones as often as long ones.
    mutating func time(_ range: ClosedRange<Int64>) -> Int64 {
        guard range.lowerBound < range.upperBound else { return range.lowerBound }
        let power = Int.random(in: 0...3, using: &self)
        let width = (range.upperBound - range.lowerBound) >> Int64(power * 3)
        return range.lowerBound + Int64.random(in: 0...max(0, width), using: &self)
    }
}
