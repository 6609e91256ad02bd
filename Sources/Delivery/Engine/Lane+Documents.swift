import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Publishes an account's document with the ads that should be in it, or prepares a person's text.
    ///
    /// A document holds every ad of the account that is wanted, not only those that changed. One that cannot
    /// be rendered any more keeps the whole document as it is: an ad never vanishes because of a fault.
    mutating func publish(
        _ items: [(Posting, Postings.Operation, AdInput)],
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        let all = try await environment.ledger.postings(PostingFilter(accounts: [account.name]))
        var ads: [Int64: PreparedAd] = [:]
        var broken: [Int64: Finding] = [:]
        for posting in all {
            guard case .present = posting.desire else { continue }
            var input = try await input(for: posting, account)
            if let claimed = items.first(where: { $0.0.id == posting.id }) {
                guard claimed.1 != .withdraw else { continue }
                input = claimed.2
            } else if posting.observed != .present {
                continue
            }
            let ad = account.adapter.render(input, for: posting.observed == .present ? .update : .create)
            if let fault = ad.findings.first(where: { $0.severity == .error }) { broken[posting.id] = fault }
            ads[posting.id] = PreparedAd(input: input, ad: ad)
        }
        let claimed = Set(items.map(\.0.id))
        let shown = Set(all.filter { $0.observed == .present }.map(\.id))
        let blocking = broken.sorted { $0.key < $1.key }.first { !claimed.contains($0.key) || shown.contains($0.key) }
        let sound = all.compactMap { broken[$0.id] == nil ? ads[$0.id] : nil }
        var fault: PostingError?
        var file = DocumentFile(file: nil, media: "text/plain", bytes: [], url: nil, count: 0)
        do {
            file = try account.adapter.document(
                of: sound, account: accountInput(account), pageTemplates: environment.pageTemplates
            )
        } catch {
            fault = Self.fault(error)
        }
        if let blocking {
            fault = PostingError(
                code: "document-kept",
                message: "The document was left as it is: an ad in it can no longer be rendered "
                    + "(\(blocking.value.field): \(blocking.value.message))",
                remedy: blocking.value.remedy ?? "Mend that role, then post again."
            )
        } else if fault == nil {
            fault = write(file, account)
        }
        for (posting, operation, _) in items {
            try await settle(posting, operation, ads[posting.id], broken[posting.id], file, fault, account)
        }
    }

    private static func fault(_ error: DocumentFault) -> PostingError {
        PostingError(
            code: error.code, message: error.message, remedy: error.remedy
        )
    }

    /// Writes the document's file, when it has one.
    func write(_ file: DocumentFile, _ account: DeliveryAccount) -> PostingError? {
        guard let name = file.file else { return nil }
        guard let directory = account.directory else {
            return PostingError(
                code: "no-directory",
                message: "The account \(account.name) names no folder to write \(name) to.",
                remedy: "Set it with `placard connect \(account.adapter.manifest.id) --name \(account.name) --set directory=…`."
            )
        }
        do {
            if environment.documents.read(name, in: directory) != file.bytes {
                try environment.documents.publish(file.bytes, file: name, in: directory)
            }
            return nil
        } catch {
            return PostingError(
                code: "not-written",
                message: "\(directory)/\(name) could not be written: \(error)",
                remedy: "Check the folder's permissions and free space; the old file is still whole."
            )
        }
    }

    private mutating func settle(
        _ claimed: Posting,
        _ operation: Postings.Operation,
        _ ad: PreparedAd?,
        _ broken: Finding?,
        _ file: DocumentFile,
        _ fault: PostingError?,
        _ account: DeliveryAccount
    ) async throws(LedgerError) {
        var posting = claimed
        let now = environment.clock.now
        let manifest = account.adapter.manifest
        posting.findings = ad?.ad.findings ?? posting.findings
        posting.phase = .idle
        posting.dueAt = nil
        if let broken {
            posting.phase = .parked
            posting.state = .needsEdit
            posting.error = PostingError(
                code: broken.code,
                message: "The ad cannot be published: \(broken.field): \(broken.message)",
                remedy: broken.remedy ?? "Run `placard lint` and mend the role."
            )
            return try await rest(posting, note: posting.error?.message)
        }
        if let fault {
            posting.phase = .due
            posting.tries += 1
            posting.dueAt = now.addingTimeInterval(60)
            posting.state = .queued
            posting.error = fault
            return try await rest(posting, note: fault.message)
        }
        posting.error = nil
        posting.tries = 0
        posting.appliedGeneration = posting.generation
        var note: String
        if operation == .withdraw {
            posting.observed = .absent
            posting.state = .withdrawing
            posting.witness = nil
            note = "Left out of \(file.file ?? "the text") from now on."
        } else {
            posting.observed = .present
            posting.state = manifest.kind == .manual ? .waitingForPerson : .handedOver
            posting.witness = nil
            posting.firstSent = posting.firstSent ?? now
            posting.changed = posting.accepted == nil ? nil : now
            posting.renewalsDone = posting.renewalsAsked
            if let ad {
                posting.accepted = AcceptedAd(
                    revision: posting.revision ?? "", contentHash: ad.ad.contentHash, values: ad.ad.values, at: now
                )
            }
            if let url = file.url { posting.kept["url"] = posting.kept["url"] ?? .text(url) }
            note = manifest.kind == .manual ? "The text to paste is ready." : "Stands in \(file.file ?? "the document")."
        }
        if manifest.kind == .manual, operation != .withdraw {
            posting.phase = .parked
            posting.error = PostingError(
                code: "paste",
                message: "A person has to put the prepared text on the board.",
                remedy: "See it with `placard log \(posting.reference)`; when it is up, run "
                    + "`placard resolve \(posting.reference) --live URL`."
            )
        }
        try await record(posting, operation, file, note)
    }

    private func record(
        _ claimed: Posting,
        _ operation: Postings.Operation,
        _ file: DocumentFile,
        _ note: String
    ) async throws(LedgerError) {
        var posting = claimed
        posting.leaseOwner = nil
        posting.leaseUntil = nil
        let now = environment.clock.now
        var exchange = Exchange(
            id: UUID().uuidString,
            account: work.account,
            call: operation.rawValue,
            startedAt: now,
            request: String(decoding: file.bytes.prefix(262_144), as: UTF8.self)
        )
        exchange.endedAt = now
        exchange.reply = note
        let evidence = Evidence(
            posting: posting.id,
            at: now,
            state: posting.state,
            exchange: exchange.id,
            url: posting.url,
            contentHash: posting.accepted?.contentHash,
            note: note
        )
        _ = try await environment.ledger.commit([
            Step(
                guarding: .init(posting: posting.id, epoch: posting.epoch),
                [.exchange(exchange), .posting(posting), .evidence(evidence)]
            )
        ])
        environment.progress(posting)
    }

    /// Publishes or retracts the page of a posting before its call, and looks whether it is to be seen.
    ///
    /// - Returns: Nil when the call may leave; otherwise when to look again, and what is wrong.
    mutating func pageIsMissing(
        _ items: [Ready],
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> (Date, String, String)? {
        guard let item = items.first, let call = account.adapter.call(for: item.operation) else { return nil }
        let later = environment.clock.now.addingTimeInterval(environment.capped(.seconds(60)) / .seconds(1))
        guard account.adapter.manifest.document?.scope == .posting else { return nil }
        let file: DocumentFile
        do {
            file = try account.adapter.document(
                of: [item.prepared], account: item.prepared.input, pageTemplates: environment.pageTemplates
            )
        } catch {
            let fault = Self.fault(error)
            return (later, fault.message, fault.remedy)
        }
        switch call.document {
        case .publish?:
            if let fault = write(file, account) { return (later, fault.message, fault.remedy) }
        case .retract?:
            guard let name = file.file, let directory = account.directory else { break }
            do {
                try environment.documents.retract(name, in: directory)
            } catch {
                return (later, "\(directory)/\(name) could not be removed: \(error)", "Check the folder's permissions.")
            }
        case nil: break
        }
        guard let need = call.needs, let url = file.url else { return nil }
        return try await look(at: url, need, account).map { (later, $0, "Let your web server show the folder at that address.") }
    }

    private mutating func look(at url: String, _ need: Call.PageNeed, _ account: DeliveryAccount) async throws(LedgerError) -> String? {
        let call = context(account, attempt: UUID().uuidString)
        do throws(CallFault) {
            let request = try account.adapter.pageRequest(url, account: accountInput(account), context: call)
            let (outcome, _) = await ask(request, call: "page", account)
            guard let reply = outcome.reply else { return "\(url) cannot be fetched: \(outcome.failure?.message ?? "no answer")" }
            let seen = Adapter.readPage(reply, shows: [])
            switch (need, seen) {
            case (.live, .shown), (.gone, .gone): return nil
            case (.live, _): return "\(url) does not show the page yet (status \(reply.status))."
            case (.gone, _): return "\(url) still shows the page (status \(reply.status))."
            }
        } catch {
            return error.message
        }
    }
}
