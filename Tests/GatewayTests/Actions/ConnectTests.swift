import Documents
import Foundation
import Testing

@testable import Gateway

@Suite("Connecting")
struct ConnectTests {
    @Test("what another command makes of the account meanwhile is checked, not written over")
    func meanwhile() async throws {
        var bench = try Bench([:])
        defer { bench.remove() }
        bench.onOpen = Self.other(in: bench.folder, Bench.entry("main", "byhand"))
        let refusal = try await bench.refusal { _ = try await $0.connect(Self.request) }
        #expect(refusal.code == "other-adapter")
        #expect(try Workspace(root: bench.folder).file.account("main")?.adapter == "byhand")
    }

    @Test("what another command adds to the account meanwhile is kept")
    func kept() async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        var night = Bench.entry("main", "plain")
        night.settings["team"] = .text("Night")
        bench.onOpen = Self.other(in: bench.folder, night)
        _ = try await bench.gateway.connect(Self.request)
        let written = try #require(try Workspace(root: bench.folder).file.account("main"))
        #expect(written.settings["team"] == .text("Night"))
        #expect(written.secretPlaces == [.init(key: "key", place: .sealed)])
    }

    @Test("a secret given as a setting is refused without being shown, and nothing is written")
    func openSecret() async throws {
        let bench = try Bench([:])
        defer { bench.remove() }
        var request = ConnectRequest(adapter: "plain", name: "main")
        request.settings = [("key", "open-key-123456")]
        let refusal = try await bench.refusal { [request] in _ = try await $0.connect(request) }
        #expect(refusal.code == "secret-as-argument")
        #expect(!refusal.description.contains("open-key"))
        #expect(try Workspace(root: bench.folder).file.accounts.isEmpty)
    }

    /// A typed secret is sealed in the ledger, which is opened for that after every check.
    private static let request = {
        var request = ConnectRequest(adapter: "plain", name: "main")
        request.typed = [("key", "typed-key-123456")]
        return request
    }()

    /// Another command that writes an account.
    private static func other(
        in folder: String,
        _ entry: WorkspaceFile.AccountEntry
    ) -> @Sendable () throws -> Void {
        {
            try Workspace(root: folder).change { file in
                file.accounts.removeAll { $0.name == entry.name && $0.adapter != entry.adapter }
                guard file.account(entry.name)?.secretPlaces.contains(where: { $0.place == .sealed }) != true else {
                    return
                }
                file.accounts = file.accounts.filter { $0.name != entry.name } + [entry]
            }
        }
    }
}
