import Dispatch
import GRDB

@testable import SQLiteLedger

/// Keeps a ledger's writer busy for as long as a test needs.
struct Gate: Sendable {
    private let opening = DispatchSemaphore(value: 0)

    /// Runs a body while a write is under way, and ends the write after it.
    func hold<Answer: Sendable>(
        _ ledger: SQLiteLedger,
        during body: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let (isHeld, held) = AsyncStream.makeStream(of: Void.self)
        async let write: Void = ledger.write { [opening] db in
            // However this ends, nobody waits for it in vain.
            defer { held.finish() }
            try db.execute(sql: "INSERT OR REPLACE INTO secret (name, sealed) VALUES ('gate', x'00')")
            held.finish()
            opening.wait()
        }
        for await _ in isHeld {}
        let result: Result<Answer, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        opening.signal()
        try await write
        return try result.get()
    }

    /// Lets the write end, for a body that needs it to.
    func open() { opening.signal() }
}
