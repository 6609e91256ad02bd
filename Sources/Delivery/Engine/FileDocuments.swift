import FoundationEssentials
import Glibc

/// Writes documents to folders: beside the target first, flushed to the disk, then renamed over it.
public struct FileDocuments: DocumentStore {
    /// Why a document could not be written.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// What the system said.
        public let description: String
    }

    /// Creates a writer.
    public init() {}

    /// Replaces a file by these bytes in one step.
    public func publish(_ bytes: [UInt8], file: String, in directory: String) throws {
        let target = try path(file, in: directory)
        let folder = Self.folder(of: target)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            // The system's own words hold addresses, and would make each try look like another fault.
            throw Fault(description: "the folder \(folder) cannot be made")
        }
        let draft = Self.draft(of: target)
        let handle = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard handle >= 0 else { throw Self.fault() }
        guard Self.write(bytes, to: handle), unsafe rename(draft, target) == 0 else {
            let fault = Self.fault()
            unsafe unlink(draft)
            throw fault
        }
        Self.flush(folder: folder)
    }

    /// Has the names in a folder reach the disk.
    private static func flush(folder: String) {
        let handle = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { return }
        fsync(handle)
        close(handle)
    }

    private static func folder(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    /// Where a file is written before it takes its place: a name that web servers do not show, and that nobody else
    /// writes to at the same time or has laid a link at.
    private static func draft(of path: String) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        return "\(folder(of: path))/.\(path.split(separator: "/").last ?? "").\(random).new"
    }

    /// Removes what crashes left half-written beside a file.
    private static func removeDrafts(of path: String) {
        let prefix = ".\(path.split(separator: "/").last ?? "")."
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder(of: path))) ?? []
        for name in names where name.hasPrefix(prefix) && name.hasSuffix(".new") {
            let middle = name.dropFirst(prefix.count).dropLast(4)
            guard !middle.contains(".") else { continue }
            unsafe unlink("\(folder(of: path))/\(name)")
        }
    }

    /// Writes all bytes, has them reach the disk, and closes the file.
    private static func write(_ bytes: [UInt8], to handle: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes {
                unsafe Glibc.write(handle, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = errno
                close(handle)
                errno = reason
                return false
            }
            written += count
        }
        let isFlushed = fsync(handle) == 0
        let reason = errno
        let isClosed = close(handle) == 0
        if !isFlushed { errno = reason }
        return isFlushed && isClosed
    }

    /// Removes a file; one that is not there is no fault.
    public func retract(_ file: String, in directory: String) throws {
        let target = try path(file, in: directory)
        // What a crash left half-written beside it goes too.
        Self.removeDrafts(of: target)
        guard unsafe unlink(target) == 0 || errno == ENOENT else { throw Self.fault() }
        Self.flush(folder: Self.folder(of: target))
    }

    /// A file's bytes, or nil.
    public func read(_ file: String, in directory: String) -> [UInt8]? {
        guard let target = try? path(file, in: directory) else { return nil }
        return FileManager.default.contents(atPath: target).map { [UInt8]($0) }
    }

    /// The path of a file, which never leaves the folder.
    private func path(_ file: String, in directory: String) throws -> String {
        guard !file.isEmpty, !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
            throw Fault(description: "\"\(file)\" is no name for a file in this folder")
        }
        return directory.hasSuffix("/") ? directory + file : "\(directory)/\(file)"
    }

    private static func fault() -> Fault {
        unsafe Fault(description: String(cString: strerror(errno)))
    }
}
