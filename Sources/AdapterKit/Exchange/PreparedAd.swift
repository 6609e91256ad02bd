/// One posting of a call: what it was rendered from, and what came of it.
///
/// For calls that send the values last accepted, and for watches, `ad.values` holds those values.
public struct PreparedAd: Sendable, Hashable {
    /// What the ad was rendered from.
    public let input: AdInput

    /// The rendered ad; its operation is the one that is asked for, or the one that a watch follows.
    public let ad: Ad

    /// Creates a prepared ad.
    public init(input: AdInput, ad: Ad) {
        self.input = input
        self.ad = ad
    }
}

/// One posting that a watch looks at.
public struct WatchedAd: Sendable, Hashable {
    /// The posting, with the values last accepted; the ad's operation is the one that the watch follows.
    public let prepared: PreparedAd

    /// Whether we asked for the end, so that an ad found gone was withdrawn and not removed.
    public let isEndWanted: Bool

    /// Creates a watched ad.
    public init(_ prepared: PreparedAd, isEndWanted: Bool) {
        self.prepared = prepared
        self.isEndWanted = isEndWanted
    }
}
