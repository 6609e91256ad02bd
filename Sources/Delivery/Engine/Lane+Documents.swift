import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Signing

/// Why a document could not be made, in the words of a posting.
struct DocumentFailure: Error {
    let error: PostingError
}

extension Lane {
    /// Publishes what is made of documents alone: an account's feed, a page without a call, a person's text.
    mutating func publish(_ items: [Publishing], _ account: DeliveryAccount) async throws(LedgerError) {
        let manifest = account.adapter.manifest
        guard manifest.document?.scope == .posting, !manifest.mergesRoles else {
            return try await publishWhole(items, account)
        }
        for item in items {
            let draft = drafted(item, account)
            try await announce([draft], account)
            try await settle([draft], single(draft, account), account)
        }
    }

    /// What becomes of one posting's ad in a document.
    private struct Draft {
        var posting: Posting
        let operation: Postings.Operation
        /// The ad that goes in: the new one, or the one accepted before when the new one cannot be published.
        var shown: PreparedAd?
        /// The new ad, unless it ends.
        var rendered: Ad?
    }

    /// One posting's own document.
    private func single(_ draft: Draft, _ account: DeliveryAccount) -> Result<DocumentFile, DocumentFailure> {
        // One that cannot be published leaves what stands there as it is.
        guard draft.rendered?.isSendable != false else { return .success(Self.nothing) }
        let accepted = draft.posting.accepted.map { Ad(accepted: $0, operation: draft.operation) }
        var input = accountInput(account)
        input.reference = draft.posting.reference
        let shown = draft.shown ?? accepted.map { PreparedAd(input: input, ad: $0) }
        guard let shown else { return .success(Self.nothing) }
        let made = document(of: [shown], shown.input, account)
        guard case .success(let file) = made else { return made }
        let fault = draft.operation == .withdraw ? remove(file, account) : write(file, account)
        return fault.map { .failure(DocumentFailure(error: $0)) } ?? made
    }

    private static let nothing = DocumentFile(file: nil, media: "text/plain", bytes: [], url: nil, count: 0)

    /// A document that holds every ad of the account that is wanted, not only those that changed.
    ///
    /// An ad that is in it and cannot be rendered any more stays as it was accepted: none ever vanishes because of
    /// a fault.
    private mutating func publishWhole(_ items: [Publishing], _ account: DeliveryAccount) async throws(LedgerError) {
        let all = try await environment.ledger.postings(PostingFilter(accounts: [account.name]))
        let drafts = items.map { drafted($0, account) }
        let claimed = Set(drafts.map(\.posting.id))
        var ads = drafts.compactMap(\.shown)
        for posting in all
        where !claimed.contains(posting.id) && posting.desire != .absent && posting.observed == .present {
            guard let accepted = posting.accepted else { continue }
            let input = try await input(for: posting, account)
            ads.append(PreparedAd(input: input, ad: Ad(accepted: accepted, operation: .update)))
        }
        guard !ads.isEmpty || EmptyDocument.isMeant(by: all) else {
            return try await settle(drafts, .failure(Self.empty(account)), account)
        }
        try await announce(drafts, account)
        var made = document(of: ads, accountInput(account), account)
        if case .success(let file) = made, let fault = write(file, account) {
            made = .failure(DocumentFailure(error: fault))
        }
        try await settle(drafts, made, account)
    }

    /// Makes it durable that ads are about to stand in a file.
    ///
    /// From here on each counts as there, with a content that nobody knows: after a crash it is written again, or
    /// taken out again, and never taken for an ad that was not published.
    private mutating func announce(_ drafts: [Draft], _ account: DeliveryAccount) async throws(LedgerError) {
        guard account.adapter.manifest.document?.file != nil else { return }
        let now = environment.clock.now
        let entries = drafts.compactMap { draft -> Entry? in
            guard draft.operation == .create, let ad = draft.rendered, ad.isSendable else { return nil }
            var posting = draft.posting
            posting.observed = .present
            posting.state = .sending
            posting.firstSent = posting.firstSent ?? now
            posting.accepted = AcceptedAd(
                revision: posting.revision ?? "",
                contentHash: "",
                values: ad.values,
                at: now
            )
            return Entry(posting: posting)
        }
        if !entries.isEmpty { _ = try await save(entries) }
    }

    private static func empty(_ account: DeliveryAccount) -> DocumentFailure {
        DocumentFailure(
            error: PostingError(
                code: "empty-feed",
                message: "The document of \(account.name) would have no ad, and not every ad in it was ended.",
                remedy: "Post a role to it, or end what is there with `placard withdraw`; the old file is still whole."
            )
        )
    }

