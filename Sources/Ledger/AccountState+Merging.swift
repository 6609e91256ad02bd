import Documents

import struct FoundationEssentials.Date

/// What became of an account's memory when a writer added what it had learnt.
public struct Learnt: Sendable, Hashable {
    /// What the ledger remembered until then.
    public let before: AccountState
    /// What it remembers now.
    public let after: AccountState

    /// Creates the two.
    public init(before: AccountState, after: AccountState) {
        self.before = before
        self.after = after
    }
}

extension AccountState {
    /// What is to be remembered when a writer that had read one state learnt this one, and others have written a third
    /// meanwhile.
    ///
    /// What the writer left as it was stays as the others wrote it. Of two rests the later end counts, failures add
    /// up, and a pause that somebody else wrote is not lifted by one who had not seen it.
    ///
    /// - Parameters:
    ///   - base: What the writer had read.
    ///   - stored: What the ledger remembers now.
    public func merged(from base: AccountState, over stored: AccountState) -> AccountState {
        guard stored != base else { return self }
        var merged = stored
        if paused != base.paused, paused != nil || stored.paused == base.paused { merged.paused = paused }
        merged.cooldownUntil = Self.later(cooldownUntil, from: base.cooldownUntil, over: stored.cooldownUntil)
        merged.openUntil = Self.later(openUntil, from: base.openUntil, over: stored.openUntil)
        if failures > base.failures {
            merged.failures += failures - base.failures
        } else if failures < base.failures {
            merged.failures = failures
        }
        for name in Set(kept.keys + base.kept.keys).sorted() where kept[name] != base.kept[name] {
            merged.kept[name] = kept[name]
        }
        if sealedToken != base.sealedToken || tokenExpires != base.tokenExpires {
            merged.sealedToken = sealedToken
            merged.tokenExpires = tokenExpires
        }
        if fingerprint != base.fingerprint { merged.fingerprint = fingerprint }
        return merged
    }

    private static func later(_ instant: Date?, from base: Date?, over stored: Date?) -> Date? {
        guard instant != base else { return stored }
        guard let instant else { return stored == base ? nil : stored }
        return max(instant, stored ?? instant)
    }
}
