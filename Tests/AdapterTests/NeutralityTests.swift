import AdapterKit
import Documents
import FoundationEssentials
import Testing

@Suite("The program")
struct NeutralityTests {
    /// Words of ids and names that say what a thing is and not whose it is, each with the reason why it stays free.
    static let free: [String: String] = [
        "board": "the word of the domain for every board",
        "channel": "any chat has channels",
        "feed": "a kind of board in the manifest's schema",
        "generic": "an ordinary adjective",
        "hiring": "what every role is about",
        "is": "an ordinary verb",
        "job": "what every board is about",
        "jobs": "what every board is about",
        "manager": "an ordinary noun",
        "news": "an ordinary noun",
        "outbound": "an ordinary adjective",
        "own": "an ordinary adjective",
        "pages": "a kind of board in the manifest's schema",
        "posting": "the word of the domain for every posting",
        "postings": "the word of the domain for every posting",
        "search": "an ordinary noun",
        "site": "any website",
        "standard": "Standard Webhooks is an open convention for signatures, and components are named for techniques",
        "system": "an ordinary noun",
        "takes": "an ordinary verb",
        "that": "an ordinary pronoun",
        "webhook": "a technique; Standard Webhooks is an open convention for signatures",
        "webhooks": "a technique; Standard Webhooks is an open convention for signatures",
        "who": "an ordinary pronoun",
        "with": "an ordinary preposition",
        "xml": "a format",
        "your": "an ordinary pronoun",
    ]

    /// Names of system libraries that hold a forbidden word, and are spelt as the library spells them.
    static let ofSystemLibraries = ["curl_seek_callback", "SEEK_SET"]

    /// What may stand nowhere: whole ids, and every word of an id or a name that is not free.
    static func forbidden() throws -> Set<String> {
        var words: Set<String> = []
        for id in Shelf.ids {
            let manifest = try Shelf.adapter(id).manifest
            words.insert(Spelling.words(in: manifest.id).joined())
            let parts = manifest.id.split(separator: "-").map(String.init)
            let names = manifest.name.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
            for part in parts + names { words.insert(Spelling.words(in: part).joined()) }
        }
        return words.subtracting(free.keys)
    }

    @Test("names no board anywhere in its sources, in any spelling")
    func sources() throws {
        let forbidden = try Self.forbidden()
        #expect(forbidden.isSuperset(of: ["mastodon", "linkedin", "wordpress", "hackernews", "seek", "google"]))
        let folder = Shelf.root.appending(path: "Sources").path
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
        var read = 0
        for file in files {
            for name in Spelling.names(in: file, among: forbidden) { Issue.record("Sources/\(file) is named \(name)") }
            guard let found = Shelf.text("Sources/\(file)") else { continue }
            let text = Self.ofSystemLibraries.reduce(found) { $0.replacing($1, with: "") }
            read += 1
            // Lines are looked at only in files that have a name at all.
            guard !Spelling.names(in: text, among: forbidden).isEmpty else { continue }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for name in Spelling.names(in: String(line), among: forbidden) {
                    Issue.record("Sources/\(file):\(number + 1) names \(name)")
                }
            }
        }
        #expect(read > 300)
    }

    @Test("frees no word that is in no adapter's name")
    func exceptions() throws {
        let used = try Shelf.ids.flatMap { id in
            let manifest = try Shelf.adapter(id).manifest
            return Spelling.words(in: "\(manifest.id) \(manifest.name)")
        }
        #expect(Set(Self.free.keys).subtracting(used).isEmpty)
    }

    @Test(
        "a name is found in every spelling",
        arguments: [
            "linkedin", "LinkedIn", "linked-in", "linked_in", "LINKEDIN", "linkedInPoster", "a.linkedin.b", "seekID",
            "isWordPressSite", "HackerNews", "wp-job-manager",
        ]
    )
    func spellings(text: String) throws {
        #expect(!Spelling.names(in: text, among: try Self.forbidden()).isEmpty)
    }

    @Test(
        "a word that only holds the letters of a name is free",
        arguments: ["indices", "seeking", "linked in the list", "discordant", "job board", "webhook", "word pressed"]
    )
    func otherWords(text: String) throws {
        #expect(Spelling.names(in: text, among: try Self.forbidden()).isEmpty)
    }
}

/// Finds words however they are joined: camel case, hyphens, underscores and dots.
enum Spelling {
    /// The words of a text in small letters.
    static func words(in text: String) -> [String] { runs(in: text).flatMap(\.self) }

    /// The names that stand in a text as one word, or as neighbouring words without a blank between them.
    static func names(in text: String, among names: Set<String>) -> Set<String> {
        var found: Set<String> = []
        for run in runs(in: text) {
            for start in run.indices {
                var joined = ""
                for word in run[start...].prefix(4) {
                    joined += word
                    if names.contains(joined) { found.insert(joined) }
                }
            }
        }
        return found
    }

    /// Runs of words that only case, hyphens, underscores or dots part.
    private static func runs(in text: String) -> [[String]] {
        var runs: [[String]] = []
        var run: [String] = []
        var word: [UInt8] = []
        func endWord() {
            if !word.isEmpty { run.append(String(decoding: word, as: UTF8.self).lowercased()) }
            word = []
        }
        func endRun() {
            endWord()
            if !run.isEmpty { runs.append(run) }
            run = []
        }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                let before = index > 0 ? bytes[index - 1] : 0
                let after = index + 1 < bytes.count ? bytes[index + 1] : 0
                let isSmall = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
                if isSmall(before) || (!word.isEmpty && isSmall(after)) { endWord() }
                word.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: word.append(byte)
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
                endWord()
            default: endRun()
            }
        }
        endRun()
        return runs
    }
}
