/// A tree as written for one reader, with what could not be said.
public struct Rendered: Sendable, Hashable {
    /// The written form.
    public var text: String

    /// What the written form lacks; empty when it says everything.
    public var losses: [Loss]

    /// Where links stand in ``text``; filled only by ``TextFormat/linked``.
    public var links: [LinkRange]

    /// Creates a written form from its parts.
    public init(text: String, losses: [Loss] = [], links: [LinkRange] = []) {
        self.text = text
        self.losses = losses
        self.links = links
    }
}

/// A stretch of a written text that links somewhere.
public struct LinkRange: Sendable, Hashable {
    /// Offsets in the text's UTF-8 form, in bytes.
    public var utf8: Range<Int>

    /// Offsets in the text's UTF-16 form, in code units.
    public var utf16: Range<Int>

    /// The address.
    public var target: String

    /// Creates a range from its offsets in both encodings.
    public init(utf8: Range<Int>, utf16: Range<Int>, target: String) {
        self.utf8 = utf8
        self.utf16 = utf16
        self.target = target
    }
}
