import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Testing

@Suite("What several writers learn of one account")
struct AccountMergingTests {
    private let base: AccountState = {
        var base = AccountState(name: "alpha")
        base.cooldownUntil = Sample.time(10)
        base.openUntil = Sample.time(20)
        base.failures = 3
        base.kept = ["a": .number(1), "b": .number(2)]
        base.fingerprint = "one"
        return base
    }()

    private let refused = PostingError(code: "credentials", message: "m", remedy: "r")

    private func merged(
        _ learn: (inout AccountState) -> Void,
        over others: (inout AccountState) -> Void
    ) -> AccountState {
        var (learnt, stored) = (base, base)
        learn(&learnt)
        others(&stored)
        return learnt.merged(from: base, over: stored)
    }

    @Test("who learns nothing changes nothing, and who is alone writes what it knows")
    func alone() {
        var other = base
        other.failures = 9
        other.cooldownUntil = nil
        #expect(base.merged(from: base, over: other) == other)
        #expect(other.merged(from: base, over: base) == other)
    }

    @Test("the later end of a rest counts, and one that is over for a writer stays when another has asked for more")
    func rests() {
        #expect(
            merged {
                $0.cooldownUntil = Sample.time(30)
            } over: {
                $0.cooldownUntil = Sample.time(50)
            }.cooldownUntil
                == Sample.time(50)
        )
        #expect(
            merged {
                $0.openUntil = Sample.time(60)
            } over: {
                $0.openUntil = Sample.time(50)
            }.openUntil
                == Sample.time(60)
        )
        #expect(
            merged {
                $0.openUntil = nil
            } over: {
                $0.openUntil = Sample.time(50)
            }.openUntil == Sample.time(50)
        )
        #expect(
            merged {
                $0.openUntil = nil
            } over: {
                $0.failures = 4
            }.openUntil == nil
        )
    }

    @Test("failures add up, and a success ends them all")
    func failures() {
        #expect(
            merged {
                $0.failures = 5
            } over: {
                $0.failures = 4
            }.failures == 6
        )
        #expect(
            merged {
                $0.failures = 0
            } over: {
                $0.failures = 4
            }.failures == 0
        )
    }

    @Test("a pause is lifted only by who has seen it")
    func pauses() {
        let pause = refused
        #expect(
            merged {
                $0.failures = 0
            } over: {
                $0.paused = pause
            }.paused == pause
        )
        #expect(
            merged {
                $0.paused = pause
            } over: {
                $0.failures = 0
            }.paused == pause
        )
        var paused = base
        paused.paused = pause
        var lifted = paused
        lifted.paused = nil
        var stored = paused
        stored.failures = 9
        #expect(lifted.merged(from: paused, over: stored).paused == nil)
    }

    @Test("values are merged one by one, the token as a whole")
    func values() {
        let found = merged { learnt in
            learnt.kept["a"] = nil
            learnt.kept["c"] = .number(3)
            learnt.sealedToken = [1]
        } over: { stored in
            stored.kept["b"] = .number(9)
            stored.tokenExpires = Sample.time(5)
        }
        #expect(found.kept == ["b": .number(9), "c": .number(3)])
        #expect(found.sealedToken == [1])
        #expect(found.tokenExpires == nil)
    }
}
