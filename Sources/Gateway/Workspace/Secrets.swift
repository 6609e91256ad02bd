import FoundationEssentials
public import Ledger
public import Signing
import Synchronization

/// Fetches secrets from where the workspace says they are kept.
public struct Secrets: Sendable {
    /// The process's environment.
    public let environment: [String: String]
    /// The workspace.
    public let workspace: Workspace
    private let read = KeyRead()

    /// Creates a reader of secrets.
    public init(environment: [String: String], workspace: Workspace) {
        self.environment = environment
        self.workspace = workspace
    }

    /// The secrets of an account by name.
    ///
    /// - Throws: ``GatewayError`` naming the secret and its place, never its text.
    public func values(
        of account: WorkspaceFile.AccountEntry,
        ledger: (any Ledger)?
    ) async throws -> [String: String] {
        var values: [String: String] = [:]
        for entry in account.secretPlaces {
            values[entry.key] = try await value(entry, of: account.name, ledger: ledger)
        }
        return values
    }

    private func value(
        _ entry: WorkspaceFile.SecretEntry,
        of account: String,
        ledger: (any Ledger)?
    ) async throws -> String {
        switch entry.place {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw GatewayError(
                    code: environment[name] == nil ? "secret-missing" : "secret-empty",
                    "The secret \"\(entry.key)\" of the account \(account) should be in the environment variable \(name), "
                        + (environment[name] == nil ? "which is not set." : "which is empty."),
                    remedy: "Set it, or run `placard connect` with another place for it."
                )
            }
            return value
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: workspace.absolute(path)) else {
                throw GatewayError(
                    code: "secret-unreadable",
                    "The secret \"\(entry.key)\" of the account \(account) should be in the file \(path), "
                        + "which cannot be read.",
                    remedy: "Check that the file is there and that you may read it."
                )
            }
            let text = String(decoding: data, as: UTF8.self)
            let secret = text.hasSuffix("\n") ? String(text.dropLast()) : text
            guard !secret.isEmpty else {
                throw GatewayError(
                    code: "secret-empty",
                    "The secret \"\(entry.key)\" of the account \(account) should be in the file \(path), which is empty.",
                    remedy: "Write the secret into it, or run `placard connect` with another place for it."
                )
            }
            return secret
        case .sealed:
            return try await opened(entry.key, of: account, ledger: ledger)
        }
    }

    private func opened(_ key: String, of account: String, ledger: (any Ledger)?) async throws -> String {
        let name = Self.name(of: key, account: account)
        guard let sealed = try await ledger?.secret(name) else {
            throw GatewayError(
                code: "secret-missing",
                "The sealed secret \"\(key)\" of the account \(account) is not in the ledger.",
                remedy: "Run `placard accounts rotate \(account)` to enter it again."
            )
        }
        do {
            // A key made now would open nothing.
            guard let seal = try knownSeal() else { throw SigningError.sealBroken }
            return try seal.open(String(decoding: sealed, as: UTF8.self), for: name)
        } catch {
            throw GatewayError(
                code: "secret-sealed",
                "The sealed secret \"\(key)\" of the account \(account) does not open with the key in \(workspace.keyPath).",
                remedy: "Restore that key file, or run `placard accounts rotate \(account)` to enter the secret again."
            )
        }
    }

    /// Seals a secret for the ledger, making the workspace's key when there is none.
    public func sealed(_ value: String, key: String, account: String) throws -> (name: String, bytes: [UInt8]) {
        let name = Self.name(of: key, account: account)
        return (name, [UInt8](try seal().seal(value, for: name).utf8))
    }

    /// The seal made from the workspace's key file; the file is made, readable by its owner alone, when missing.
    public func seal() throws -> Seal { try read.once(key) }

    private func key() throws -> Seal {
        try knownSeal() ?? FolderLock.held(workspace.root) { try knownSeal() ?? made() }
    }

    /// The seal made from the workspace's key file; nil when there is no such file.
    func knownSeal() throws -> Seal? {
        let path = workspace.keyPath
        if let data = FileManager.default.contents(atPath: path) {
            let text = String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
            guard let key = Base64.decode(text) else {
                throw GatewayError(
                    code: "key-damaged",
                    "The key file \(path) is damaged.",
                    remedy: "Restore it from a copy, or remove it and enter the sealed secrets again."
                )
            }
            return try Seal(key: key)
        }
        return nil
    }

    private func made() throws -> Seal {
        let path = workspace.keyPath
        let key = Seal.newKey()
        let made = FileManager.default.createFile(
            atPath: path,
            contents: Data((Base64.encode(key) + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else {
            throw GatewayError(
                code: "key-not-written",
                "The key file \(path) could not be written.",
                remedy: "Check the folder's permissions."
            )
        }
        FolderLock.keep(path, in: workspace.root)
        return try Seal(key: key)
    }

    /// The name under which the ledger keeps a sealed secret.
    static func name(of key: String, account: String) -> String { "\(account)/\(key)" }
}

/// The workspace's key once it was read.
private final class KeyRead: Sendable {
    private let seal = Mutex<Seal?>(nil)

    func once(_ read: () throws -> Seal) throws -> Seal {
        try seal.withLock { seal in
            let known = try seal ?? read()
            seal = known
            return known
        }
    }
}
