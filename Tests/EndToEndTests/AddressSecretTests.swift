import Foundation
import Testing

@Suite("A password in an address")
struct AddressSecretTests {
    private static let password = "hush-4711"

    @Test(
        "is refused by connect, never shown, and never written",
        arguments: [
            ["--base-url", "https://anna:hush-4711@board.example"], ["--base-url", "https://hush-4711@board.example"],
            ["--base-url", "anna:hush-4711@board.example"], ["--base-url", "HTTPS://anna:hush-4711@board.example/x"],
            ["--set", "website=https://anna:hush-4711@acme.example"], ["--set", "website=anna:hush-4711@acme.example"],
            ["--set", "https://anna:hush-4711@acme.example"],
            ["--set", "webhook=https://anna:hush-4711@acme.example/1"],
        ]
    )
    func connect(words: [String]) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        let whole = words.joined().contains("website") ? [] : ["--set", "website=https://acme.example"]
        let hook = words.joined().contains("webhook") ? [] : ["--set", "webhook=1"]
        for json in [[], ["--json"]] {
            let outcome = try bench.run(
                ["connect", "discord-webhook", "--name", "chat", "--secret", "token=env:TOKEN"] + hook + whole + words
                    + json,
                environment: ["TOKEN": "tok-123456"]
            )
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(!(outcome.errors + outcome.output).contains(Self.password), "\(outcome.errors)")
        }
        let file = try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8)
        #expect(!file.contains(Self.password))
        #expect(!file.contains("chat"))
    }

    @Test("is refused when placard.yaml is read, by file, line and column", arguments: ["baseURL", "settings"])
    func file(key: String) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        let address = "https://anna:\(Self.password)@board.example"
        let line = key == "baseURL" ? "baseURL: \"\(address)\"" : "settings: { website: \"\(address)\" }"
        try bench.write(
            "schema: 1\naccounts:\n  chat:\n    adapter: discord-webhook\n    \(line)\n",
            to: "placard.yaml"
        )
        let outcome = try bench.run("accounts")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("placard.yaml:5:"), "\(outcome.errors)")
        #expect(outcome.errors.contains("user name or a password"))
        #expect(!(outcome.errors + outcome.output).contains(Self.password))
    }
}
