public import AdapterKit
public import Postings

/// How far anyone can see an ad come on a board, by what its adapter can read.
public enum Reach: Sendable {
    /// The furthest state that a posting can be seen in.
    public static func furthest(_ manifest: Manifest) -> PostingState {
        if manifest.kind == .manual { return .waitingForPerson }
        let create = manifest.operations.first { $0.name == "create" }
        let seen = manifest.watches.flatMap(\.states).compactMap(\.state)
        if seen.contains(.live) { return .live }
        if manifest.document?.scope == .account { return create?.proves ?? .handedOver }
        return create?.proves ?? .acknowledged
    }
}
