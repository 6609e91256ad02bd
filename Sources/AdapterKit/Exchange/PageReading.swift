/// What a public page showed.
public enum PageReading: String, Sendable, Hashable, CaseIterable {
    /// The page is there and shows every value that it must show.
    case shown
    /// The page says that the ad is gone.
    case gone
    /// Anything else: another page, a log-in, a fault of the server.
    case other
}
