import struct FoundationEssentials.Date

/// Which accounts have a lane running, which may have something due, and when the others are looked at again.
///
/// An account is looked at when its lane has ended or the alarm rings, not whenever any lane ends: with many
/// accounts the looking would cost more than the sending.
struct Turn: Sendable {
    private let accounts: [String]
    private var busy: Set<String> = []
    private var earliest: Date?
    private var alarmAt: Date?
    private var looking = Looking.unasked

    /// Whether the accounts whose lanes have ended are looked at.
    private enum Looking: Sendable {
        /// No instant is set.
        case unasked
        /// An instant is set.
        case asked
        /// The instant has come.
        case due
    }

    /// How long accounts whose lanes have ended wait for others, so that one look serves them all.
    static let patience = 0.02

    /// Accounts without a lane that may have something due.
    private(set) var unseen: [String]
    /// Whether all of ``unseen`` have just had their lane, and so most likely nothing due.
    private(set) var isAfterLanes = false

    init(accounts: [String]) {
        self.accounts = accounts
        unseen = accounts
    }

    /// Whether no lane runs.
    var isIdle: Bool { busy.isEmpty }

    /// How many lanes run.
    var running: Int { busy.count }

    /// Whether what is left to look at can wait: most likely nothing is due there, and other lanes are about to end or,
    /// when all have, everything is looked at anyway.
    var canWait: Bool { isAfterLanes && (isIdle || looking != .due) }

    /// The instant at which to look at accounts whose lanes have ended; nil when one is set already, or none is needed.
    mutating func look(now: Date) -> Date? {
        guard canWait, !isIdle, looking == .unasked else { return nil }
        looking = .asked
        return now.addingTimeInterval(Self.patience)
    }

    /// The instant to look has come.
    mutating func lookIsDue() { looking = .due }

    /// Lanes of these accounts begin; others have nothing due before an instant, where nil is never.
    mutating func begin(_ names: [String], resting: [String], until due: Date?) {
        busy.formUnion(names)
        unseen.removeAll { busy.contains($0) || resting.contains($0) }
        earliest = [earliest, due].compactMap(\.self).min()
        looking = .unasked
    }

    /// The instant at which to look at every free account again, once for each instant.
    mutating func alarm(before deadline: Date) -> Date? {
        guard let earliest, earliest < deadline, earliest < alarmAt ?? .distantFuture else { return nil }
        alarmAt = earliest
        return earliest
    }

    /// A lane has ended.
    mutating func end(_ account: String) {
        busy.remove(account)
        isAfterLanes = unseen.isEmpty || isAfterLanes
        unseen.append(account)
    }

    /// Every free account is to be looked at.
    mutating func ring() {
        unseen = accounts.filter { !busy.contains($0) }
        isAfterLanes = false
        earliest = nil
        alarmAt = nil
    }
}
