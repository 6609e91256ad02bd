import Bundled
import CurlTransport
import Delivery
import Foundation
import Gateway
import Transport

/// Puts the real parts together: the one place that names libcurl.
enum Wiring {
    /// The adapters: the workspace's own, those of `--adapters`, the bundled ones.
    static func catalog(_ options: SharedOptions, workspace: String?) -> AdapterCatalog {
        AdapterCatalog(
            folders: options.adapters + (workspace.map { ["\($0)/adapters"] } ?? []),
            bundled: Bundled.adapters
        ) { id in
            let prefix = "Adapters/\(id)/"
            return Dictionary(
                Bundled.names(below: prefix).compactMap { name in
                    Bundled.file(name).map { (String(name.dropFirst(prefix.count)), [UInt8]($0)) }
                }
            ) { first, _ in first }
        }
    }

    /// The root of the workspace that is meant, if there is one.
    // Never inlined: the optimiser of Swift 6.3.1 merges the typed errors below into code its own verifier refuses.
    @inline(never)
    static func root(_ options: SharedOptions) -> String? { try? workspace(options).root }

    @inline(never)
    static func workspace(_ options: SharedOptions) throws -> Workspace {
        let environment = ProcessInfo.processInfo.environment
        if let folder = options.workspace {
            return try Workspace.find(from: folder, exact: true, environment: environment)
        }
        return try Workspace.find(from: FileManager.default.currentDirectoryPath, environment: environment)
    }

    static var pageTemplates: [String: String] {
        Dictionary(
            Bundled.names(below: "Templates/pages/").compactMap { name in
                Bundled.file(name).map {
                    (String(name.dropFirst("Templates/pages/".count)), String(decoding: $0, as: UTF8.self))
                }
            }
        ) { first, _ in first }
    }

    /// Runs an action with a gateway whose connections are closed afterwards.
    static func withGateway<Result: Sendable>(
        _ options: SharedOptions,
        command: String,
        cap: Duration? = nil,
        _ action: @Sendable (Gateway) async throws -> Result
    ) async throws -> Result {
        let workspace = try workspace(options)
        return try await withGateway(workspace, options, command: command, cap: cap, action)
    }

    static func withGateway<Result: Sendable>(
        _ workspace: Workspace,
        _ options: SharedOptions,
        command: String,
        cap: Duration? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        _ action: @Sendable (Gateway) async throws -> Result
    ) async throws -> Result {
        for warning in workspace.warnings { Terminal.warn(warning) }
        return try await withCurlTransport(CurlTransport.Settings(version: Placard.version)) { transport in
            let opening = LedgerOpening(command: command)
            var gateway = Gateway(
                workspace: workspace,
                catalog: catalog(options, workspace: workspace.root),
                pageTemplates: pageTemplates,
                environment: environment,
                transport: transport,
                cap: cap,
                keeper: opening
            ) { try await opening.open($0, $1) }
            gateway.onWarning = { Terminal.warn($0) }
            return try await action(gateway)
        }
    }
}
