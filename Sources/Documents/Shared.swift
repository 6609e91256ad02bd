/// A large value that is passed on by reference and copied when it is changed.
///
/// An asynchronous function keeps room in its frame for every copy of a value that it handles, and each copy counts
/// every reference inside it anew. Of a shared value there is one word and one count.
public struct Shared<Content: Sendable>: Sendable {
    /// Where the value lies.
    ///
    /// Changed only while nobody else refers to it, so that it never changes for two.
    @usableFromInline
    final class Place: @unchecked Sendable {
        @usableFromInline var content: Content

        @inlinable
        init(_ content: Content) { self.content = content }
    }

    @usableFromInline var place: Place

    /// Shares a value.
    @inlinable
    public init(_ content: Content) { place = Place(content) }

    /// The value; whoever changes it changes a copy of their own.
    @inlinable public var content: Content {
        _read { yield place.content }
        _modify {
            if !isKnownUniquelyReferenced(&place) { place = Place(place.content) }
            yield &place.content
        }
    }
}

extension Shared: Equatable where Content: Equatable {
    /// Whether two are the same place, or hold equal values.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        left.place === right.place || left.place.content == right.place.content
    }
}

extension Shared: Hashable where Content: Hashable {
    /// Hashes the value.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(place.content) }
}
