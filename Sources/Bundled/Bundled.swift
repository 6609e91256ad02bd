public import Foundation

/// The adapters, the templates and the manual of manifests that are part of the binary.
public enum Bundled: Sendable {
    /// Names of the files below a folder, such as `Adapters/`, in order.
    public static func names(below folder: String = "") -> [String] {
        packedFiles.map { "\($0.name)" }.filter { $0.hasPrefix(folder) }
    }

    /// A file's bytes, or nil when there is none of that name.
    public static func file(_ name: String) -> Data? {
        guard let entry = packedFiles.first(where: { "\($0.name)" == name }) else { return nil }
        return Data(base64Encoded: "\(entry.base64)")
    }

    /// The ids of the bundled adapters, in order.
    public static var adapters: [String] {
        names(below: "Adapters/").filter { $0.hasSuffix("/manifest.yaml") }
            .compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) }
    }
}
