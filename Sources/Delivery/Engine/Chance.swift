import Signing

/// Where delivery takes what is left to chance: the jitter of waits, keys drawn for boards, ids of records.
///
/// A simulation passes one that repeats itself.
public struct Chance: Sendable, RandomNumberGenerator {
    private let draw: @Sendable () -> UInt64

    /// The system's source.
    public static let system = Chance {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    /// Creates a source from a function that draws; it may be called by several lanes at a time.
    public init(_ draw: @escaping @Sendable () -> UInt64) {
        self.draw = draw
    }

    /// The next draw.
    public mutating func next() -> UInt64 { draw() }

    /// An id that nobody else draws.
    func id() -> String {
        var generator = self
        return UniqueID.uuid4(using: &generator)
    }
}
