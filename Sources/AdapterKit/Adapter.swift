public import Documents
import Postings

/// One board's adapter, ready for use: its manifest, checked whole, and the files it was read from.
public struct Adapter: Sendable, Hashable {
    /// What the adapter's files say.
    public let manifest: Manifest

    /// The files it was read from.
    public let pack: AdapterPack

    /// What is worth mending though the adapter loads.
    public let warnings: [Diagnostic]

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

    /// The value with a name, or nil.
    func value(named name: String) -> ValueRule? { valuePlaces[name].map { manifest.values[$0] } }

    /// The body with a name, or nil.
    func body(named name: String) -> Body? { bodyPlaces[name].map { manifest.bodies[$0] } }

    /// The call with a name as written, its twin not resolved, or nil.
    func call(named name: String) -> Call? { manifest.operations.first { $0.name == name } }

    /// The watch with a name, or nil.
    func watch(named name: String) -> WatchRule? { manifest.watches.first { $0.name == name } }

    /// The look-up with a name, or nil.
    func lookup(named name: String) -> Lookup? { manifest.lookups.first { $0.name == name } }

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
        return Adapter(
            manifest: manifest,
            pack: pack,
            warnings: found,
            valueOrder: draft.valueOrder(of: manifest),
            valuePlaces: places(of: manifest.values.map(\.name)),
            bodyPlaces: places(of: manifest.bodies.map(\.name)),
            map: ManifestMap(manifest)
        )
    }

    private static func places(of names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }
}
