import Documents

/// A manifest while it is being read.
final class ManifestDraft {
    let pack: AdapterPack
    init(_ pack: AdapterPack) throws(Diagnostics) { self.pack = pack }
    func decode() -> Manifest? { nil }
    func check(_ manifest: Manifest?) {}
    func diagnostics() -> [Diagnostic] { [] }
    func valueOrder(of manifest: Manifest) -> [Int] { [] }
}

@available(*, unavailable)
extension ManifestDraft: Sendable {}