    /// Renders what goes into the document for a claimed posting.
    private func drafted(_ item: Publishing, _ account: DeliveryAccount) -> Draft {
        var draft = Draft(posting: item.posting, operation: item.operation)
        guard item.operation != .withdraw else { return draft }
        var input = item.input
        var ad = account.adapter.render(input, for: item.operation)
        if let accepted = item.posting.accepted, accepted.contentHash != ad.contentHash {
            // The ad itself may tell when it changed.
            draft.posting.changed = environment.clock.now
            input.changed = draft.posting.changed
            ad = account.adapter.render(input, for: item.operation)
        }
        draft.rendered = ad
        if ad.isSendable {
            draft.shown = PreparedAd(input: input, ad: ad)
        } else if item.posting.observed == .present, let accepted = item.posting.accepted {
            input.changed = item.posting.changed
            draft.posting.changed = item.posting.changed
            draft.shown = PreparedAd(input: input, ad: Ad(accepted: accepted, operation: item.operation))
        }
        return draft
    }

    // MARK: Writing it down

    /// Records what became of the postings of one document, in one commit.
    private mutating func settle(
        _ drafts: [Draft],
        _ made: Result<DocumentFile, DocumentFailure>,
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        let now = environment.clock.now
        var entries: [Entry] = []
        var exchange = Exchange(
            id: environment.id(),
            account: work.account,
            call: "document",
            startedAt: now,
            request: ""
        )
        if case .success(let file) = made {
            exchange = Exchange(
                id: exchange.id,
                account: work.account,
                call: "document",
                startedAt: now,
                request: Self.recorded(file)
            )
            exchange.reply = file.file.map { "Written to \($0)." } ?? Exchange.preparedForPerson
        }
        exchange.endedAt = now
        for draft in drafts {
            if let ad = draft.rendered, !ad.isSendable {
                try await rest(unsendable(draft.posting, ad), note: "The ad cannot be published as it is.")
                continue
            }
            switch made {
            case .failure(let failure): try await rest(kept(draft.posting, failure.error), note: failure.error.message)
            case .success(let file): entries.append(entry(draft, file, exchange, account))
            }
        }
        guard !entries.isEmpty else { return }
        // Once, and before what refers to it.
        try await record([.exchange(exchange)])
        _ = try await save(entries)
    }

    /// A document as the record keeps it; one that is too long says what it was.
    private static func recorded(_ file: DocumentFile) -> String {
        let most = 262_144
        guard file.bytes.count > most else { return String(decoding: file.bytes, as: UTF8.self) }
        let mark = "(cut: \(file.bytes.count) bytes, SHA-256 \(Digest.hex(Digest.sha256(file.bytes))))"
        return String(decoding: file.bytes.prefix(most), as: UTF8.self) + "\n" + mark
    }

    /// A posting whose document could not be written: what stands there stays, and it is tried again.
    private func kept(_ claimed: Posting, _ fault: PostingError) -> Posting {
        var posting = claimed
        posting.phase = .due
        posting.dueAt = environment.clock.now.addingTimeInterval(60)
        if posting.observed == .none { posting.state = .queued }
        posting.error = fault
        return posting
    }

    private func entry(_ draft: Draft, _ file: DocumentFile, _ exchange: Exchange, _ account: DeliveryAccount) -> Entry
    {
        let manifest = account.adapter.manifest
        let now = environment.clock.now
        var posting = draft.posting
        posting.findings = draft.rendered?.findings ?? posting.findings
        if draft.operation != .withdraw, let url = file.url { posting.kept["url"] = posting.kept["url"] ?? .text(url) }
        let call = account.adapter.call(for: draft.operation)
        let isManual = manifest.kind == .manual
        let usual: PostingState =
            draft.operation == .withdraw ? .withdrawing : isManual ? .waitingForPerson : .handedOver
        let reading = ElementReading(
            verdict: Verdict(.accepted),
            state: isManual ? usual : call?.proves ?? usual,
            then: call?.then
        )
        let sent = Settler.Sent(
            operation: draft.operation,
            generation: posting.generation,
            renewals: posting.renewalsAsked,
            accepted: draft.rendered.map { ad in
                AcceptedAd(revision: posting.revision ?? "", contentHash: ad.contentHash, values: ad.values, at: now)
            } ?? posting.accepted,
            exchange: exchange.id,
            at: now
        )
        let changed = posting.changed
        let settler = Settler(
            retry: environment.outer.retry,
            manifest: manifest,
            now: now,
            cap: environment.outer.cap
        )
        var generator = generator
        var settlement = settler.settle(posting, sent: sent, reading: reading, using: &generator)
        settlement.posting.changed = changed
        if isManual, draft.operation != .withdraw { settlement.posting.waitForPaste() }
        let changes = settlement.evidence.map(Change.evidence) + settlement.watches.map(starting)
        return Entry(posting: settlement.posting, changes: changes)
    }
}

extension Posting {
    /// Waits until a person has put the prepared text on the board.
    mutating func waitForPaste() {
        self.phase = .parked
        self.dueAt = nil
        self.error = PostingError(
            code: "paste",
            message: "A person has to put the prepared text on the board.",
            remedy:
                "See it with `placard log \(self.reference)`; when it is up, run `placard resolve \(self.reference) --live URL`."
        )
    }
}

extension Ad {
    /// The ad as the board accepted it.
    fileprivate init(accepted: AcceptedAd, operation: Postings.Operation) {
        self.init(
            operation: operation,
            values: accepted.values,
            fields: [],
            findings: [],
            contentHash: accepted.contentHash
        )
    }
}
