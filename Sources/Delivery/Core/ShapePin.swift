public import AdapterKit
import Documents
public import Ledger
public import Postings

/// Compares the wire shape that a board has approved for an account with the one that its adapter has now.
public struct ShapePin: Sendable, Hashable {
    /// The shape that was approved.
    public let approved: WireShape
    /// The adapter's shape.
    public let current: WireShape

    /// Creates a comparison.
    public init(approved: WireShape, current: WireShape) {
        self.approved = approved
        self.current = current
    }

    /// Whether nothing has changed.
    public var isHeld: Bool { approved == current }

    /// Whether an operation may go out: what it writes is as it was approved.
    ///
    /// An end goes out in the approved shape though another call has changed; nothing else does.
    public func lets(_ operation: Operation, through document: Document.Scope?) -> Bool {
        if isHeld { return true }
        guard operation == .withdraw else { return false }
        let names = [operation.rawValue] + (document == .account ? ["document"] : [])
        return names.allSatisfy { name in
            approved.parts.first { $0.name == name } == current.parts.first { $0.name == name }
        }
    }

    /// Whether a person has acknowledged the adapter's shape.
    public func isAcknowledged(in steps: [String]) -> Bool { steps.contains(current.step) }

    /// What has changed, in words: names that were added and removed, or that only their order has changed.
    public var difference: String {
        let (old, new) = (Self.names(approved), Self.names(current))
        let added = new.filter { !old.contains($0) }
        let removed = old.filter { !new.contains($0) }
        let said = [("added", added), ("removed", removed)].filter { !$0.1.isEmpty }
            .map { "\($0.0): \($0.1.joined(separator: ", "))" }
        return said.isEmpty ? "the order of its elements has changed" : said.joined(separator: "; ")
    }

    /// Why a posting waits, and what a person does about it.
    public func error(account: String, adapter: String, operation: Operation) -> PostingError {
        let stays =
            operation == .withdraw
            ? "The ad is not taken out, as that would write what is published anew; what stands there stays as it is."
            : "What is published stays as it is, and nothing new is."
        return PostingError(
            code: PostingError.Code.shapeChanged,
            message: "The adapter \(adapter) now sends another shape than the board has approved for \(account) "
                + "(\(difference)). \(stays)",
            remedy: "Tell the board; when it agrees, run "
                + "`placard connect \(adapter) --name \(account) --acknowledge \(current.step)`, then `placard sync`."
        )
    }

    /// Paths of the document as they are, those of a call after its name.
    private static func names(_ shape: WireShape) -> [String] {
        shape.parts.flatMap { part in
            part.name == "document" ? part.paths : part.paths.map { "\(part.name) \($0)" }
        }
    }
}

extension AccountState {
    /// The shape that the account's board has approved for an adapter, once something was delivered.
    ///
    /// It stands among the kept values under a name that no manifest can give one.
    func approvedShape(of adapter: String) -> WireShape? {
        guard let pin = kept[Self.shapeKey]?.object, pin["adapter"]?.text == adapter else { return nil }
        return pin["shape"].flatMap(WireShape.init)
    }

    /// Keeps the shape that is approved from now on.
    mutating func approve(_ shape: WireShape, of adapter: String) {
        kept[Self.shapeKey] = .object(["adapter": .text(adapter), "shape": shape.value])
    }

    private static let shapeKey = "wire.shape"
}

extension DeliveryAccount {
    /// The comparison with what the board has approved; nil where nothing is pinned, or nothing was delivered yet.
    public func pin(_ memory: AccountState) -> ShapePin? {
        guard adapter.manifest.pinsShape, let approved = memory.approvedShape(of: adapter.manifest.id) else {
            return nil
        }
        return ShapePin(approved: approved, current: adapter.shape)
    }
}
