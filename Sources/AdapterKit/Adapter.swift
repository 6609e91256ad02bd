public import Documents
import Postings

/// One board's adapter, ready for use: its manifest, checked whole, and the files it was read from.
public struct Adapter: Sendable, Hashable {
    private let parts: Parts

    /// What the adapter's files say.
    public var manifest: Manifest { parts.manifest }

    /// The files it was read from.
    public var pack: AdapterPack { parts.pack }

    /// What is worth mending though the adapter loads.
    public var warnings: [Diagnostic] { parts.warnings }

    /// Places in ``Manifest/values``, each after those it refers to.
    var valueOrder: [Int] { parts.valueOrder }

    /// What can be told of the values without any role, made once for all renders.
    var map: ManifestMap { parts.map }

    /// What its latest renders have in common with the next.
    var common: CommonParts { parts.common }

    /// The value with a name, or nil.
    func value(named name: String) -> ValueRule? { parts.valuePlaces[name].map { parts.manifest.values[$0] } }

    /// The body with a name, or nil.
    func body(named name: String) -> Body? { parts.bodyPlaces[name].map { parts.manifest.bodies[$0] } }

    /// The call with a name as written, its twin not resolved, or nil.
    func call(named name: String) -> Call? { parts.manifest.operations.first { $0.name == name } }

    /// The watch with a name, or nil.
    func watch(named name: String) -> WatchRule? { parts.manifest.watches.first { $0.name == name } }

    /// The look-up with a name, or nil.
    func lookup(named name: String) -> Lookup? { parts.manifest.lookups.first { $0.name == name } }

    /// Reads an adapter: decodes its files, checks every reference, path, expression and file, and
    /// brings the values into the order in which they are evaluated.
    ///
    /// - Parameter pack: The adapter's files.
    /// - Throws: ``Diagnostics`` with everything that is wrong; a manifest with one error is refused whole.
    public static func load(_ pack: AdapterPack) throws(Diagnostics) -> Adapter {
        let draft = try ManifestDraft(pack)
        let manifest = draft.decode()
        draft.check(manifest)
        let found = draft.diagnostics()
        guard let manifest, !found.contains(where: { $0.severity == .error }) else { throw Diagnostics(found) }
        let parts = Parts(
            manifest: manifest,
            pack: pack,
            warnings: found,
            valueOrder: draft.valueOrder(of: manifest),
            valuePlaces: places(of: manifest.values.map(\.name)),
            bodyPlaces: places(of: manifest.bodies.map(\.name)),
            map: ManifestMap(manifest)
        )
        return Adapter(parts: parts)
    }

    private static func places(of names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }
}

extension Adapter {
    /// What an adapter consists of: large, never changed, and handed on by reference.
    private final class Parts: Sendable {
        /// What the adapter's files say.
        let manifest: Manifest

        /// The files it was read from.
        let pack: AdapterPack

        /// What is worth mending though the adapter loads.
        let warnings: [Diagnostic]

        /// Places in ``Manifest/values``, each after those it refers to.
        let valueOrder: [Int]

        /// Places in ``Manifest/values`` by name.
        let valuePlaces: [String: Int]

        /// Places in ``Manifest/bodies`` by name.
        let bodyPlaces: [String: Int]

        /// What can be told of the values without any role, made once for all renders.
        let map: ManifestMap

        /// What its latest renders have in common with the next.
        let common = CommonParts()

        init(
            manifest: Manifest,
            pack: AdapterPack,
            warnings: [Diagnostic],
            valueOrder: [Int],
            valuePlaces: [String: Int],
            bodyPlaces: [String: Int],
            map: ManifestMap
        ) {
            self.manifest = manifest
            self.pack = pack
            self.warnings = warnings
            self.valueOrder = valueOrder
            self.valuePlaces = valuePlaces
            self.bodyPlaces = bodyPlaces
            self.map = map
        }
    }

    /// Whether two were read from the same files.
    public static func == (left: Adapter, right: Adapter) -> Bool {
        left.parts === right.parts || left.pack == right.pack
    }

    /// Hashes the files it was read from.
    public func hash(into hasher: inout Hasher) { hasher.combine(pack) }
}
