import Foundation
import Ledger
import LedgerTesting
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

    @Test("changes not a byte of the folder, and the commands after it miss no ledger", arguments: [false, true])
    func untouched(isSealed: Bool) async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        if isSealed {
            try bench.edit("main") { $0.secretPlaces = [.init(key: "key", place: .sealed)] }
            _ = try await bench.store.commit([Step([.secret(name: "main/key", sealed: [1])])])
        }
        let gateway = try bench.gateway
        let before = try Self.contents(of: bench.folder)
        let checks = try await gateway.doctor()
        #expect(checks.first { $0.name == "account main" }?.isSound == !isSealed)
        #expect(try Self.contents(of: bench.folder) == before)
        #expect(!gateway.workspace.hasLostLedger)
    }

    @Test("a ledger that is lost, or another than the workspace names, is to be mended", arguments: [false, true])
    func lostLedger(isAnother: Bool) async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.file.ledger = "lformer"
        if isAnother { try bench.write("", to: "placard.db") }
        let check = try #require(try await bench.gateway.doctor().first { $0.name == "ledger" })
        #expect(!check.isSound)
        #expect(check.message.contains("nobody knows what was posted"), "\(check.message)")
        #expect(check.message.contains("Restore"))
        let plan = try await bench.refusal { _ = try await $0.plan(["cook"], to: []) }
        #expect(plan.code == "ledger-lost")
    }

    @Test("says in ISO 8601 until when an account rests")
    func resting() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        var memory = AccountState(name: "main")
        memory.cooldownUntil = bench.clock.now.addingTimeInterval(3600)
        _ = try await bench.store.commit([Step([.account(memory)])])
        let check = try await bench.gateway.doctor().first { $0.name == "account main" }
        #expect(check?.message == "resting until 2027-01-15T09:00:00Z, as asked")
    }

    /// Every file below a folder with its bytes.
    private static func contents(of folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return Dictionary(
            names.map { ($0, FileManager.default.contents(atPath: "\(folder)/\($0)") ?? Data()) }
        ) { first, _ in first }
    }
}
