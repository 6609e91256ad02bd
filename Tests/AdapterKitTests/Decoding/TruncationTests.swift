import AdapterKit
import Documents
import Testing

/// A generator with a fixed seed, so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Broken files")
struct TruncationTests {
    @Test("a file cut off anywhere is refused or read, and never more than that", arguments: 1...40)
    func truncated(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let file = Bool.random(using: &generator) ? "manifest.yaml" : "ad.yaml"
        let bytes = SamplePack.files[file] ?? []
        let end = Int.random(in: 0..<bytes.count, using: &generator)
        expectAnswer(file, Array(bytes[..<end]))
    }

    @Test("a file with bytes changed at random is refused or read, and never more than that", arguments: 1...40)
    func garbled(seed: UInt64) {
        var generator = SeededGenerator(state: seed &* 7919)
        let file = Bool.random(using: &generator) ? "manifest.yaml" : "ad.yaml"
        var bytes = SamplePack.files[file] ?? []
        let signs = Array("{}[]:,$*!+'\"-\n #&%@0a\u{e9}".utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                signs[Int.random(in: 0..<signs.count, using: &generator)]
        }
        expectAnswer(file, bytes)
    }

    @Test(
        "a folder without a manifest, with bytes that are no text, or with no object says so",
        arguments: [
            ("no-manifest", nil), ("not-utf-8", [0xFF, 0xFE]), ("not-an-object", Array("[1]".utf8)),
            ("not-an-object", Array("word".utf8)),
        ] as [(String, [UInt8]?)]
    )
    func noManifest(code: String, bytes: [UInt8]?) {
        let files: [String: [UInt8]] = bytes.map { ["manifest.yaml": $0] } ?? [:]
        do {
            _ = try Adapter.load(AdapterPack(id: "x", files: files))
            Issue.record("it loads")
        } catch {
            #expect(error.all.first?.code == code)
            #expect(error.all.first?.location?.file == "x/manifest.yaml")
        }
    }

    private func expectAnswer(_ file: String, _ bytes: [UInt8]) {
        let pack = AdapterPack(id: "sample-board", files: SamplePack.files.merging([file: bytes]) { $1 })
        do {
            let adapter = try Adapter.load(pack)
            #expect(adapter.manifest.id == "sample-board")
        } catch {
            #expect(error.all.contains { $0.severity == .error })
            #expect(error.all.allSatisfy { $0.location != nil && !$0.message.isEmpty })
        }
    }
}
