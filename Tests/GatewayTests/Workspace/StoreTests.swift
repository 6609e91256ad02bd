import Documents
import Foundation
import Testing

@testable import Gateway

@Suite("Where the ledger is")
struct StoreTests {
    @Test(
        "is a file or a database, and shown without a password",
        arguments: [
            ("placard.db", "placard.db", nil, false), ("/srv/a b/x.db", "/srv/a b/x.db", nil, false),
            ("postgres://me@db:5433/jobs", "postgresql://me@db:5433/jobs", "placard", false),
            ("postgresql:///jobs", "postgresql:///jobs", "placard", false),
            ("postgresql://me:hunter2@db/jobs", "postgresql://me@db/jobs", "placard", true),
            ("postgresql://:hunter2@db/jobs", "postgresql://db/jobs", "placard", true),
            (
                "postgresql://db/jobs?password=hunter2&sslmode=require", "postgresql://db/jobs?sslmode=require",
                "placard", true
            ),
            ("postgresql://db/jobs?p%61ssword=hunter2", "postgresql://db/jobs", "placard", true),
            (
                "postgresql://me@/jobs?host=/run/pg&schema=a_1", "postgresql://me@/jobs?host=/run/pg&schema=a_1", "a_1",
                false
            ),
            ("postgresql://[::1]:5432,b:5433/jobs", "postgresql://[::1]:5432,b:5433/jobs", "placard", false),
            ("postgresql://db?dbname=jobs", "postgresql://db/?dbname=jobs", "placard", false),
        ] as [(String, String, String?, Bool)]
    )
    func form(text: String, name: String, schema: String?, holdsPassword: Bool) throws {
        let store = try Store(text)
        #expect(store.name == name)
        #expect(store.holdsPassword == holdsPassword)
        #expect(!"\(store) \(String(reflecting: store))".contains("hunter2"))
        guard case .postgres(let address) = store else {
            #expect(schema == nil)
            return
        }
        #expect(address.schema == schema)
        #expect(!address.text.contains("schema="))
        #expect(address.text.contains("hunter2") == holdsPassword)
        // What is shown can be written again.
        #expect(try Store(store.name).name == name)
    }

    @Test(
        "is refused with what to do, and without a word of what may be secret",
        arguments: [
            ("", "is empty", "postgresql://user@host"), ("mysql://me:hunter2@db/x", "of a kind", "postgresql://"),
            ("postgresql:me:hunter2@db/x", "no address", "postgresql://"),
            ("host=db dbname=x password=hunter2", "no address", "postgresql://"),
            ("postgresql://me@db:5432", "names no database", "behind the host"),
            ("postgresql://me:hun/ter2@db/x", "behind its host", "%2F"),
            ("postgresql://me:hun@ter2@db/x", "more than one @", "%40"),
            ("postgresql://me:hunter2/db", "port", "postgresql://"),
            ("postgresql://db:0/x", "port", "postgresql://"), ("postgresql://db/x?hunter2", "NAME=VALUE", "?sslmode"),
            ("postgresql://db/x?schema=A-1", "schema", "lower-case"),
            ("postgresql://db/x?schema=pg_catalog", "schema", "lower-case"),
        ]
    )
    func refusals(text: String, what: String, remedy: String) {
        let fault = #expect(throws: StoreFault.self) { try Store(text) }
        #expect(fault?.what.contains(what) == true, "\(String(describing: fault))")
        #expect(fault?.remedy.contains(remedy) == true, "\(String(describing: fault))")
        #expect("\(String(describing: fault))".firstMatch(of: /hun|ter2/) == nil)
    }

    @Test(
        "holds no password in the workspace's file, where each fault has its place",
        arguments: [
            ("postgresql://me:hunter2@db/jobs", "secret-in-store", "PGPASSWORD"),
            ("postgresql://db/jobs?password=hunter2", "secret-in-store", "~/.pgpass"),
            ("postgresql://me:hunter2@db", "bad-store", "database"), ("ftp://me:hunter2@db/jobs", "bad-store", "path"),
        ]
    )
    func file(store: String, code: String, advice: String) throws {
        let refusal = try #require(throws: Diagnostics.self) {
            try WorkspaceFile("schema: 1\nstore: \"\(store)\"\n", file: "placard.yaml")
        }
        let fault = try #require(refusal.all.first)
        #expect(fault.code == code)
        #expect("\(fault)".hasPrefix("placard.yaml:2:8"), "\(fault)")
        #expect(fault.field == "store")
        #expect(fault.remedy?.contains(advice) == true, "\(fault)")
        #expect(!"\(fault) \(fault.message)".contains("hunter2"))
    }

    @Test("is what the environment says, before the file, and a password may stand there")
    func environment() throws {
        let bench = try Bench([:])
        defer { bench.remove() }
        try bench.write("schema: 1\nstore: ours.db\n", to: Workspace.fileName)
        let plain = try Workspace(root: bench.folder)
        #expect(plain.ledgerFile == "\(bench.folder)/ours.db")
        #expect(!plain.isStoreOfEnvironment)
        let told = try Workspace(
            root: bench.folder,
            environment: [Store.variable: "postgresql://me:hunter2@db/jobs"]
        )
        #expect(told.ledgerFile == nil)
        #expect(told.ledgerName == "postgresql://me@db/jobs")
        #expect(told.isStoreOfEnvironment)
        for text in ["", "mysql://me:hunter2@db/x"] {
            let error = #expect(throws: GatewayError.self) {
                try Workspace(root: bench.folder, environment: [Store.variable: text])
            }
            #expect(error?.message.hasPrefix("The environment variable PLACARD_STORE") == true)
            #expect(error?.description.contains("hunter2") == false)
        }
    }
}
