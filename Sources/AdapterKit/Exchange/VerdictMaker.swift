import Documents
import FoundationEssentials
public import Postings
public import Transport

/// Makes verdicts of replies that are no success: by the manifest's rows, otherwise by the status.
struct VerdictMaker {
    let adapter: Adapter
    /// Name of the call, look-up or watch.
    let call: String
    let isRepeatable: Bool
    let view: ReplyView
    let budget: BudgetReading?

    /// The first failure row that matches.
    ///
    /// - Parameter onlyByBody: Whether a row must look further than at the status.
    func row(onlyByBody: Bool = false) -> FailureRow? {
        adapter.manifest.failures.first { row in
            (row.during.isEmpty || row.during.contains(call))
                && (!onlyByBody || row.when.contains(where: \.looksInside))
                && view.holds(row.when)
        }
    }

    /// What a row says.
    func verdict(of row: FailureRow) -> Verdict {
        let kind = kind(of: row.verdict)
        var reason = Words.at(row.reason, view)
        if kind != .accepted { reason = reason.map(withStatus) ?? statusWords }
        return Verdict(
            kind,
            observed: row.observed,
            reason: reason,
            remedy: row.remedy ?? remedy(for: row.verdict.kind)
        )
    }

    /// A manifest's word for a verdict.
    func kind(of rule: VerdictRule) -> Verdict.Kind {
        switch rule.kind {
        case .accepted: .accepted
        case .transient: .transient(wait: rule.wait ?? wait)
        case .refused: .refused
        case .credentials: .credentials
        case .needsCustomer: .needsCustomer(need: rule.need ?? "set-up", recheck: rule.recheck)
        case .unknown: .unknown
        }
    }

    /// What the status alone says.
    func byStatus() -> Verdict {
        switch view.reply.status {
        case 200..<300: unreadable("an answer that the adapter does not know")
        case 300..<400: redirected()
        case 401, 403: credentials()
        case 408, 425, 429: Verdict(.transient(wait: wait), reason: statusWords)
        case 404, 410:
            Verdict(.refused, reason: statusWords, remedy: "Check the account's server and settings, and the ad's id.")
        case 400..<500: Verdict(.refused, reason: statusWords)
        // The request may have been carried out before the fault; on any other call a repetition does no harm.
        case _ where call == Operation.create.rawValue:
            Verdict(.unknown, reason: statusWords, remedy: "Look on the board whether the ad is there.")
        default: Verdict(.transient(wait: wait), reason: statusWords)
        }
    }

    func credentials() -> Verdict {
        Verdict(.credentials, reason: statusWords, remedy: remedy(for: .credentials))
    }

    /// A reply that should say something and does not: harmless to ask again, or nobody knows what happened.
    func unreadable(_ what: String) -> Verdict {
        let reason = Words.cleaned("The board answered \(view.reply.status) with \(what).", scope: view.scope)
        guard !isRepeatable else { return Verdict(.transient(wait: wait), reason: reason) }
        return Verdict(.unknown, reason: reason, remedy: "Look on the board whether the call took effect.")
    }

    private func redirected() -> Verdict {
        let location = view.reply.headers["Location"]
        let host = location.flatMap(AddressWriter.authority).map { view.scope.hiding(PageText.folded($0)) }
        let remedy =
            host.map {
                "If \($0) is the board's new address, connect the account with it; calls never follow a redirection."
            }
            ?? "Check the account's server: calls never follow a redirection."
        let reason = "The board points elsewhere (status \(view.reply.status))."
        // A server that points to a page to be fetched may well have carried out the call before, as after a form; one
        // that wants the same call made elsewhere (307, 308) has not.
        guard isRepeatable || !(301...303).contains(view.reply.status) else {
            let look = "Look on the board whether the call took effect. \(remedy)"
            return Verdict(.unknown, reason: reason, remedy: look)
        }
        return Verdict(.refused, reason: reason, remedy: remedy)
    }

    /// What the board asks us to wait.
    private var wait: Duration? {
        guard let until = budget?.holdUntil else { return nil }
        let arrived = max(view.scope.context.now, view.reply.receivedAt)
        return .milliseconds(Int64((max(until.timeIntervalSince(arrived), 0) * 1000).rounded(.up)))
    }

    /// The board's own reason with the status, without which an overload and a fault would read alike.
    private func withStatus(_ reason: String) -> String {
        guard !(200..<300).contains(view.reply.status) else { return reason }
        let status = " (status \(view.reply.status))"
        let text = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
        guard text.count + status.count > Words.longest else { return text + status }
        return text.prefix(Words.longest - status.count - 1) + "…" + status
    }

    private var statusWords: String {
        let words = Words.ofBody(view).map { ": \($0)" } ?? "."
        let found = [404, 410].contains(view.reply.status) ? ", the address or the ad was not found" : ""
        let text = "The board answered \(view.reply.status)\(found)\(words)"
        return text.count > Words.longest ? text.prefix(Words.longest - 1) + "…" : text
    }

    private func remedy(for kind: VerdictRule.Kind) -> String? {
        switch kind {
        case .credentials: "Check the credentials of this account, and connect it anew."
        case .needsCustomer: "Settle it with the board."
        case .accepted, .transient, .refused, .unknown: nil
        }
    }
}

extension Condition {
    /// Whether it reads more than the status.
    var looksInside: Bool { if case .status = self { false } else { true } }

    /// Whether it is met by something that is there, not by something that is missing.
    var isPositive: Bool { if case .absent = self { false } else { true } }
}

extension Outcome {
    /// What the absence of a reply means; nil when there is one.
    ///
    /// - Parameter isRepeatable: Whether sending the request twice does no more than sending it once.
    public func verdictWithoutReply(isRepeatable: Bool) -> Verdict? {
        switch self {
        case .replied: nil
        case .unknown(let failure):
            isRepeatable
                ? Verdict(.transient(wait: nil), reason: failure.message, remedy: failure.remedy)
                : Verdict(.unknown, reason: failure.message, remedy: failure.remedy)
        case .notSent(let failure):
            switch failure.code {
            case .invalidRequest: Verdict(.refused, reason: failure.message, remedy: failure.remedy)
            case .addressRefused:
                Verdict(.needsCustomer(need: "set-up", recheck: nil), reason: failure.message, remedy: failure.remedy)
            default: Verdict(.transient(wait: nil), reason: failure.message, remedy: failure.remedy)
            }
        }
    }
}

extension Verdict {
    static func noSuchCall(_ name: String) -> Verdict {
        Verdict(.refused, reason: "The adapter has no call \"\(name)\".", remedy: "Check the adapter's files.")
    }
}

extension ElementReading {
    static func noSuchCall(_ name: String) -> ElementReading { ElementReading(verdict: .noSuchCall(name)) }
}
