import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Synchronization
import Transport

/// Everything of one run.
final class Arena: Sendable {
    let plan: Plan
    let flaw: Flaw?
    let world: World
    let checker: Checker
    let weather: Weather
    let store: Store
    let board: Board
    let network: Network
    let server: Process
    private let crew = Mutex<[Worker]>([])
    /// What is wanted of each posting, as it was acknowledged.
    private let wanted = Mutex<[String: Want]>([:])

    struct Want: Sendable, Hashable {
        let account: Plan.Account
        /// The version that is to be up, or nil.
        var version: Int?
        /// Hash of its revision.
        var revision: String?
        /// How many renewals were asked for.
        var renewals = 0
        var isBad = false
        var wasModerated = false
    }

    init(_ plan: Plan, flaw: Flaw?, keepsTrace: Bool) {
        self.plan = plan
        self.flaw = flaw
        world = World(seed: plan.seed, keepsTrace: keepsTrace)
        checker = Checker(world, plan)
        weather = Weather(seed: plan.seed, faults: plan.faults, healsAt: plan.healsAt)
        store = Store(world, checker, isShared: plan.workers > 1)
        board = Board(world, checker, lag: plan.faults.lag)
        network = Network(world, board, checker, weather, plan)
        server = Process(world, name: "server", number: 0)
        checker.know(store, board)
        let workers = (0..<plan.workers).map { Worker($0, self, accounts: accounts(of: $0)) }
        crew.withLock { $0 = workers }
    }

    var workers: [Worker] { crew.withLock { $0 } }
    var wants: [String: Want] { wanted.withLock { $0 } }

    private func accounts(of worker: Int) -> [String: DeliveryAccount] {
        var accounts: [String: DeliveryAccount] = [:]
        for (place, account) in plan.accounts.enumerated() {
            guard let adapter = Adapters.all[account.kind] else { continue }
            // Accounts of one limited host go together: they share its limit.
            let owner = account.kind == .limited ? 0 : place % plan.workers
            if plan.isSplit, owner != worker { continue }
            accounts[account.name] = DeliveryAccount(
                name: account.name,
                adapter: adapter,
                settings: [:],
                secrets: ["key": Call.secret(of: account.name)],
                baseURL: nil,
                policy: NetworkPolicy(),
                fingerprint: "one",
                directory: nil
            )
        }
        return accounts
    }

    func note(_ reference: String, _ change: (inout Want) -> Void, _ account: Plan.Account) {
        wanted.withLock { change(&$0[reference, default: Want(account: account)]) }
    }

    /// Undoes the circles that hold it in memory.
    func close() {
        crew.withLock { $0 = [] }
        checker.know(nil, nil)
    }
}
