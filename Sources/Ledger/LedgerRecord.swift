import Documents
import Postings

public import struct FoundationEssentials.Date

/// One record of a ledger, whatever it is of.
public enum LedgerRecord: Sendable, Hashable {
    /// The content of a role's revision.
    case revision(hash: String, role: String, content: [UInt8], at: Date)
    /// A posting, with its row number.
    case posting(Posting)
    /// An exchange.
    case exchange(Exchange)
    /// An attempt.
    case attempt(Attempt)
    /// A piece of evidence.
    case evidence(Evidence)
    /// A watch.
    case watch(Watch)
    /// An account's memory.
    case account(AccountState)
    /// A rate window's memory.
    case window(WindowState)
    /// A cached look-up.
    case lookup(LookupRecord)
    /// A sealed secret.
    case secret(name: String, sealed: [UInt8])

    /// What records are of, in the order in which a ledger is read and filled.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// See ``LedgerRecord/revision(hash:role:content:at:)``; so for the others.
        case revisions, postings, exchanges, attempts, evidence, watches, accounts, windows, lookups, secrets
    }

    /// What it is of.
    public var kind: Kind {
        switch self {
        case .revision: .revisions
        case .posting: .postings
        case .exchange: .exchanges
        case .attempt: .attempts
        case .evidence: .evidence
        case .watch: .watches
        case .account: .accounts
        case .window: .windows
        case .lookup: .lookups
        case .secret: .secrets
        }
    }
}

extension LedgerRecord {
    /// Everything that the record says, as text that is the same wherever it is kept.
    public var text: String { JSON.text(.list([.text(kind.rawValue)] + parts)) }

    private var parts: [Value] {
        switch self {
        case .revision(let hash, let role, let content, let at): [of(hash), of(role), of(content), of(at)]
        case .posting(let posting): parts(posting)
        case .exchange(let it):
            [
                of(it.id), of(it.account), of(it.call), of(it.startedAt), of(it.request), of(it.endedAt),
                of(it.status), of(it.reply),
            ]
        case .attempt(let it):
            [
                of(it.id), of(it.posting), of(it.epoch), of(it.operation.rawValue), of(it.generation),
                of(it.exchange), of(it.revision), of(it.contentHash), of(it.startedAt), of(it.ending.rawValue),
                of(it.endedAt), of(it.verdict), of(it.reason),
            ]
        case .evidence(let it):
            [
                of(it.posting), of(it.at), of(it.state.rawValue), of(it.witness?.rawValue), of(it.exchange),
                of(it.url), of(it.contentHash), of(it.note),
            ]
        case .watch(let it):
            [
                owner(it), of(it.name), of(it.account), of(it.operation?.rawValue), of(it.generation), of(it.dueAt),
                of(it.readings), of(it.startedAt), of(it.cursor), of(it.kept),
            ]
        case .account(let it):
            [
                of(it.name), of(it.paused), of(it.cooldownUntil), of(it.kept), of(it.sealedToken),
                of(it.tokenExpires), of(it.fingerprint), of(it.failures), of(it.openUntil),
            ]
        case .window(let it): [of(it.key), of(it.memory)]
        case .lookup(let it):
            [of(it.account), of(it.name), of(it.question), of(StoredJSON.text(it.answer)), of(it.expires)]
        case .secret(let name, let sealed): [of(name), of(sealed)]
        }
    }

    private func parts(_ posting: Posting) -> [Value] {
        let key = posting.key
        let identity: [Value] = [
            of(posting.id), of(posting.reference), of(key.role), of(key.account), of(key.places), of(key.language),
            of(posting.adapter), of(posting.placeLabel), of(posting.opened),
        ]
        let wish: [Value] = [
            desire(posting), of(posting.generation), of(posting.appliedGeneration), of(posting.renewalsAsked),
            of(posting.renewalsDone), of(posting.notBefore),
        ]
        let known: [Value] = [
            of(posting.state.rawValue), of(posting.witness?.rawValue), of(posting.review.rawValue),
            of(posting.observed.rawValue), of(posting.creation), of(posting.accepted), of(posting.sent),
            of(posting.kept), of(posting.minted), of(posting.firstSent), of(posting.changed),
        ]
        let work: [Value] = [
            of(posting.phase.rawValue), of(posting.dueAt), of(posting.tries), of(posting.unknownSince),
            of(posting.unknownOperation?.rawValue), of(posting.absences), of(posting.epoch), of(posting.leaseOwner),
            of(posting.leaseUntil), of(posting.error), of(FindingsColumn.text(posting.findings)),
        ]
        return identity + wish + known + work
    }

    private func desire(_ posting: Posting) -> Value {
        if case .present(let revision) = posting.desire { of(revision) } else { .null }
    }

    private func owner(_ watch: Watch) -> Value {
        switch watch.owner {
        case .posting(let id): of(id)
        case .account(let name): of(name)
        }
    }

    /// A file keeps U+0000 as ␀, a database as it is.
    private func of(_ text: String?) -> Value { text.map { .text($0.replacing("\0", with: "␀")) } ?? .null }
    private func of(_ number: (some BinaryInteger)?) -> Value { number.map { .text("\($0)") } ?? .null }
    private func of(_ members: Members) -> Value { .text(StoredJSON.text(members)) }
    private func of(_ bytes: [UInt8]?) -> Value {
        bytes.map { .text($0.map { "\($0)" }.joined(separator: " ")) } ?? .null
    }

    private func of(_ error: PostingError?) -> Value {
        error.map { .list([of($0.code), of($0.message), of($0.remedy)]) } ?? .null
    }

    private func of(_ ad: AcceptedAd?) -> Value {
        ad.map { .list([of($0.revision), of($0.contentHash), of($0.values), of($0.at)]) } ?? .null
    }

    /// Stores keep instants to the microsecond.
    private func of(_ instant: Date?) -> Value {
        of(instant.map { ($0.timeIntervalSince1970 * 1_000_000).rounded() }.map { Int64(exactly: $0) ?? .max })
    }
}
