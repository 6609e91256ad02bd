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

    /// Lanes of these accounts begin; others have nothing due before an instant, where nil is never.
    mutating func begin(_ names: [String], resting: [String], until due: Date?) {
        busy.formUnion(names)
        unseen.removeAll { busy.contains($0) || resting.contains($0) }
        earliest = [earliest, due].compactMap(\.self).min()
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
