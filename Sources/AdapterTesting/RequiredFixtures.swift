import AdapterKit
import Documents

/// Which of the required situations an adapter's fixtures prove.
struct RequiredFixtures {
    /// What every adapter that calls a board must show.
    static let called = ["accepted", "rejected", "rate-limited", "credentials", "answer-lost"]

    let adapter: Adapter

    /// What is proven: by `proves` in a fixture's posting file, or by the beginning of its name.
    var proven: Set<String> {
        var proven: Set<String> = []
        for name in FixtureRunner.names(in: adapter.pack) {
            for word in Self.called + ["long", "non-latin", "document", "render"]
            where name == word || name.hasPrefix("\(word)-") {
                proven.insert(word)
            }
            guard let input = try? FixtureFiles(pack: adapter.pack, fixture: name).input() else { continue }
            proven.formUnion(input.proves)
            if ["document", "render"].contains(input.call) { proven.insert(input.call) }
        }
        return proven
    }

    /// What is required and not proven.
    ///
    /// An adapter that calls nobody must show its document, or its prepared text.
    func missing() -> [String] {
        let proven = proven
        let calls = adapter.manifest.operations.contains { $0.request != nil }
        guard calls else { return proven.isDisjoint(with: ["document", "render"]) ? ["document"] : [] }
        return Self.called.filter { !proven.contains($0) }
    }
}
