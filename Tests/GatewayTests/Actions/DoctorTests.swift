import Testing

@testable import Gateway

@Suite("Doctor")
struct DoctorTests {
    @Test("a ledger without a posting is named, since ads that are up would be posted again")
    func newLedger() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let before = try await bench.gateway.doctor().first { $0.name == "ledger" }
        #expect(before?.message.contains("holds no posting yet") == true)
        _ = try await bench.post()
        let after = try await bench.gateway.doctor().first { $0.name == "ledger" }
        #expect(after?.message.contains("holds no posting yet") == false)
    }

    @Test("a place that cannot be written is not sound")
    func unwritable() async throws {
        var bench = try Bench([:])
        defer { bench.remove() }
        #expect(try await bench.gateway.doctor().first?.isSound == true)
        bench.file.store = "/proc/none/placard.db"
        let check = try #require(try await bench.gateway.doctor().first)
        #expect(!check.isSound)
        #expect(check.message.contains("/proc/none cannot be written"))
    }
}
