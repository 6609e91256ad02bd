import Foundation
import PackagePlugin

/// Packs `Adapters/`, `Templates/` and the manual of manifests into the target that asks for them, so that the binary
/// is self-contained.
@main
struct EmbedBundle: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL
        let manual = ["manifest-reference.md", "manifest-schema.json"].map { root.appending(path: "docs/\($0)") }
        let files = try ["Adapters", "Templates"].flatMap { try Self.files(below: root.appending(path: $0)) } + manual
        let output = context.pluginWorkDirectoryURL.appending(path: "PackedFiles.swift")
        return [
            .buildCommand(
                displayName: "Packing \(files.count) bundled files",
                executable: try context.tool(named: "pack").url,
                arguments: [output.path(), root.path()] + files.map { $0.path() },
                inputFiles: files,
                outputFiles: [output]
            )
        ]
    }

    /// What the program needs when it runs; fixtures and notes for authors stay in the repository.
    private static func files(below folder: URL) throws -> [URL] {
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        else {
            return []
        }
        return walk.compactMap { $0 as? URL }
            .filter { !$0.path().contains("/fixtures/") && !$0.hasDirectoryPath }
            .filter { ["yaml", "html", "txt", "graphql", "md"].contains($0.pathExtension) }
            .sorted { $0.path() < $1.path() }
    }
}
