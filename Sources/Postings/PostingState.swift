/// Where a posting stands, as far as anyone has seen; the raw values are part of the command line's contract.
public enum PostingState: String, Sendable, Hashable, CaseIterable, Codable {
    /// Known, and nothing was asked for yet.
    case draft
    /// Held back until its publication date.
    case scheduled
    /// Accepted for delivery; nothing was sent yet.
    case queued
    /// A call is on the wire, or its answer is awaited.
    case sending
    /// Given to a place from which the board takes it: a feed, a page, an asynchronous task.
    case handedOver = "handed-over"
    /// The board said that it took the ad.
    case acknowledged
    /// The board is still looking at it.
    case inReview = "in-review"
    /// Seen on the board.
    case live
    /// Seen on the board with other content than we sent.
    case altered
    /// Accepted, yet hidden or served from another source.
    case shadowed
    /// Its known end has passed.
    case expired
    /// Ended without our asking.
    case removed
    /// The board refused it.
    case rejected
    /// Asked to end; not yet seen gone.
    case withdrawing
    /// Seen gone after we asked.
    case withdrawn
    /// Held up by something the customer must settle: credits, contract, set-up, credentials.
    case waitingForCustomer = "waiting-for-customer"
    /// A person has to do the next step.
    case waitingForPerson = "waiting-for-person"
    /// The board cannot take the change in place; the role must be edited.
    case needsEdit = "needs-edit"
    /// A call's effect is not known and cannot be found out without a person.
    case outcomeUnknown = "outcome-unknown"
    /// Given up; the error says how to go on.
    case failed
}

/// What is asked of a board for one posting.
public enum Operation: String, Sendable, Hashable, CaseIterable, Codable {
    /// Make the ad.
    case create
    /// Change the ad in place.
    case update
    /// Prolong the ad.
    case renew
    /// End the ad.
    case withdraw
    /// Look for the ad by our reference, without changing anything.
    case find
}

/// Who says so.
public enum Witness: String, Sendable, Hashable, CaseIterable, Codable {
    /// The board's own status answer.
    case board
    /// The public page, fetched by us.
    case page
    /// A fetch of our feed or page by the board.
    case feed
    /// A person, by `resolve`.
    case person
}

/// The board's human check of an ad, which some boards do before and others after they show it.
public enum Review: String, Sendable, Hashable, CaseIterable, Codable {
    /// Nothing is known of a review.
    case none
    /// Under review.
    case pending
    /// Passed.
    case passed
    /// Refused by the reviewer.
    case refused
}

/// Whether the board was seen to have the ad.
public enum Observed: String, Sendable, Hashable, CaseIterable, Codable {
    /// Nothing was ever sent or seen.
    case none
    /// The board has the ad.
    case present
    /// The board has no such ad.
    case absent
    /// A call may or may not have taken effect.
    case unknown
}
