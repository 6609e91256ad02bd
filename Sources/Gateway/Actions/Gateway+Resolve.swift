import AdapterKit
import Delivery
import Documents
import FoundationEssentials
public import Ledger
import Postings

/// What a person saw on a board.
public enum Sighting: Sendable, Hashable {
    /// The ad is up at this address.
    case live(url: String)
    /// There is no such ad.
    case absent
    /// There is no such ad and it shall be sent again.
    case sendAgain
}

extension Gateway {
    /// Settles a posting by what a person saw; recorded as evidence with the person as witness.
    public func resolve(_ reference: String, _ sighting: Sighting) async throws -> Report {
        let ledger = try await openLedger(.writing)
        let old = try await posting(reference, ledger)
        try refuseWhileHeld(old)
        let now = clock.now
        var posting = old
        posting.epoch += 1
        posting.unknownSince = nil
        posting.unknownOperation = nil
        posting.absences = 0
        posting.tries = 0
        posting.error = nil
        posting.phase = .idle
        posting.dueAt = nil
        posting.witness = .person
        var note: String
        switch sighting {
        case .live(let url):
            try refuseSighting(of: old, at: url)
            posting.kept["url"] = .text(url)
            if posting.kept["remoteID"] == nil, let id = Self.trailingID(url) { posting.kept["remoteID"] = .text(id) }
            SeenLive(old: old, handmade: try await handmade(old, ledger), now: now).settle(&posting)
            note = "A person saw the ad at \(url)."
        case .absent:
            posting.observed = .absent
            posting.state = old.desire == .absent ? .withdrawn : .removed
            if old.desire == .absent { posting.appliedGeneration = old.generation }
            note = "A person saw that there is no such ad."
        case .sendAgain:
            guard old.desire != .absent else {
                throw GatewayError(
                    code: "withdrawn",
                    "The posting \(reference) is withdrawn: nothing is to be sent.",
                    remedy: "Post the role again if it shall be up."
                )
            }
            // An ad that the board once had makes this a creation of its own, with a number and keys of its own.
            posting.observed = old.accepted != nil || old.observed == .present ? .absent : .none
            posting.state = .queued
            posting.witness = nil
            posting.phase = .due
            posting.dueAt = now
            note = "A person saw that there is no such ad and has it sent again."
        }
        let evidence = Evidence(
            posting: posting.id,
            at: now,
            state: posting.state,
            witness: .person,
            url: posting.url,
            note: note
        )
        var changes: [Change] = [.posting(posting), .evidence(evidence)]
        if case .live = sighting, old.desire != .absent, let watch = watch(for: posting, now: now) {
            changes.append(.watch(watch))
        }
        let result = try await ledger.commit([Step(guarding: .init(posting: old.id, epoch: old.epoch), changes)])
        guard result.first?.written == true else {
            throw GatewayError(
                code: "moved-on",
                "The posting \(reference) was changed by another process meanwhile.",
                remedy: "Look with `placard status`, then try again."
            )
        }
        return Report([posting], goal: nil, boards: [:])
    }

    /// The history of a posting.
    public func log(_ reference: String) async throws -> (posting: Posting, timeline: Timeline, wait: Wait?) {
        let ledger = try await openLedger(.reading)
        let posting = try await posting(reference, ledger)
        return (posting, try await ledger.timeline(of: posting.id), try await waits(of: [posting], ledger)[posting.id])
    }

    func posting(_ reference: String, _ ledger: any Ledger) async throws -> Posting {
        if let posting = try await ledger.postings(PostingFilter(reference: reference)).first { return posting }
        throw GatewayError(
            code: "unknown-reference",
            workspace.file.account(reference) == nil
                ? "The ledger knows no posting \"\(reference)\"."
                : "\"\(reference)\" is an account, and what is recorded is recorded of postings.",
            remedy: "`placard status` lists the references."
        )
    }

    private func refuseWhileHeld(_ posting: Posting) throws(GatewayError) {
        guard posting.phase == .leased else { return }
        throw GatewayError(
            code: "under-delivery",
            "The posting \(posting.reference) is being delivered, or was when its process ended.",
            remedy: "Run `placard sync` to see that through, then look again: it may be settled by then."
        )
    }

    private func refuseSighting(of posting: Posting, at url: String) throws(GatewayError) {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw GatewayError(
                code: "bad-url",
                "\"\(url)\" is no web address.",
                remedy: "Give the ad's address with https://."
            )
        }
        guard posting.creation > 0 || posting.observed != .none else {
            throw GatewayError(
                code: "never-sent",
                "The posting \(posting.reference) was never sent: the ad at \(url) is not its ad.",
                remedy: "Post the role with `placard post`; `placard status` says what it waits for."
            )
        }
    }

    /// The ad as it is wanted now, when a person was asked to put just that on the board by hand.
    private func handmade(_ posting: Posting, _ ledger: any Ledger) async throws -> AcceptedAd? {
        guard posting.error?.code == "person", case .present(let revision) = posting.desire,
            let entry = workspace.file.account(posting.key.account), let account = try? renderAccount(entry)
        else { return nil }
        let memory = try await ledger.accounts([entry.name]).first
        guard let ad = try await wanted(posting, account, memory, ledger)?.ad else { return nil }
        return AcceptedAd(revision: revision, contentHash: ad.contentHash, values: ad.values, at: clock.now)
    }

    /// The watch that looks after an ad that a person put up.
    private func watch(for posting: Posting, now: Date) -> Watch? {
        guard let adapter = try? catalog.adapter(posting.adapter),
            let name = adapter.call(for: .create)?.then,
            let rule = adapter.manifest.watches.first(where: { $0.name == name }), rule.scope == .posting
        else { return nil }
        return Watch(
            owner: .posting(posting.id),
            name: name,
            account: posting.key.account,
            operation: .create,
            generation: posting.generation,
            dueAt: now.addingTimeInterval(rule.every.first / .seconds(1)),
            startedAt: now
        )
    }

    /// The number at the end of an address, by which many boards name an item.
    private static func trailingID(_ url: String) -> String? {
        url.firstMatch(of: /[=\/]([0-9]+)\/?$/).map { String($0.1) }
    }
}
