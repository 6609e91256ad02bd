/// A document that is published or shown: a feed, a page, or prepared text.
public struct DocumentFile: Sendable, Hashable {
    /// Name of the file below the account's directory; nil for text that is only shown.
    public let file: String?

    /// Media type.
    public let media: String

    /// Content.
    public let bytes: [UInt8]

    /// Its public address, when it is known.
    public let url: String?

    /// Number of ads in it.
    public let count: Int

    /// Creates a document.
    public init(file: String?, media: String, bytes: [UInt8], url: String?, count: Int) {
        self.file = file
        self.media = media
        self.bytes = bytes
        self.url = url
        self.count = count
    }
}

/// What stands around the ads of a document, so that a document of any size is written ad by ad.
///
/// The document is ``head``, the items with ``separator`` between them, and ``tail``.
public struct DocumentFrame: Sendable, Hashable {
    /// Bytes before the first ad.
    public let head: [UInt8]

    /// Bytes between two ads.
    public let separator: [UInt8]

    /// Bytes after the last ad.
    public let tail: [UInt8]

    /// Name of the file below the account's directory; nil for text that is only shown.
    public let file: String?

    /// Media type.
    public let media: String

    /// The document's public address, when it is known.
    public let url: String?
}
