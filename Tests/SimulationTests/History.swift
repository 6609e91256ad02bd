import FoundationEssentials
import Ledger
import Postings
import Transport

@testable import Simulation

/// A history that is told to a checker by hand.
struct History {
    static let reference = "p-role0-looked0"

    let world = World(seed: 1, keepsTrace: false)
    let checker: Checker
    let board: Board
    let process: Process

    init() {
        var plan = Plan(seed: 1)
        plan.healsAt = 0
        plan.isSplit = true
        checker = Checker(world, plan)
        board = Board(world, checker, lag: 0)
        process = Process(world, name: "w0", number: 1)
        checker.know(nil, board)
    }

    /// The invariants that were broken, in the order of time.
    var broken: [String] { checker.violations.map(\.invariant) }

    /// Time passes.
    func wait(_ time: Int64) { world.run(until: world.now + time) }

    // MARK: Calls

    func create(_ title: String = "Cook v1") -> Call? {
        call("POST", "/ads", #"{"reference":"\#(Self.reference)","title":"\#(title)"}"#)
    }

    func update(_ title: String) -> Call? { call("PUT", "/ads/1", #"{"title":"\#(title)"}"#) }

    func renew() -> Call? { call("POST", "/ads/1/renew") }

    func withdraw() -> Call? { call("DELETE", "/ads/1") }

    func look() -> Call? { call("GET", "/ads/1") }

    func find() -> Call? { call("GET", "/ads?ref=\(Self.reference)") }

    private func call(_ method: String, _ path: String, _ body: String = "") -> Call? {
        let bearer = Header("Authorization", "Bearer \(Call.secret(of: "looked0"))")
        let url = "https://looked.example\(path)"
        return Call(Request(method: method, url: url, headers: [bearer], body: Array(body.utf8)))
    }

    /// A call leaves, and is answered a second later: nil is silence.
    func make(_ call: Call, _ status: Int?, _ body: String = "{}", asks: Int64? = nil) async {
        let item: Call.Item? = if case .create(let items) = call.act { items.first } else { nil }
        if call.isChange { checker.checkRepeat(call, Self.reference, item, world.now) }
        let number = await checker.sends(call, by: process)
        wait(.second)
        let lost = Outcome.unknown(Network.failure(.connectionLost))
        let outcome = status.map { Outcome.replied(Board.reply($0, body)) } ?? lost
        checker.answered(number, call, outcome, asks: asks, by: process)
    }

    // MARK: Rows

    /// A posting that is due since an instant of the world.
    func row(due: Int64) -> Posting? {
        let account = Plan.Account(name: "looked0", kind: .looked)
        return Revisions.key(role: 0, account: account).map { key in
            var posting = Posting(
                reference: Self.reference,
                key: key,
                adapter: "looked-board",
                placeLabel: nil,
                desire: .present(revision: "one"),
                opened: Int64(0).date
            )
            posting.phase = .due
            posting.dueAt = due.date
            return posting
        }
    }

    func account(cooling: Int64? = nil, open: Int64? = nil) -> AccountState {
        var account = AccountState(name: "looked0")
        account.cooldownUntil = cooling?.date
        account.openUntil = open?.date
        return account
    }
}
