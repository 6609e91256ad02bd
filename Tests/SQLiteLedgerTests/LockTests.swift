import Glibc
import Ledger
import LedgerTesting
import SQLiteLedger
import Synchronization
import Testing

@Suite("The lock of a ledger")
struct LockTests {
    private func settings(_ access: SQLiteLedger.Settings.Access, _ command: String) -> SQLiteLedger.Settings {
        SQLiteLedger.Settings(access: access, command: command, now: { Sample.start })
    }

    @Test("names the process that holds it, and is free when that has let go")
    func holder() async throws {
        let folder = try Folder()
        var first: SQLiteLedger? = try await SQLiteLedger.open(
            path: folder.ledger,
            settings: settings(.tryOnce, "placard\nserve")
        )
        let holder = "`placard serve` (process \(getpid()), since 2025-06-15T15:06:40Z)"
        await #expect(throws: LedgerError.busy(holder: holder)) {
            try await SQLiteLedger.open(path: folder.ledger, settings: settings(.tryOnce, "placard post"))
        }
        #expect(first != nil)
        first = nil
        _ = try await SQLiteLedger.open(path: folder.ledger, settings: settings(.tryOnce, "placard post"))
    }

    @Test("keeps no reader out")
    func readers() async throws {
        let folder = try Folder()
        let writer = try await SQLiteLedger.open(path: folder.ledger)
        let written = try await writer.add([Sample.posting(1)])
        let reader = try await SQLiteLedger.open(path: folder.ledger, settings: settings(.readOnly, "placard status"))
        #expect(try await reader.postings(PostingFilter()) == written)
    }

    @Test("is waited for, and taken as soon as it is free")
    func waiting() async throws {
        let folder = try Folder()
        let held = Mutex<SQLiteLedger?>(try await SQLiteLedger.open(path: folder.ledger))
        let clock = CountingClock { count in
            if count == 3 { held.withLock { $0 = nil } }
        }
        var settings = settings(.wait(.seconds(10)), "placard post")
        settings.clock = clock
        _ = try await SQLiteLedger.open(path: folder.ledger, settings: settings)
        #expect(clock.slept.withLock { $0 }.count == 3)
    }

    @Test("is waited for no longer than asked")
    func patience() async throws {
        let folder = try Folder()
        let held = try await SQLiteLedger.open(path: folder.ledger, settings: settings(.tryOnce, "placard serve"))
        let clock = CountingClock { _ in }
        var settings = settings(.wait(.milliseconds(110)), "placard post")
        settings.clock = clock
        let error = await #expect(throws: LedgerError.self) {
            try await SQLiteLedger.open(path: folder.ledger, settings: settings)
        }
        #expect(error?.description.contains("placard serve") == true)
        #expect(clock.slept.withLock { $0.reduce(.zero, +) } == .milliseconds(110))
        #expect(try await held.postings(PostingFilter()) == [])
    }
}

/// A clock on which every sleep is over at once, after something was done.
private final class CountingClock: Clock {
    typealias Instant = ContinuousClock.Instant

    let slept = Mutex<[Duration]>([])
    private let start = ContinuousClock.now
    private let wake: @Sendable (Int) -> Void

    init(wake: @escaping @Sendable (Int) -> Void) { self.wake = wake }

    var now: Instant { slept.withLock { start + $0.reduce(.zero, +) } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wait = deadline - now
        let count = slept.withLock { slept in
            slept.append(wait)
            return slept.count
        }
        wake(count)
    }
}
