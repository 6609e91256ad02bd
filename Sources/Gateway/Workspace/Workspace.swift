import Documents
import FoundationEssentials
import Ledger

/// A folder with a `placard.yaml`, and what is found through it.
public struct Workspace: Sendable {
    /// Absolute path of the folder.
    public let root: String
    /// What the file says.
    public var file: WorkspaceFile
    /// Where the ledger is by the environment's word, which counts more than the file's.
    private let storeOfEnvironment: Store?

    /// Name of the file that makes a folder a workspace.
    public static let fileName = "placard.yaml"

    /// Finds the workspace of a folder by walking up from it.
    ///
    /// - Parameters:
    ///   - folder: Where to begin.
    ///   - exact: Whether only this folder counts, as with `--workspace`.
    ///   - environment: The process's environment, which may say where the ledger is.
    /// - Throws: ``GatewayError`` when there is none, ``Diagnostics`` when its file is wrong.
    public static func find(
        from folder: String,
        exact: Bool = false,
        environment: [String: String] = [:]
    ) throws -> Workspace {
        var here = URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL
        while true {
            let file = here.appending(path: fileName).path
            if FileManager.default.fileExists(atPath: file) {
                return try Workspace(root: here.path, environment: environment)
            }
            let parent = here.deletingLastPathComponent().standardizedFileURL
            guard !exact, parent.path != here.path, here.path != "/" else { break }
            here = parent
        }
        throw GatewayError(
            code: "no-workspace",
            "There is no \(fileName) in \(folder)\(exact ? "" : " or above it").",
            remedy: "Run `placard init` to make a workspace here, or name one with --workspace."
        )
    }

    /// Reads the workspace of a folder.
    ///
    /// - Parameter environment: The process's environment, which may say where the ledger is.
    public init(root: String, environment: [String: String] = [:]) throws {
        let trimmed = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        let path = "\(trimmed)/\(Self.fileName)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw GatewayError(
                code: "unreadable",
                "\(path) cannot be read.",
                remedy: "Check its permissions."
            )
        }
        do throws(StoreFault) {
            storeOfEnvironment = try environment[Store.variable].map { text throws(StoreFault) in try Store(text) }
        } catch {
            throw error.error(in: "The environment variable \(Store.variable)")
        }
        self.root = trimmed
        file = try WorkspaceFile(String(decoding: data, as: UTF8.self), file: path)
    }

    /// Where the ledger is.
    public var store: Store { storeOfEnvironment ?? (try? Store(file.store)) ?? .file(file.store) }

    /// Whether the environment says where the ledger is.
    public var isStoreOfEnvironment: Bool { storeOfEnvironment != nil }

    /// Path of the ledger's file; nil where it is in a database.
    public var ledgerFile: String? { if case .file(let path) = store { absolute(path) } else { nil } }

    /// What people know the ledger by: the path of its file, or its database.
    public var ledgerName: String { ledgerFile ?? store.name }

    /// Path of the key that seals secrets.
    public var keyPath: String { "\(root)/.placard-key" }

    /// A path of the workspace, made absolute.
    public func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(root)/\(path)" }

    /// Writes the file whole, with the comments it has: a crash leaves the old one or the new one.
    public func save() throws { try write(commented) }

    private func write(_ text: String) throws {
        let path = "\(root)/\(Self.fileName)"
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            FolderLock.keep(path, in: root)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw LedgerError.diskFull(file: path)
        } catch {
            throw GatewayError(
                code: "not-written",
                "\(path) could not be written.",
                remedy: "Check the folder's permissions and free space."
            )
        }
    }

    /// The file's text with the comments that people wrote into the old one.
    private var commented: String {
        guard let old = FileManager.default.contents(atPath: "\(root)/\(Self.fileName)") else { return file.text }
        let text = WorkspaceComments(of: String(decoding: old, as: UTF8.self)).kept(in: file.text)
        // Comments may be lost; what the file says may not.
        return (try? WorkspaceFile(text, file: Self.fileName))?.text == file.text ? text : file.text
    }

    /// Changes the file as it stands now, while no other process does.
    ///
    /// What another command has written since this one began is kept.
    func change<Result>(_ edit: (inout WorkspaceFile) throws -> Result) throws -> Result {
        try FolderLock.held(root) {
            var workspace = try Workspace(root: root)
            let before = workspace.file
            let result = try edit(&workspace.file)
            if workspace.file != before { try workspace.save() }
            return result
        }
    }

    /// Names the ledger in the file as it stands now, unless it names one already.
    ///
    /// - Parameter replaces: Whether one that is named already gives way.
    /// - Returns: The ledger that the file names afterwards.
    func name(ledger id: String, replaces: Bool = false) throws -> String {
        try FolderLock.held(root) {
            var workspace = try Workspace(root: root)
            if let known = workspace.file.ledger, !replaces || known == id { return known }
            workspace.file.ledger = id
            let path = "\(root)/\(Self.fileName)"
            let old = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
            // What people wrote into the file, comments included, stays where that is possible.
            if let text = WorkspaceFile.text(old, naming: id),
                (try? WorkspaceFile(text, file: path))?.ledger == id
            {
                try workspace.write(text)
            } else {
                try workspace.save()
            }
            return id
        }
    }

    /// Whether the workspace was used to post and its ledger is gone: the file names one, or its key was made with it.
    public var hasLostLedger: Bool {
        let wasUsed =
            file.ledger != nil || !file.accounts.isEmpty && FileManager.default.fileExists(atPath: keyPath)
        // Whether a database has it is known when it is opened.
        return wasUsed && ledgerFile.map { !FileManager.default.fileExists(atPath: $0) } ?? false
    }

    /// The accounts that `--to` names, groups resolved, each once, in the order named.
    ///
    /// - Throws: ``GatewayError`` naming the first unknown one and the nearest known name.
    public func accounts(named names: [String]) throws(GatewayError) -> [WorkspaceFile.AccountEntry] {
        var found: [WorkspaceFile.AccountEntry] = []
        for name in names {
            var members = [name]
            if let group = file.groups.first(where: { $0.name == name }) {
                members = group.members
            } else if name == WorkspaceFile.everyAccount {
                members = file.accounts.map(\.name)
            }
            for member in members {
                guard let entry = file.account(member) else { throw unknown(member) }
                if !found.contains(where: { $0.name == member }) { found.append(entry) }
            }
        }
        return found
    }

    private func unknown(_ name: String) -> GatewayError {
        let known = file.accounts.map(\.name) + file.groups.map(\.name)
        let hint = Nearest.name(to: name, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
        return GatewayError(
            code: "unknown-account",
            "There is no account or group \"\(name)\" in \(root)/\(Self.fileName).",
            remedy: hint + "`placard accounts` lists them, `placard connect` adds one."
        )
    }
}
