public import AdapterKit
import Documents
public import Ledger
import Postings

public import struct FoundationEssentials.Date

/// Turns what a watch read into what the ledger says: the one place where a sight becomes a state.
public struct Observer: Sendable {
    /// The watch's rule.
    public let rule: WatchRule
    /// The present.
    public let now: Date
    /// Longest wait between readings, for demonstrations; nil means as the rule says.
    public let cap: Duration?

    /// Creates an observer.
    public init(rule: WatchRule, now: Date, cap: Duration? = nil) {
        self.rule = rule
        self.now = now
        self.cap = cap
    }

    /// What becomes of a posting and its watch.
    public struct Sight: Sendable, Hashable {
        /// The posting as it stands afterwards.
        public var posting: Posting
        /// What proves it; empty when nothing changed.
        public var evidence: [Evidence]
        /// The watch as it goes on; nil when it has ended.
        public var watch: Watch?
        /// Name of the watch to start beside it.
        public var then: String?
    }

    /// Looks at one posting.
    ///
    /// - Parameters:
    ///   - posting: The posting.
    ///   - watch: The watch that read.
    ///   - reading: What it read.
    ///   - exchange: The exchange that shows it.
    public func look(at posting: Posting, watch: Watch, reading: ElementReading, exchange: String?) -> Sight {
        var sight = Sight(posting: posting, evidence: [], watch: watch, then: reading.then)
        sight.watch?.readings += 1
        sight.watch?.dueAt = now.addingTimeInterval(interval / .seconds(1))
        for value in reading.kept where value.owner == .posting && !value.isSecret {
            sight.posting.kept[value.name] = value.value
        }
        for value in reading.kept where value.owner == .delivery && !value.isSecret {
            sight.watch?.kept[value.name] = value.value
        }
        if let review = reading.review { sight.posting.review = review }
        // An answer to an older wish says nothing about the newest one.
        let isStale = rule.scope == .delivery && watch.generation != posting.generation && posting.phase == .leased
        if isStale { return sight }
        if let state = reading.state {
            settle(&sight, on: state, reading: reading)
        } else {
            redo(&sight, reading: reading)
        }
        if sight.posting != posting, sight.evidence.isEmpty, sight.posting.state != posting.state {
            note(&sight, "Seen as \(sight.posting.state.rawValue).", reading)
        }
        for index in sight.evidence.indices where exchange != nil {
            let old = sight.evidence[index]
            sight.evidence[index] = Evidence(
                posting: old.posting, at: old.at, state: old.state, witness: old.witness, exchange: exchange,
                url: old.url, contentHash: old.contentHash, note: old.note
            )
        }
        return ended(sight, started: watch.startedAt)
    }

    private var interval: Duration { min(rule.every.then, cap ?? rule.every.then) }

    private func settle(_ sight: inout Sight, on seen: PostingState, reading: ElementReading) {
        let wantsPresence = if case .present = sight.posting.desire { true } else { false }
        let isEnding = sight.posting.state == .withdrawing
        switch seen {
        case .live, .altered, .shadowed, .inReview, .acknowledged, .handedOver:
            // While an end is awaited, an ad still in sight is no news until the board has had its time.
            guard !isEnding else { return stillThere(&sight, seen, reading) }
            guard rank(seen) >= rank(sight.posting.state) || seen == .altered || seen == .shadowed else { return }
            become(&sight, seen, reading)
            sight.posting.observed = .present
        case .withdrawn, .removed:
            become(&sight, seen, reading)
            sight.posting.observed = .absent
            if wantsPresence, isEnding || seen == .withdrawn {
                // A replacement waits for just this sight.
                sight.posting.phase = .due
                sight.posting.dueAt = now
            }
        case .expired:
            become(&sight, .expired, reading)
            sight.posting.observed = .absent
        case .rejected:
            become(&sight, .rejected, reading)
            sight.posting.phase = .parked
            sight.posting.error = PostingError(
                code: "board-refused",
                message: "The board refused the ad: \(reading.verdict.reason ?? "no reason given")",
                remedy: reading.verdict.remedy ?? "Change what the board names, then post again."
            )
        default:
            become(&sight, seen, reading)
        }
    }

    private func become(_ sight: inout Sight, _ state: PostingState, _ reading: ElementReading) {
        let isNews = sight.posting.state != state || sight.posting.witness != reading.witness
        sight.posting.state = state
        sight.posting.witness = reading.witness
        if state == .live { sight.posting.error = nil }
        if isNews { note(&sight, "Seen as \(state.rawValue).", reading) }
    }

    /// After five sights of an ad that should be gone, the withdrawal is sent once more.
    private func stillThere(_ sight: inout Sight, _ seen: PostingState, _ reading: ElementReading) {
        guard let watch = sight.watch, watch.readings >= 5, seen == .live else { return }
        sight.posting.observed = .present
        sight.posting.phase = .due
        sight.posting.dueAt = now
        sight.watch = nil
        note(&sight, "Still to be seen after the board had accepted the withdrawal: it is sent again.", reading)
    }

    /// A reading without a state: a verdict on the call it follows, or nothing new.
    private func redo(_ sight: inout Sight, reading: ElementReading) {
        switch (reading.verdict.kind, reading.verdict.observed) {
        case (_, .present?):
            sight.posting.observed = .present
            sight.posting.accepted = nil
        case (_, .absent?):
            sight.posting.observed = .absent
        case (.transient, nil):
            guard rule.scope == .delivery, sight.watch?.operation != nil, reading.verdict.reason != nil else { return }
            sight.posting.observed = sight.posting.creation > 1 || sight.watch?.operation != .create ? .present : .none
            sight.posting.accepted = nil
        default:
            return
        }
        sight.posting.phase = .due
        sight.posting.dueAt = now
        if case .transient(let wait?) = reading.verdict.kind {
            sight.posting.dueAt = now.addingTimeInterval(min(wait, cap ?? wait) / .seconds(1))
        }
        sight.posting.state = .queued
        sight.posting.appliedGeneration = 0
        sight.watch = nil
        note(&sight, reading.verdict.reason ?? "The board's answer calls for another step.", reading)
    }

    private func ended(_ sight: Sight, started: Date) -> Sight {
        var sight = sight
        let isFinal = [.withdrawn, .removed, .expired, .rejected].contains(sight.posting.state)
        let isAnswered = rule.scope == .delivery && ![.acknowledged, .handedOver, .inReview, .sending, .queued, .withdrawing]
            .contains(sight.posting.state)
        if isFinal || isAnswered { sight.watch = nil }
        guard let until = rule.every.until, sight.watch != nil, now.timeIntervalSince(started) >= until / .seconds(1) else {
            return sight
        }
        sight.watch = nil
        if let otherwise = rule.every.otherwise {
            sight.posting.state = otherwise
            sight.posting.phase = .parked
            sight.posting.error = PostingError(
                code: "no-answer",
                message: "The board gave no final answer within the time it allows for one.",
                remedy: "Look at the board, then tell what you saw with `placard resolve \(sight.posting.reference)`."
            )
        }
        return sight
    }

    private func rank(_ state: PostingState) -> Int {
        switch state {
        case .handedOver: 1
        case .acknowledged: 2
        case .inReview: 3
        case .live, .altered, .shadowed: 4
        default: 0
        }
    }

    private func note(_ sight: inout Sight, _ text: String, _ reading: ElementReading) {
        sight.evidence.append(
            Evidence(
                posting: sight.posting.id,
                at: now,
                state: sight.posting.state,
                witness: reading.witness,
                url: sight.posting.url,
                contentHash: sight.posting.accepted?.contentHash,
                note: text
            )
        )
    }
}
