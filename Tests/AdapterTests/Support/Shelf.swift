import AdapterKit
import Documents
import FoundationEssentials
import RoleFiles
import Sandbox

/// The repository's adapters, templates and sources, found from where this file stands.
enum Shelf {
    static let root = tests.appending(path: "../..").standardizedFileURL

    /// The folder of these tests, also when a build reached it through links.
    static let tests = URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../..").standardizedFileURL

    /// Names of the folders below `Adapters`, sorted.
    static let ids: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Adapters").path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }()

    /// The page templates by file name.
    static let pageTemplates: [String: String] = {
        let folder = root.appending(path: "Templates/pages").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let pairs = names.compactMap { name in text("Templates/pages/\(name)").map { (name, $0) } }
        return Dictionary(pairs) { $1 }
    }()

    private static let loaded: [String: Result<Adapter, Diagnostics>] = Dictionary(
        uniqueKeysWithValues: ids.map { id in
            let folder = root.appending(path: "Adapters/\(id)").path
            let result = Result { () throws(Diagnostics) in try Adapter.load(AdapterPack(directory: folder)) }
            return (id, result)
        }
    )

    /// An adapter, read once.
    ///
    /// - Throws: What is wrong with its files.
    static func adapter(_ id: String) throws -> Adapter {
        guard let found = loaded[id] else { throw NotThere(what: "the adapter \(id)") }
        return try found.get()
    }

    private static let contracts: [String: Result<Contract, any Error>] = Dictionary(
        uniqueKeysWithValues: ids.map { id in
            let name = "Adapters/\(id)/contract.yaml"
            return (id, Result { try Contract(text(name) ?? "", file: name) })
        }
    )

    /// The board's side of an adapter, read once.
    static func contract(_ id: String) throws -> Contract {
        guard let found = contracts[id] else { throw NotThere(what: "the contract of \(id)") }
        return try found.get()
    }

    /// The role that `placard demo` posts, with its hiring team's part.
    static let demoRole: Result<RoleFile, Diagnostics> = {
        let name = "Templates/roles/machine-learning-engineer.yaml"
        return Result { () throws(Diagnostics) in try RoleFile.read(text: text(name) ?? "", file: name) }
    }()

    /// A file of the repository as text, or nil.
    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Something that a test needs and that is missing.
    struct NotThere: Error, CustomStringConvertible {
        let what: String
        var description: String { "\(what) is not there" }
    }
}

/// Seconds since the start of a test's clock.
func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_795_341_600 + seconds) }
