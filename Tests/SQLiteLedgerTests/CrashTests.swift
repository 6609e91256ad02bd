import Glibc
import Ledger
import LedgerTesting
import SQLiteLedger
import Testing

import struct FoundationEssentials.Data
import class FoundationEssentials.FileManager

@Suite("A crash", .timeLimit(.minutes(2)))
struct CrashTests {
    @Test("a killed process loses nothing it was told is written, and leaves no lock")
    func killed() async throws {
        let folder = try Folder()
        let path = folder.ledger
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let ledger = try await SQLiteLedger.open(path: path, settings: .init(access: .tryOnce))
            let told = unsafe open(path + ".told", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            await withTaskGroup(of: Void.self) { tasks in
                for task in 0..<16 {
                    tasks.addTask {
                        for turn in 0... {
                            let posting = Sample.posting(task * 1_000_000 + turn)
                            guard let added = try? await ledger.add([posting]).count, added == 1 else { return }
                            var line = Array("\(posting.reference)\n".utf8)
                            _ = unsafe write(told, &line, line.count)
                            // In the middle of what the other tasks are writing.
                            if task == 7, turn == 20 { kill(getpid(), SIGKILL) }
                        }
                    }
                }
            }
        }
        let told = FileManager.default.contents(atPath: path + ".told") ?? Data()
        let references = Set(String(decoding: told, as: UTF8.self).split(separator: "\n").map(String.init))
        let ledger = try await SQLiteLedger.open(path: path, settings: .init(access: .tryOnce))
        let found = Set(try await ledger.postings(PostingFilter()).map(\.reference))
        #expect(references.count >= 20)
        #expect(references.subtracting(found) == [])
        #expect(try await ledger.check() == [])
    }

    @Test("a copy of the files taken at any moment has everything acknowledged before it, and no half of a step")
    func copies() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await ledger.commit([Step([Sample.revision])])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            // Fewer changes than lead to a checkpoint: two files cannot be copied at one moment.
            for task in 0..<4 {
                tasks.addTask {
                    for turn in 0..<25 {
                        let pair = (1...2).map { Sample.posting(task * 1_000 + turn * 10 + $0) }
                        _ = try await ledger.commit([Step(pair.map(Change.posting))])
                    }
                }
            }
            for number in 0..<12 {
                let acknowledged = try await ledger.postings(PostingFilter())
                let copy = folder.path + "/copy\(number).db"
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(atPath: folder.ledger + suffix, toPath: copy + suffix)
                }
                let reopened = try await SQLiteLedger.open(path: copy)
                let found = try await reopened.postings(PostingFilter())
                #expect(Set(acknowledged).subtracting(found) == [])
                #expect(found.count.isMultiple(of: 2))
                #expect(try await reopened.check() == [])
            }
            try await tasks.waitForAll()
        }
        #expect(try await ledger.postings(PostingFilter()).count == 200)
    }
}
