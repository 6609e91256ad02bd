import AdapterKit
import Foundation

/// The sample adapter that uses every construct, and packs made from it.
enum SamplePack {
    /// Folder of this target's manifests.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Manifests")

    /// The sample's files, read once.
    static let files: [String: [UInt8]] = {
        (try? AdapterPack(directory: folder.appending(path: "sample-board").path))?.files ?? [:]
    }()

    /// The sample as it stands.
    static var whole: AdapterPack { AdapterPack(id: "sample-board", files: files) }

    /// The text of one of the sample's files.
    static func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }

    /// The sample with other texts in place of some files.
    static func with(_ texts: [String: String]) -> AdapterPack {
        AdapterPack(id: "sample-board", files: files.merging(texts.mapValues { Array($0.utf8) }) { $1 })
    }

    /// The sample with one text replaced in one of its files; nil when it does not stand there exactly once.
    static func replacing(_ old: String, with new: String, in file: String) -> AdapterPack? {
        let parts = text(file).components(separatedBy: old)
        return parts.count == 2 ? with([file: parts.joined(separator: new)]) : nil
    }
}
