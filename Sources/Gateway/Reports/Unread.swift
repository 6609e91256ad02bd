import AdapterKit
import Delivery
import FoundationEssentials
import Ledger
import Postings
import Synchronization

/// Which boards could not be asked about their ads, as a command's own readings ended.
final class Unread: Sendable {
    private struct Failure: Sendable {
        let reason: String
        /// Nothing was asked: why is known from an earlier question, if at all.
        let isPostponed: Bool
    }

    private struct State: Sendable {
        var postings: [Int64: Failure] = [:]
        var accounts: [String: Failure] = [:]
    }

    private let state = Mutex(State())

    /// Takes note of a reading: an answer makes up for the failures before it.
    func note(_ reading: WatchReading) {
        let failure = reading.failure.map { Failure(reason: $0, isPostponed: reading.isPostponed) }
        state.withLock { state in
            guard let postings = reading.postings else {
                return Self.put(failure, to: &state.accounts[reading.account])
            }
            for id in postings { Self.put(failure, to: &state.postings[id]) }
        }
    }

    /// Why the board could not be asked about a posting; nil when it was, or when nobody asked.
    func reason(_ posting: Posting) -> String? {
        guard posting.isAtRest, ![.withdrawn, .removed, .expired, .draft].contains(posting.state) else { return nil }
        return state.withLock { ($0.postings[posting.id] ?? $0.accounts[posting.key.account])?.reason }
    }

    private static func put(_ failure: Failure?, to known: inout Failure?) {
        // That the account rests says less than what brought it to rest.
        if let failure, failure.isPostponed, let known, !known.isPostponed { return }
        known = failure
    }
}

extension Gateway {
    /// Notes watches that nobody came to read, and why.
    func note(_ missed: [Watch], in unread: Unread, _ ledger: any Ledger) async throws {
        guard !missed.isEmpty else { return }
        let memories = try await ledger.accounts(Set(missed.map(\.account)).sorted())
        for watch in missed {
            let memory = memories.first { $0.name == watch.account }
            let reason = memory.flatMap(rest) ?? "there was no time for it"
            let postings: [Int64]? = if case .posting(let id) = watch.owner { [id] } else { nil }
            unread.note(
                WatchReading(account: watch.account, postings: postings, failure: reason, isPostponed: true)
            )
        }
    }

    /// Until when an account rests and why, naming its server; nil when it does not.
    func rest(of memory: AccountState) -> String? {
        if let paused = memory.paused { return paused.message }
        guard let until = memory.heldUntil(at: clock.now) else { return nil }
        let entry = workspace.file.account(memory.name)
        let board = entry.flatMap { try? catalog.adapter($0.adapter).manifest.name }
        let server = entry?.baseURL ?? board ?? "its board"
        let why = memory.failures > 0 ? "could not be reached" : "asked to wait, or could not be reached"
        return "the account rests until \(until.formatted(.iso8601)), since \(server) \(why)"
    }

    /// Why boards could not be asked about postings, and when those were last seen, by row number.
    func unread(_ postings: [Posting], _ unread: Unread, _ ledger: any Ledger) async throws -> [Int64: String] {
        var told: [Int64: String] = [:]
        for posting in postings {
            guard let reason = unread.reason(posting) else { continue }
            let seen = try await ledger.timeline(of: posting.id).evidence.filter { $0.witness != nil }.map(\.at).max()
            let last = seen.map { "last seen at \($0.formatted(.iso8601))" } ?? "not seen so far"
            told[posting.id] = "could not be asked: \(reason.withoutStop); \(last)."
        }
        return told
    }
}

extension String {
    /// The text without the full stop at its end.
    fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
