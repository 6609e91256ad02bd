public import AdapterKit
import Documents
import FoundationEssentials
import Synchronization

/// Finds adapters: the workspace's own, those of `--adapters`, then the bundled ones.
///
/// The first one of an id wins.
public struct AdapterCatalog: Sendable {
    /// Folders of adapters, the strongest first.
    public let folders: [String]
    /// Ids of the bundled adapters.
    public let bundled: [String]
    private let bundledFiles: @Sendable (String) -> [String: [UInt8]]
    private let loaded = Loaded()

    /// Creates a catalogue.
    ///
    /// - Parameters:
    ///   - folders: Folders that hold one folder per adapter, the strongest first.
    ///   - bundled: Ids of the bundled adapters.
    ///   - files: The files of a bundled adapter by name.
    public init(folders: [String], bundled: [String], files: @escaping @Sendable (String) -> [String: [UInt8]]) {
        self.folders = folders
        self.bundled = bundled
        bundledFiles = files
    }

    /// Ids of all adapters, sorted.
    public var ids: [String] {
        var ids = Set(bundled)
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where FileManager.default.fileExists(atPath: "\(folder)/\(name)/manifest.yaml") {
                ids.insert(name)
            }
        }
        return ids.sorted()
    }

    /// The adapter of an id.
    ///
    /// - Throws: ``GatewayError`` when there is none, ``Diagnostics`` when its files are wrong.
    public func adapter(_ id: String) throws -> Adapter {
        try loaded.once(id) { try Adapter.load(try pack(id)) }
    }

    /// The files of an adapter.
    public func pack(_ id: String) throws -> AdapterPack {
        for folder in folders where FileManager.default.fileExists(atPath: "\(folder)/\(id)/manifest.yaml") {
            return try AdapterPack(directory: "\(folder)/\(id)")
        }
        if bundled.contains(id) { return AdapterPack(id: id, files: bundledFiles(id)) }
        // Whoever writes the beginning of a long id means it too.
        let begun = id.count < 3 ? [] : ids.filter { $0.hasPrefix(id.lowercased()) }
        let near = Nearest.name(to: id, among: ids) ?? (begun.count == 1 ? begun[0] : nil)
        let hint = near.map { "Did you mean \"\($0)\"? " } ?? ""
        throw GatewayError(
            code: "unknown-adapter",
            "There is no adapter \"\(id)\".",
            remedy: hint + "`placard boards` lists them; --adapters names a folder with your own."
        )
    }
}

/// Adapters that were loaded before: many accounts share one, and so what it remembers of its renders.
private final class Loaded: Sendable {
    private let adapters = Mutex<[String: Adapter]>([:])

    /// The adapter of an id; who asks while it is being loaded waits for it.
    func once(_ id: String, _ load: () throws -> Adapter) throws -> Adapter {
        try adapters.withLock { adapters in
            if let known = adapters[id] { return known }
            let adapter = try load()
            adapters[id] = adapter
            return adapter
        }
    }
}
