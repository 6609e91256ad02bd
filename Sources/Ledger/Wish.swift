import Postings

public import struct FoundationEssentials.Date

/// What somebody wants of a posting: the part of a row that delivery never writes.
public struct Wish: Sendable, Hashable {
    /// What should be.
    public let desire: Desire
    /// Counts changes of ``desire``.
    public let generation: Int
    /// How many renewals were asked for.
    public let renewalsAsked: Int
    /// Nothing is sent before this instant.
    public let notBefore: Date?
    /// A name of the place set for people.
    public let placeLabel: String?

    /// Creates a wish.
    public init(desire: Desire, generation: Int, renewalsAsked: Int, notBefore: Date?, placeLabel: String?) {
        self.desire = desire
        self.generation = generation
        self.renewalsAsked = renewalsAsked
        self.notBefore = notBefore
        self.placeLabel = placeLabel
    }
}

extension Posting {
    /// What is wanted of the posting.
    public var wish: Wish {
        Wish(
            desire: self.desire,
            generation: self.generation,
            renewalsAsked: self.renewalsAsked,
            notBefore: self.notBefore,
            placeLabel: self.placeLabel
        )
    }

    /// Takes over what is wanted, as it stands in the ledger now, before what delivery brought about is written.
    ///
    /// What somebody asked for while a call was under way must not be lost by the saving of the answer, and is
    /// acted on at once. A posting that is not leased any more belongs to no worker, and its epoch rises: a command
    /// that read it while the call was under way must not write over what came of the call.
    public mutating func adopt(_ wish: Wish, now: Date) {
        let isNew =
            wish.generation != self.generation || wish.renewalsAsked != self.renewalsAsked
            || wish.notBefore != self.notBefore
        take(wish)
        guard self.phase != .leased else { return }
        self.epoch += 1
        self.leaseOwner = nil
        self.leaseUntil = nil
        guard isNew else { return }
        self.tries = 0
        self.phase = self.observed == .unknown ? .ambiguous : .due
        self.dueAt = now
    }

    /// Takes over what a command wants, having read the posting at its present epoch.
    ///
    /// What delivery brought about stays as it is. A worker that holds the posting sees the wish when it lets go;
    /// one that nobody holds is woken as the command says, and its epoch rises, so that nobody writes on what was
    /// read before.
    public mutating func want(_ wanted: Posting) {
        take(wanted.wish)
        guard self.phase != .leased else { return }
        self.epoch += 1
        self.phase = wanted.phase
        self.dueAt = wanted.dueAt
        self.tries = wanted.tries
        self.state = wanted.state
        self.error = wanted.error
    }

    private mutating func take(_ wish: Wish) {
        self.desire = wish.desire
        self.generation = wish.generation
        self.renewalsAsked = wish.renewalsAsked
        self.notBefore = wish.notBefore
        self.placeLabel = wish.placeLabel
    }
}

extension Phase {
    /// Whether a row in this phase may be written by who had read it in another: never over a lease, nor with a
    /// lease that has ended since.
    package func takes(_ change: Change, over wish: Wish) -> Bool {
        switch change {
        case .posting: self != .leased
        case .wished(let posting, let read): wish == read && (self == .leased || posting.phase != .leased)
        default: true
        }
    }
}
