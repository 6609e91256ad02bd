import Documents

import struct FoundationEssentials.Date

/// One record that a board keeps: an ad, or whatever else its contract knows.
struct Record: Sendable, Hashable {
    enum State: String, Sendable { case hidden, live, expired, closed, deleted, removed }

    var number: String
    var id: String
    var key: String?
    var version = 1
    var created: Date
    var updated: Date
    var ended: Date?
    var ending: State?
    var shownAt: Date?
    var expires: Date?
    var neverShown = false
    var owner: String
    var values: Value
    var told: Set<String> = []

    func state(_ now: Date) -> State {
        if let ending { return ending }
        if let expires, expires <= now { return .expired }
        if neverShown { return .hidden }
        if let shownAt, shownAt > now { return .hidden }
        return .live
    }

    func hasEnded(_ now: Date) -> Bool { ![.live, .hidden].contains(state(now)) }

    mutating func end(_ state: State, _ now: Date) {
        ending = state
        ended = now
        updated = now
        version += 1
    }

    func datum(url: String?, now: Date) -> Datum {
        let endedAt = ended ?? (state(now) == .expired ? expires : nil)
        let shown = neverShown ? nil : [shownAt ?? created].first { $0 <= now }
        return .fields([
            "id": .text(id), "number": .value(Value(scalar: number)), "key": .text(key), "version": .number(version),
            "created": .time(created), "updated": .time(updated), "ended": .moment(endedAt),
            "expires": .moment(expires), "shown": .moment(shown), "url": .text(url),
            "state": .text(state(now).rawValue), "owner": .text(owner), "values": .value(values),
        ])
    }
}

/// Work that a board does later, and what came of it.
struct TaskRecord: Sendable, Hashable {
    enum State: Sendable, Hashable { case waiting, done, failed }

    let kind: String?
    let number: String
    let id: String
    let created: Date
    let due: Date
    var state = State.waiting
    var refusal: Refusal?
    var record: String?
    var work: Work?

    /// What is still to do.
    struct Work: Sendable, Hashable {
        let action: Action
        let checked: Checked
        let element: Value
        let isTextual: Bool
        let scope: Scope
        let owner: String
    }
}

/// A small seeded generator, so that a sandbox repeats its decisions.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
