import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Accounts")
struct AccountTests {
    @Test(
        "an account with something left to do is not removed, and the posting is named",
        arguments: ["present", "unknown", "due", "leased", "ambiguous"]
    )
    func left(what: String) async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try await bench.alter("main") { posting in
            switch what {
            case "unknown": (posting.observed, posting.phase) = (.unknown, .parked)
            case "due": (posting.observed, posting.phase) = (.none, .due)
            case "leased": (posting.observed, posting.phase, posting.leaseOwner) = (.none, .leased, "dead")
            case "ambiguous": (posting.observed, posting.phase) = (.unknown, .ambiguous)
            default: break
            }
        }
        let reference = try await bench.posting("main").reference
        let refusal = try await bench.refusal { try await $0.remove("main") }
        #expect(refusal.code == "ads-left")
        #expect(refusal.message.contains(reference))
        #expect(try Workspace(root: bench.folder).file.account("main") != nil)
    }

    @Test("an account that is removed takes its sealed secrets and its token with it")
    func removal() async throws {
        var bench = try Bench(["main": "plain", "other": "plain"])
        defer { bench.remove() }
        try bench.edit("main") { $0.secretPlaces = [.init(key: "key", place: .sealed)] }
        var request = ConnectRequest(adapter: "plain", name: "main")
        request.typed = [("key", "typed-key-123456")]
        _ = try await bench.gateway.connect(request)
        var memory = AccountState(name: "main")
        memory.sealedToken = [1]
        memory.tokenExpires = bench.clock.now
        _ = try await bench.store.commit([Step([.account(memory)])])
        #expect(try await bench.store.secret("main/key") != nil)
        try await bench.gateway.remove("main")
        #expect(try await bench.store.secret("main/key") == nil)
        #expect(try await bench.store.accounts(["main"]).first?.sealedToken == nil)
        #expect(try Workspace(root: bench.folder).file.accounts.map(\.name) == ["other"])
    }

    @Test("an account that is not there is named with the nearest one, and a group is none")
    func unknown() async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.file.groups = [.init(name: "social", members: ["main"])]
        let refusal = try await bench.refusal { try await $0.remove("mian") }
        #expect(refusal.code == "unknown-account")
        #expect(refusal.remedy.contains("\"main\""))
        #expect(try await bench.refusal { try await $0.remove("social") }.code == "unknown-account")
    }

    @Test("where no call proves credentials, a check ends the pause that the board caused, and no command before it")
    func pause() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.board.fail("POST", .answers(401))
        #expect(try await bench.post().postings.first?.state == .waitingForCustomer)
        _ = try await bench.post()
        _ = try await bench.gateway.sync([])
        #expect(bench.board.changes == ["POST"])
        #expect(try await bench.gateway.check("main").verdict == nil)
        #expect(try await bench.post().exitStatus == 0)
        #expect(bench.board.changes == ["POST", "POST"])
        #expect(bench.board.titles == ["Cook"])
    }

    @Test(
        "an account with ads stays on its server",
        arguments: ["base", "setting", "same", "other setting", "gone", "moved"]
    )
    func moving(what: String) async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        if what == "gone" { _ = try await bench.gateway.withdraw(["cook"], to: [], waits: true) }
        var request = ConnectRequest(adapter: "plain", name: "main")
        switch what {
        case "base", "gone", "moved": request.baseURL = "https://elsewhere.example"
        case "setting": request.settings = [("server", "elsewhere.example")]
        case "other setting": request.settings = [("team", "Night")]
        default: request.secrets = [("key", .environment("KEY"))]
        }
        request.hasMoved = what == "moved"
        let gateway = try bench.gateway
        if ["base", "setting"].contains(what) {
            let refusal = try await bench.refusal { [request] in _ = try await $0.connect(request) }
            #expect(refusal.code == "ads-left")
            #expect(try Workspace(root: bench.folder).file.account("main")?.baseURL == nil)
        } else {
            #expect(try await gateway.connect(request).name == "main")
        }
    }
}
