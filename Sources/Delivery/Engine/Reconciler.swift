public import Ledger

public import struct FoundationEssentials.Date

/// The delivery loop: takes what is due, does it, records it, until a goal is reached or time is up.
///
/// Accounts run beside each other, each in a lane of its own, so that a slow board holds up no other.
/// A loop begins by freeing what its worker held in an earlier life. Where a ledger is shared, other workers' loops run
/// beside it: each works on accounts that it holds alone, and gives back those for which it has nothing to do.
public struct Reconciler: Sendable {
    let environment: Environment

    /// Creates a loop.
    public init(_ environment: Environment) {
        self.environment = environment
    }

    /// Delivers and watches until the goal is reached, nothing is due before the deadline, or the task is cancelled.
    ///
    /// What another worker is at counts as due: it is waited for, and what became of it decides about the goal.
    ///
    /// Calls in flight are finished and recorded whatever happens; a cancelled task begins nothing new.
    ///
    /// - Parameters:
    ///   - filter: The postings that are meant.
    ///   - deadline: Nothing new is begun after it.
    ///   - isReached: Whether the postings, as they stand, are what was asked for; asked whenever no call is under
    ///     way. The values of their ads are not read. Nil has no goal, and reads nothing for it.
    /// - Throws: ``LedgerError`` when the store fails; what was accepted before is safe in it. `TransportFailure` when
    ///   the transport itself broke: nothing can be sent any more, and what was not sent stays due.
    public func run(
        _ filter: PostingFilter,
        deadline: Date,
        isReached: (@Sendable ([Posting]) -> Bool)?
    ) async throws {
        let shared = Shared(places: environment.places, roles: environment.roles)
        let left = deadline.timeIntervalSince(environment.clock.now)
        let environment = try await environment.anchored()
        let deadline = environment.clock.now.addingTimeInterval(left)
        let loop = Loop(environment, filter, shared: shared, deadline: deadline, isReached: isReached)
        // A task of its own does not notice the cancellation of this one, so that what is under way, and the
        // writing of what came of it, is seen through; it is told to stop instead.
        let work = Task(executorPreference: environment.executor) { await loop.run() }
        let failure = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            shared.stop()
            loop.wakeUp()
        }
        if let failure { throw failure }
        if let fault = shared.fault { throw fault }
    }
}

/// What one lane has to do.
final class LaneWork: Sendable {
    let account: String
    let memory: AccountState
    let postings: [Posting]
    let watches: [Watch]
    /// When the leases of the postings end, by the clock that is never set.
    let leaseEnds: Duration
    /// The hold on the account; nil where no other worker can have it.
    let hold: Hold?

    init(
        account: String,
        memory: AccountState,
        postings: [Posting],
        watches: [Watch],
        leaseEnds: Duration,
        hold: Hold?
    ) {
        self.hold = hold
        self.account = account
        self.memory = memory
        self.postings = postings
        self.watches = watches
        self.leaseEnds = leaseEnds
    }
}

/// What ended the wait of the loop.
enum LaneResult: Sendable {
    /// A lane is done.
    case ended(account: String, LedgerError?)
    /// Something has fallen due, or the loop is to stop.
    case alarm
    /// The accounts whose lanes have ended are to be looked at.
    case look
}
