import Glibc
import Ledger

import struct FoundationEssentials.Data
import struct FoundationEssentials.Date
import class FoundationEssentials.FileManager

/// The file beside a ledger by which one process at a time holds it for writing.
///
/// The kernel releases the lock when the process ends, however it ends. The file itself stays: removing it
/// would let two processes hold two files of the same name. Its text says who holds it.
final class LockFile: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Takes the lock, or answers who has it.
    static func take(_ path: String, command: String, since: Date) throws(LedgerError) -> Taking {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemReason()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            guard reason == EWOULDBLOCK else { throw .unreadable(file: path, reason: systemReason(reason)) }
            return .held(by: holder(path))
        }
        let lock = LockFile(descriptor: descriptor)
        let line = command.split(whereSeparator: \.isNewline).joined(separator: " ")
        lock.write("\(getpid())\n\(line)\n\(since.formatted(.iso8601))\n")
        return .taken(lock)
    }

    /// What became of taking a lock.
    enum Taking: Sendable {
        case taken(LockFile)
        case held(by: String)
    }

    private func write(_ text: String) {
        ftruncate(descriptor, 0)
        var bytes = Array(text.utf8)
        // Who holds the lock is a courtesy; a full disk must not keep anybody from taking it.
        _ = unsafe pwrite(descriptor, &bytes, bytes.count, 0)
    }

    private static func holder(_ path: String) -> String {
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(separator: "\n")
        guard lines.count == 3 else { return "another process" }
        return "`\(lines[1])` (process \(lines[0]), since \(lines[2]))"
    }
}

/// The system's words for an error number.
func systemReason(_ number: Int32 = errno) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
}
