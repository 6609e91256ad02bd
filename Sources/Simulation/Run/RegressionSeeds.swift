/// Seeds that showed a fault of the engine once, and what it was.
///
/// What a seed stands for changes when the drawing of plans changes: they are replayed because they cost little.
public enum RegressionSeeds: Sendable {
    /// The seeds.
    public static let all: [UInt64] = [
        // A reading of the ledger failed after a claim, and the loop waited for lanes that had never begun.
        43, 76, 90, 116,
        // A reading that came late in a board's way of showing ended an ad that no withdrawal had been taken for.
        168,
        // A replacement whose withdrawal was answered by silence was taken for an ad that the board had removed.
        419, 2214,
        // A sight of the board wrote over a wish that was given while it was written.
        1317, 2677,
        // What the board had asked to wait was forgotten when a write of the ledger failed.
        1029, 1451, 2235,
        // Of two workers that saw the same end, the later one took it for a removal.
        5790, 7358, 7993, 8946,
        // A call left after a slow commit, shortly before its lease ended.
        6406,
        // A late sight of an old ad's end was taken for the end of the new one, which was then never created.
        300_571, 301_395,
        // A refused repetition of an old content put a newer wish aside.
        100_587, 102_913,
        // What a board did not show yet was taken for removed: after a refused change, or by a worker stopped meanwhile.
        102_868, 107_335, 108_758, 110_770, 111_781,
        // An ad that was not shown yet was taken for gone after a withdrawal that the board had never carried out.
        20_391,
    ]
}
