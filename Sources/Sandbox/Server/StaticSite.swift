import Foundation

/// Serves the files of one folder, read only.
struct StaticSite: Sendable {
    private let root: String

    init(root: String) {
        self.root = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
    }

    static let missing = SandboxAnswer(
        status: 404,
        headers: [SandboxHeader("Content-Type", "text/plain; charset=utf-8")],
        body: Array("Not found\n".utf8)
    )

    /// Answers GET and HEAD below `/site/`; everything outside the folder is not found.
    func answer(_ request: SandboxRequest) -> SandboxAnswer {
        guard ["GET", "HEAD"].contains(request.method) else {
            return SandboxAnswer(status: 405, headers: [SandboxHeader("Allow", "GET, HEAD")])
        }
        guard let bytes = file(request.path) else { return StaticSite.missing }
        let type = SandboxHeader("Content-Type", StaticSite.type(of: bytes.name))
        let common = [type, SandboxHeader("Accept-Ranges", "bytes")]
        guard let asked = request.header("range"), let match = asked.wholeMatch(of: /bytes=(\d*)-(\d*)/) else {
            return SandboxAnswer(status: 200, headers: common, body: bytes.data)
        }
        let size = bytes.data.count
        let range = range(Int(match.output.1), Int(match.output.2), size)
        guard let range else {
            return SandboxAnswer(status: 416, headers: common + [SandboxHeader("Content-Range", "bytes */\(size)")])
        }
        let place = SandboxHeader("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)")
        return SandboxAnswer(status: 206, headers: common + [place], body: Array(bytes.data[range]))
    }

    private func range(_ first: Int?, _ last: Int?, _ size: Int) -> Range<Int>? {
        switch (first, last) {
        case (let first?, let last?) where first <= last && first < size: first..<min(last + 1, size)
        case (let first?, nil) where first < size: first..<size
        case (nil, let count?) where count > 0 && size > 0: max(0, size - count)..<size
        default: nil
        }
    }

    private func file(_ path: String) -> (name: String, data: [UInt8])? {
        let decoded = PercentCoding.decode(String(path.dropFirst("/site".count)))
        let segments = decoded.split(separator: "/").map(String.init)
        guard !segments.contains(".."), !decoded.contains("\0"), !segments.contains(where: { $0.hasPrefix(".") }) else {
            return nil
        }
        var isFolder: ObjCBool = false
        var full = ([root] + segments).joined(separator: "/")
        let exists = unsafe FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
        if exists, isFolder.boolValue { full += "/index.html" }
        // A link inside the folder must not lead out of it.
        let real = URL(fileURLWithPath: full).resolvingSymlinksInPath().path
        guard real == root || real.hasPrefix(root + "/"), let data = FileManager.default.contents(atPath: real) else {
            return nil
        }
        return (real, Array(data))
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "xml": "application/xml; charset=utf-8"
        case "json": "application/json"
        case "css": "text/css; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: "application/octet-stream"
        }
    }
}
