import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// Publishes or retracts the pages of ads before their call, and looks whether they are to be seen.
    ///
    /// - Parameter latest: When nothing further is looked at once something is ready, by the clock that is never set.
    /// - Returns: The items whose call may leave, and those that were not looked at; the others look again later, and
    ///   say what is wrong.
    mutating func withPages(
        _ items: [Ready],
        _ account: DeliveryAccount,
        until latest: Duration
    ) async throws(LedgerError) -> (ready: [Ready], left: [Ready]) {
        guard let operation = items.first?.operation, let call = account.adapter.call(for: operation),
            account.adapter.manifest.document?.scope == .posting, call.document != nil || call.needs != nil
        else { return (items, []) }
        var ready: [Ready] = []
        for (place, item) in items.enumerated() {
            if environment.clock.elapsed >= latest, !ready.isEmpty { return (ready, Array(items[place...])) }
            guard let fault = try await pageFault(item, call, account) else {
                ready.append(item)
                continue
            }
            let later = environment.clock.now.addingTimeInterval(environment.capped(.seconds(60)) / .seconds(1))
            try await postpone([item], until: max(later, heldUntil ?? later), because: fault)
        }
        return (ready, [])
    }

    /// Takes away the page of an ad that is not wanted any more and that no call has announced: such a page may
    /// have been published before its call could leave.
    func retractUnannounced(_ posting: Posting, _ input: AdInput, _ account: DeliveryAccount) -> PostingError? {
        guard posting.desire == .absent, posting.observed == .none,
            account.adapter.manifest.document?.scope == .posting
        else { return nil }
        let known = posting.sent ?? posting.accepted
        let ad = Ad(
            operation: .withdraw,
            values: known?.values ?? [:],
            fields: [],
            findings: [],
            contentHash: known?.contentHash ?? ""
        )
        guard case .success(let file) = document(of: [PreparedAd(input: input, ad: ad)], input, account) else {
            return nil
        }
        return remove(file, account)
    }

    private mutating func pageFault(
        _ item: Ready,
        _ call: Call,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> PostingError? {
        let file: DocumentFile
        switch document(of: [item.prepared], item.prepared.input, account) {
        case .failure(let fault): return fault.error
        case .success(let written): file = written
        }
        switch call.document {
        case .publish?:
            if let fault = write(file, account) { return fault }
        case .retract?:
            if let fault = remove(file, account) { return fault }
        case nil: break
        }
        guard let need = call.needs, let url = file.url, let wrong = try await look(at: url, need, account) else {
            return nil
        }
        return PostingError(
            code: "page-first",
            message: wrong,
            remedy: "Let your web server show the folder at that address."
        )
    }

    private mutating func look(
        at url: String,
        _ need: Call.PageNeed,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> String? {
        let call = context(account, attempt: environment.id())
        let input = accountInput(account)
        let written = Result { () throws(CallFault) in
            try account.adapter.pageRequest(url, account: input, context: call)
        }
        switch written {
        case .failure(let fault): return fault.message
        case .success(let request):
            let asked = try await ask(request, call: "page", account, isBoards: false)
            guard let reply = asked.reply else { return "\(url) cannot be fetched: \(asked.failure ?? "no answer")." }
            switch (need, Adapter.readPage(reply, shows: [])) {
            case (.live, .shown), (.gone, .gone): return nil
            case (.live, _): return "\(url) does not show the page yet (status \(reply.status))."
            case (.gone, _): return "\(url) still shows the page (status \(reply.status))."
            }
        }
    }
}
