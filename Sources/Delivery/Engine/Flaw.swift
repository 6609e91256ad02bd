/// A guard of the engine that is left out on purpose, to prove that the simulation notices.
///
/// Outside this package nobody can name one, and only the simulation passes one.
package enum Flaw: String, Sendable, Hashable, CaseIterable {
    /// Writes carry no epoch.
    case unguardedWrites = "unguarded-writes"
    /// A call whose answer was lost is sent again without a look.
    case blindRepeat = "blind-repeat"
    /// A server's fault counts as "not carried out".
    case serverFaultIsNo = "server-fault-is-no"
    /// Bytes leave before the intent is durable.
    case sendsBeforeIntent = "sends-before-intent"
    /// Rate windows are never written down.
    case forgetfulLimiter = "forgetful-limiter"
    /// What a call draws from the rate windows is written with its answer, so that a crash gives it back.
    case drawsAfterAnswer = "draws-after-answer"
    /// The time is not looked at again after the intent's commit.
    case slowCommitUnseen = "slow-commit-unseen"
    /// A retry sets the count of failed tries back.
    case retryResetsTries = "retry-resets-tries"
    /// An open breaker lets more than one trial through.
    case manyTrials = "many-trials"
    /// One empty look-up, at any time, proves an absence.
    case singleLook = "single-look"
    /// Workers do not take the accounts that they work on.
    case sharedAccounts = "shared-accounts"
}
