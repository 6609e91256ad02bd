import AdapterKit
import Documents
import Ledger
import Postings
import Testing

@testable import Delivery

/// Seals by turning the text round, for the owner named.
struct MirrorVault: TokenVault {
    var key = "a"

    func seal(_ token: String, account: String) -> [UInt8]? {
        Array("\(key)|\(account)|\(String(token.reversed()))".utf8)
    }

    func open(_ sealed: [UInt8], account: String) -> String? {
        let parts = String(decoding: sealed, as: UTF8.self).split(separator: "|").map(String.init)
        guard parts.count == 3, parts[0] == key, parts[1] == account else { return nil }
        return String(parts[2].reversed())
    }
}

@Suite("Secrets told with an ad")
struct SealingTests {
    static let told = [
        KeptValue(name: "remoteID", value: .text("7"), owner: .posting),
        KeptValue(name: "pass", value: .text("open-sesame"), owner: .posting, isSecret: true),
    ]

    /// A posting that has kept what was told.
    static func posting(_ vault: (any TokenVault)?) -> Posting {
        var posting = DecisionTests.posting()
        for value in Sealing(vault: vault, posting: posting).sealed(told) { posting.kept[value.name] = value.value }
        return posting
    }

    @Test("are sealed in the posting and open again, for this posting alone")
    func roundTrip() {
        let posting = Self.posting(MirrorVault())
        #expect(!JSON.text(.object(posting.kept)).contains("open-sesame"))
        #expect(posting.remoteID == "7")
        let opened = Sealing(vault: MirrorVault(), posting: posting).opened(posting.kept)
        #expect(opened == ["remoteID": .text("7"), "pass": .text("open-sesame")])
        var other = posting
        other.reference = "p-2"
        #expect(Sealing(vault: MirrorVault(), posting: other).opened(posting.kept)["pass"] == nil)
        #expect(Sealing.standIns(posting.kept)["pass"] == .text("secret-pass-stands-in"))
    }

    @Test(
        "are missed only by calls that read them",
        arguments: [
            (MirrorVault() as MirrorVault?, MirrorVault() as MirrorVault?, nil as String?),
            (MirrorVault(), MirrorVault(key: "b"), "seal-broken"), (MirrorVault(), nil, "seal-broken"),
            (nil, MirrorVault(), "not-sealed"),
        ]
    )
    func fault(sealing: MirrorVault?, opening: MirrorVault?, code: String?) {
        let posting = Self.posting(sealing)
        let opener = Sealing(vault: opening, posting: posting)
        #expect(opener.fault(posting, reading: ["pass"], for: .withdraw)?.code == code)
        #expect(opener.fault(posting, reading: [], for: .withdraw) == nil)
        #expect(opener.fault(posting, reading: ["never-told"], for: .withdraw) == nil)
        #expect(Sealing.loss(in: posting)?.code == (sealing == nil ? "not-sealed" : nil))
    }
}
