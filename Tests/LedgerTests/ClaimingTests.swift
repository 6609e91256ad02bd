import Ledger
import LedgerTesting
import Postings
import Testing

import struct FoundationEssentials.Date

@Suite("Claims and recovery")
struct ClaimingTests {
    @Test(
        "an interrupted call that may have changed the board leaves its effect unknown, a look-up does not",
        arguments: Operation.allCases
    )
    func recovery(operation: Operation) {
        let held = Sample.posting(1).claimed(by: "worker", now: Sample.start, lease: .seconds(60))
        let attempt = Sample.attempt("a", on: held, operation)
        let free = held.recovered(interrupted: attempt, now: Sample.time(5))
        #expect(free.phase == (operation == .find ? .due : .ambiguous))
        #expect(free.unknownOperation == (operation == .find ? nil : operation))
        #expect(free.dueAt == Sample.time(5))
        #expect(free.leaseOwner == nil)
        #expect(free.epoch == held.epoch + 1)
    }

    @Test("an account is held by the last of what holds it, and for ever when paused")
    func heldUntil() {
        var account = AccountState(name: "alpha")
        #expect(account.heldUntil(at: Sample.start) == nil)
        account.cooldownUntil = Sample.time(5)
        account.openUntil = Sample.time(8)
        #expect(account.heldUntil(at: Sample.time(4)) == Sample.time(8))
        #expect(account.heldUntil(at: Sample.time(8)) == nil)
        account.paused = PostingError(code: "c", message: "m", remedy: "r")
        #expect(account.heldUntil(at: Sample.time(9)) == .distantFuture)
    }
}
