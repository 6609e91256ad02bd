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
    /// When the board was asked: its answer may have waited for a worker that was stopped.
    public let askedAt: Date
    /// How long the board may take to show what it took: an absence before that is no news.
    public let settle: Duration
    /// Longest wait between readings, for demonstrations; nil means as the rule says.
    public let cap: Duration?

    /// Creates an observer.
    public init(
        rule: WatchRule,
        now: Date,
        askedAt: Date? = nil,
        settle: Duration = UnknownPolicy.defaultSettle,
        cap: Duration? = nil
    ) {
        self.rule = rule
        self.now = now
        self.askedAt = askedAt ?? now
        self.settle = min(settle, cap ?? settle)
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
        keep(reading.kept, &sight)
        if let review = reading.review { sight.posting.review = review }
        if isStale(watch, posting) {
            rememberStale(&sight, reading)
        } else if posting.observed == .unknown {
            clearUp(&sight, reading)
        } else if let state = reading.state {
            settle(&sight, on: state, reading: reading)
        } else {
            redo(&sight, reading: reading)
        }
        let next = now.addingTimeInterval(interval(sight) / .seconds(1))
        sight.watch?.dueAt = next
        sight.evidence = sight.evidence.map { $0.shown(by: exchange) }
        return ended(sight)
    }

    /// What becomes of a posting whose watch could not be read: nothing, until the watch's time is over.
    public func unread(_ posting: Posting, watch: Watch, until instant: Date) -> Sight {
        var sight = Sight(posting: posting, evidence: [], watch: watch, then: nil)
        sight.watch?.dueAt = instant
        return isOver(watch) ? ended(sight) : sight
    }

    /// Wait before the next reading.
    ///
    /// What somebody waits for is looked at sooner: each wait is twice as long as the one before it, up to the
    /// rule's own.
    private func interval(_ sight: Sight) -> Duration {
        let usual = min(rule.every.then, cap ?? rule.every.then)
        guard rule.scope == .posting, sight.posting.isAwaited, let readings = sight.watch?.readings, readings < 20
        else {
            return usual
        }
        return min(usual, max(rule.every.first, .seconds(1)) * (1 << readings))
    }

    private func keep(_ kept: [KeptValue], _ sight: inout Sight) {
        for value in kept where !value.isSecret {
            switch value.owner {
            case .posting: sight.posting.kept[value.name] = value.value
            case .delivery: sight.watch?.kept[value.name] = value.value
            case .account: break
            }
        }
    }

    /// An answer about one delivery, when something newer is wanted, says nothing about the newest wish.
    private func isStale(_ watch: Watch, _ posting: Posting) -> Bool {
        rule.scope == .delivery && watch.generation != posting.generation
    }

    /// An older delivery's answer changes no state; that it made or ended the ad is a fact all the same.
    private func rememberStale(_ sight: inout Sight, _ reading: ElementReading) {
        guard sight.posting.observed != .unknown else { return }
        let operation = sight.watch?.operation
        if reading.isConclusive { sight.watch = nil }
        if comesBack(sight, operation, reading) {
            sight.posting.observed = .present
            sight.posting.state = .withdrawing
            sight.posting.witness = reading.witness
            sight.posting.phase = .due
            sight.posting.dueAt = now
            sight.posting.tries = 0
            note(&sight, "An earlier delivery took effect after the withdrawal: the ad is withdrawn again.", reading)
            return
        }
        if let observed = reading.verdict.observed {
            sight.posting.observed = observed
        } else if reading.state == .rejected, operation == .create {
            sight.posting.observed = .none
        } else {
            return
        }
        sight.posting.accepted = nil
        note(
            &sight,
            "An earlier delivery's answer: \((reading.verdict.reason ?? sight.posting.observed.rawValue).asSentence)",
            reading
        )
    }

    /// Whether an earlier delivery brought up an ad that was withdrawn meanwhile: its withdrawal found nothing yet.
    private func comesBack(_ sight: Sight, _ operation: Operation?, _ reading: ElementReading) -> Bool {
        guard sight.posting.desire == .absent, [.absent, .none].contains(sight.posting.observed),
            let operation, [.create, .update, .renew].contains(operation)
        else { return false }
        return reading.state?.isOnBoard ?? false
    }

    /// A sight that tells what became of a call whose answer was lost; any other says nothing of it.
    private func clearUp(_ sight: inout Sight, _ reading: ElementReading) {
        guard let state = reading.state else { return }
        switch sight.posting.unknownOperation {
        case .create where state.isOnBoard:
            sight.posting.accepted = sight.posting.sent
            sight.posting.firstSent = sight.posting.firstSent ?? sight.posting.sent?.at
            sight.posting.observed = .present
        // An ad that may not be shown yet is not gone: whether the board took its withdrawal is as doubtful as before.
        case .withdraw where state.isGone && !isTooEarly(sight.posting, isEnding: false):
            sight.posting.observed = .absent
            // The end was asked for here: the board did not take the ad away by itself.
            sight.posting.state = .withdrawing
        default: return
        }
        sight.posting.clearDoubt()
        sight.posting.appliedGeneration = 0
        sight.posting.error = nil
        sight.posting.phase = .due
        sight.posting.dueAt = now
        settle(&sight, on: state, reading: reading)
    }

    private func ended(_ sight: Sight) -> Sight {
        var sight = sight
        guard let watch = sight.watch else { return sight }
        let isFinal = [.withdrawn, .removed, .expired, .rejected].contains(sight.posting.state)
        if isFinal || (rule.scope == .delivery && !sight.posting.isAwaited) { sight.watch = nil }
        guard sight.watch != nil, isOver(watch) else { return sight }
        sight.watch = nil
        if let otherwise = rule.every.otherwise, !isStale(watch, sight.posting) { giveUp(&sight, otherwise, watch) }
        return sight
    }

    private func isOver(_ watch: Watch) -> Bool {
        rule.every.until.map { now.timeIntervalSince(watch.startedAt) >= $0 / .seconds(1) } ?? false
    }

    private func giveUp(_ sight: inout Sight, _ otherwise: PostingState, _ watch: Watch) {
        sight.posting.state = otherwise
        sight.posting.witness = nil
        let text = "The board gave no final answer within the time it allows for one."
        if [.outcomeUnknown, .failed, .rejected, .needsEdit].contains(otherwise) {
            sight.posting.phase = .parked
            sight.posting.dueAt = nil
            sight.posting.error = PostingError(
                code: "no-answer",
                message: text,
                remedy: "Look at the board, then tell what you saw with `placard resolve \(sight.posting.reference)`."
            )
        }
        if otherwise == .outcomeUnknown, let operation = watch.operation {
            sight.posting.observed = .unknown
            sight.posting.unknownOperation = operation
            sight.posting.unknownSince = watch.startedAt
        }
        note(&sight, text, ElementReading(verdict: .init(.unknown)))
    }

    func note(_ sight: inout Sight, _ text: String, _ reading: ElementReading) {
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

extension ElementReading {
    /// Whether the board has made up its mind about the delivery that was asked about.
    fileprivate var isConclusive: Bool {
        switch state {
        case .live?, .altered?, .shadowed?, .rejected?, .failed?, .withdrawn?, .removed?, .expired?: true
        default: verdict.observed != nil
        }
    }
}

extension Evidence {
    fileprivate func shown(by exchange: String?) -> Evidence {
        Evidence(
            posting: posting,
            at: at,
            state: state,
            witness: witness,
            exchange: exchange,
            url: url,
            contentHash: contentHash,
            note: note
        )
    }
}

extension Posting {
    /// Whether somebody waits for the board's next word on it.
    var isAwaited: Bool {
        [.acknowledged, .handedOver, .inReview, .sending, .queued, .withdrawing].contains(self.state)
    }
}

extension PostingState {
    /// Whether it says that the board has the ad.
    var isOnBoard: Bool { [.live, .altered, .shadowed, .inReview, .acknowledged, .handedOver].contains(self) }

    /// Whether it says that the board has it no more.
    var isGone: Bool { [.withdrawn, .removed, .expired].contains(self) }
}
