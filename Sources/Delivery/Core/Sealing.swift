import AdapterKit
public import Documents
import Ledger
import Postings

/// Keeps secrets that a board told with an ad: sealed in the ledger, in the clear only while a request is written.
///
/// What stands in the posting is an object with the one member `sealed`: the sealed text, or null for a secret that
/// could not be sealed and is lost.
public struct Sealing: Sendable {
    let vault: (any TokenVault)?
    /// Name of the account and reference of the posting: a sealed text opens for this posting alone.
    let owner: String

    init(vault: (any TokenVault)?, posting: Posting) {
        self.vault = vault
        owner = "\(posting.key.account)/\(posting.reference)"
    }

    /// The values with every secret sealed.
    func sealed(_ kept: [KeptValue]) -> [KeptValue] {
        kept.map { value in
            guard value.isSecret, let text = value.value.scalarText else { return value }
            let bytes = vault?.seal(text, account: "\(owner)/\(value.name)")
            let sealed = bytes.map { Value.text(String(decoding: $0, as: UTF8.self)) } ?? .null
            return KeptValue(name: value.name, value: .object([Self.member: sealed]), owner: value.owner)
        }
    }

    /// The values with every secret opened; one that does not open is absent.
    func opened(_ kept: Members) -> Members {
        Members(kept.compactMap { member in open(member.value, as: member.key).map { (member.key, $0) } })
    }

    private func open(_ value: Value, as name: String) -> Value? {
        guard let sealed = Self.sealed(value) else { return value }
        guard let text = sealed.text else { return nil }
        return vault?.open(Array(text.utf8), account: "\(owner)/\(name)").map(Value.text)
    }

    /// Why a call whose answer tells a secret is not made: nothing could keep it, and the ad could not be ended.
    func want() -> PostingError? {
        guard vault == nil else { return nil }
        return PostingError(
            code: PostingError.Code.noKey,
            message: "The board tells a secret with the ad, and there is no key to seal it with.",
            remedy: "Mend the workspace's key file, then run the same command again."
        )
    }

    /// Why a call cannot be written, when it reads secrets of the posting that are lost or do not open.
    func fault(_ posting: Posting, reading names: Set<String>, for operation: Postings.Operation) -> PostingError? {
        let open = names.isEmpty ? [:] : opened(posting.kept)
        let missing = names.sorted().filter { posting.kept[$0] != nil && open[$0] == nil }
        guard let name = missing.first else { return nil }
        if posting.kept[name].flatMap(Self.sealed) == .null {
            return PostingError(
                code: PostingError.Code.notSealed,
                message:
                    "The secret \"\(name)\" that the board told with the ad was not kept, since there was no key to "
                    + "seal it with, and \(operation.rawValue) needs it.",
                remedy: Self.byHand(posting)
            )
        }
        return PostingError(
            code: PostingError.Code.sealBroken,
            message: "The secret \"\(name)\" that the board told with the ad was sealed with another key than the "
                + "workspace's, and \(operation.rawValue) needs it.",
            remedy: "Restore the workspace's key file, then run the same command again."
        )
    }

    /// What is said at once of a secret that was told and could not be sealed.
    static func loss(in posting: Posting) -> PostingError? {
        guard let name = posting.kept.first(where: { sealed($0.value) == .null })?.key else { return nil }
        return PostingError(
            code: PostingError.Code.notSealed,
            message:
                "The ad is there, but the secret \"\(name)\" that the board told with it was not kept, since there "
                + "was no key to seal it with: calls that need it cannot be made.",
            remedy: byHand(posting) + " Mend the workspace's key file before the next ad."
        )
    }

    private static func byHand(_ posting: Posting) -> String {
        "Change or end the ad on the board by hand; when it is gone, run `placard resolve \(posting.reference) --absent`."
    }

    /// Kept values for a preview, in which no secret is opened: a word stands in for each.
    public static func standIns(_ kept: Members) -> Members {
        Members(kept.map { ($0.key, sealed($0.value) == nil ? $0.value : .text("secret-\($0.key)-stands-in")) })
    }

    /// The sealed text, or null for a lost one; nil for a value that is no secret.
    private static func sealed(_ value: Value) -> Value? {
        guard let members = value.object, members.all.count == 1 else { return nil }
        return members[member]
    }

    private static let member = "sealed"
}
