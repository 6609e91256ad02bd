import AdapterKit
import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing

@testable import Gateway

@Suite("Roles by name")
struct RoleNamesTests {
    private func bench() throws -> Bench {
        let bench = try Bench(["main": "plain"])
        try FileManager.default.moveItem(
            atPath: "\(bench.folder)/roles/cook.yaml",
            toPath: "\(bench.folder)/roles/ok.yaml"
        )
        return bench
    }

    @Test("the name of a file stands for the role in it, in every command on postings")
    func byFile() async throws {
        let bench = try bench()
        defer { bench.remove() }
        _ = try await bench.post(["ok"], waits: true)
        #expect(try await bench.gateway.status(["ok"]).postings.count == 1)
        #expect(try await bench.gateway.sync(["ok"]).postings.count == 1)
        #expect(try await bench.gateway.renew(["ok"], to: ["all"]).postings.count == 1)
        #expect(try await bench.gateway.withdraw(["ok"], to: [], waits: true).postings.map(\.state) == [.withdrawn])
    }

    @Test("a role's id finds its file, whatever that is called")
    func byID() async throws {
        let bench = try bench()
        defer { bench.remove() }
        #expect(try await bench.gateway.drafts(["cook"], to: []).map(\.key.role) == ["cook"])
        #expect(try await bench.gateway.plan(["cook"], to: []).entries.count == 1)
        #expect(try await bench.post(["cook"]).postings.count == 1)
        #expect(try await bench.gateway.status(["cook"]).postings.count == 1)
        // A file of that name comes first.
        try bench.write(role: "chef")
        try FileManager.default.moveItem(
            atPath: "\(bench.folder)/roles/chef.yaml",
            toPath: "\(bench.folder)/roles/cook.yaml"
        )
        #expect(try await bench.gateway.drafts(["cook"], to: []).map(\.key.role) == ["chef"])
        // What was posted under the id is found under it all the same.
        #expect(try await bench.gateway.status(["cook"]).postings.count == 1)
    }

    @Test("two files of one role are told apart before one of them is posted")
    func twice() async throws {
        let bench = try bench()
        defer { bench.remove() }
        try FileManager.default.copyItem(
            atPath: "\(bench.folder)/roles/ok.yaml",
            toPath: "\(bench.folder)/roles/second.yaml"
        )
        let refusal = try await bench.refusal { _ = try await $0.drafts(["cook"], to: []) }
        #expect(refusal.code == "same-role")
        #expect(refusal.message.contains("ok.yaml") && refusal.message.contains("second.yaml"), "\(refusal)")
    }

    @Test("what a role says for an account that is not there is told by lint, plan and post, and hinders none")
    func strangers() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        try bench.write(role: "cook", more: "boards: { mian: { title: Chef } }")
        let drafts = try await bench.gateway.drafts(["cook"], to: [])
        let finding = try #require(drafts.flatMap(\.ad.findings).first { $0.field == "boards.mian" })
        #expect(finding.severity == .note && finding.code == "unknown-account")
        #expect(finding.message.contains("\"mian\""))
        #expect(finding.remedy?.contains("\"main\"") == true)

        let told = Mutex<[GatewayWarning]>([])
        var gateway = try bench.gateway
        gateway.onWarning = { warning in told.withLock { $0.append(warning) } }
        let plan = try await gateway.plan(["cook"], to: [])
        #expect(plan.entries.map(\.action) == ["create"])
        #expect(told.withLock { $0.map(\.code) } == ["unknown-account"])
        #expect(told.withLock { $0.first?.remedy.contains("\"main\"") } == true)
        #expect(try await gateway.post(PostRequest(roles: ["cook"], to: ["main"])).exitStatus == 0)
        #expect(told.withLock(\.count) == 2)
        // What is said of an account that is there, and not meant now, is no news.
        try bench.write(role: "cook", more: "boards: { main: { title: Chef } }")
        let others = try await bench.gateway.drafts(["cook"], to: []).flatMap(\.ad.findings)
        #expect(others.allSatisfy { $0.code != "unknown-account" })
    }
}
