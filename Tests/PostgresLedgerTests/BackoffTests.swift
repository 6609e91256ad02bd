import Ledger
import Testing

@testable import PostgresLedger

@Suite("Waiting for a server")
struct BackoffTests {
    /// A small generator whose answers are always the same.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            let mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            return mixed ^ (mixed >> 27)
        }
    }

    @Test("waits are drawn between nothing and a ceiling that doubles up to two seconds")
    func ceilings() {
        var waits = Array(repeating: [Duration](), count: 9)
        for seed in 0..<500 {
            var (backoff, generator) = (Backoff(), Seeded(state: UInt64(seed)))
            for turn in waits.indices { waits[turn].append(backoff.next(using: &generator)) }
        }
        for (drawn, milliseconds) in zip(waits, [20, 40, 80, 160, 320, 640, 1280, 2000, 2000]) {
            let ceiling = Duration.milliseconds(milliseconds)
            #expect(drawn.allSatisfy { $0 >= .zero && $0 <= ceiling })
            #expect(drawn.contains { $0 > ceiling * 9 / 10 } && drawn.contains { $0 < ceiling / 10 })
        }
    }

    @Test(
        "only what may be otherwise next time is tried again",
        arguments: [
            (Fault.lost("x"), true), (.uncertain("x"), true), (.held("x"), true), (.damaged("x"), false),
            (.final(.failed(reason: "x")), false), (.server(error("40001")), true), (.server(error("40P01")), true),
            (.server(error("55P03")), true), (.server(error("23505")), false), (.server(error("57014")), false),
        ]
    )
    func repetition(fault: Fault, isRepeated: Bool) {
        var patience = Patience(.seconds(60))
        #expect((patience.wait(after: fault) != nil) == isRepeated)
    }

    @Test("patience ends: with its time, or after so many conflicts")
    func end() {
        var none = Patience(.zero)
        #expect(none.wait(after: .lost("x")) == nil)
        var other = Patience(.zero, forHeld: .seconds(60))
        #expect(other.wait(after: .held("x")) != nil)
        var long = Patience(.seconds(60))
        let waits = (0...Patience.conflicts).map { _ in long.wait(after: .server(Self.error("40001"))) }
        #expect(waits.filter { $0 == nil }.count == 1)
    }

    @Test(
        "what the server says becomes what a person can use",
        arguments: [
            (error("53100"), "disk-full"), (error("XX001"), "ledger-damaged"), (error("42501"), "ledger-refused"),
            (error("40001"), "ledger-failed"), (error("57014"), "ledger-failed"), (error("22P02"), "ledger-failed"),
        ]
    )
    func translation(error: ServerError, code: String) {
        #expect(Failures(name: "postgresql://db/x").ledgerError(.server(error)).code == code)
    }

    private static func error(_ state: String) -> ServerError {
        ServerError(state: state, message: "m", detail: nil, table: nil)
    }
}
