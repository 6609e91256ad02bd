import Ledger
import Roles
import Synchronization
import Transport

import struct FoundationEssentials.Date

/// What the lanes of one run share.
final class Shared: Sendable {
    /// The rate windows of every account.
    let limiter = Limiter()
    /// Where lanes compute, one for each core.
    let bench: Workbench
    private let state = Mutex(State())

    private struct State: Sendable {
        var isStopped = false
        var fault: TransportFailure?
        var roles: [String: Role] = [:]
        var tokens: [String: AccessToken] = [:]
    }

    /// Creates what the lanes of a run share.
    ///
    /// - Parameters:
    ///   - places: How many lanes compute at a time.
    ///   - roles: Roles that are known already, by the hashes of their revisions.
    init(places: Int, roles: [String: Role] = [:]) {
        bench = Workbench(places: places)
        state.withLock { $0.roles = roles }
    }

    /// An access token while it lasts.
    struct AccessToken: Sendable {
        let text: String
        let expires: Date?
    }

    /// Whether nothing new may be begun: the command was interrupted.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Has every lane finish what is under way and begin nothing new.
    func stop() { state.withLock { $0.isStopped = true } }

    /// What broke the way to every board, when something did.
    var fault: TransportFailure? { state.withLock { $0.fault } }

    /// Ends the run when a failure is no board's: the transport itself is broken, and nothing more leaves through it.
    func heed(_ failure: TransportFailure) {
        guard [.transportBroken, .shutDown].contains(failure.code) else { return }
        state.withLock { state in
            state.isStopped = true
            state.fault = state.fault ?? failure
        }
    }

    func role(_ hash: String) -> Role? { state.withLock { $0.roles[hash] } }

    func remember(_ role: Role, as hash: String) { state.withLock { $0.roles[hash] = role } }

    func token(of account: String, at now: Date) -> String? {
        state.withLock { state in
            guard let token = state.tokens[account] else { return nil }
            return token.expires.map { $0.timeIntervalSince(now) > 30 } ?? true ? token.text : nil
        }
    }

    func remember(_ token: AccessToken?, of account: String) { state.withLock { $0.tokens[account] = token } }
}
