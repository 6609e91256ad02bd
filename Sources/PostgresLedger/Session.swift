import Ledger

/// Holds one connection, makes it again when it breaks, and sees to it that work is done once.
///
/// It lives on a queue of its own, so that waiting for the server holds up nobody else.
actor Session {
    /// What a session is set up for.
    struct Plan: Sendable {
        let address: ServerAddress
        let settings: PostgresLedger.Settings
        let lifetime: Lifetime
        /// What the server shows administrators.
        let purpose: String
        /// What is said to the server before anything else, each time a connection was made.
        let greeting: @Sendable (Connection) throws(Fault) -> Void
    }

    nonisolated let executor: QueueExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let plan: Plan
    private var connection: Connection?
    private var marker: Marker

    init(_ plan: Plan, marker: String) {
        self.plan = plan
        self.marker = Marker(id: marker)
        executor = QueueExecutor(label: plan.purpose)
    }

    /// Connects for the first time; does not wait for a server that is not there.
    func open(heldFor patience: Duration) throws(Fault) {
        var patience = Patience(.zero, forHeld: patience)
        while true {
            do throws(Fault) {
                _ = try connected()
                return
            } catch {
                try again(after: error, &patience)
            }
        }
    }

    /// Lets go of the connection.
    func close() { connection = nil }

    /// The server's number for the process that serves this session.
    func backend() throws(Fault) -> Int64? {
        try read { connection throws(Fault) in
            try connection.run("SELECT pg_backend_pid()::bigint").first { cells throws(Fault) in try cells.integer() }
        } ?? nil
    }

    /// Does work that changes nothing, or that may be done again; repeats it on a new connection when one breaks.
    func read<Answer: Sendable>(
        _ body: @Sendable (Connection) throws(Fault) -> Answer
    ) throws(Fault) -> Answer {
        var patience = Patience(plan.settings.patience)
        while true {
            do throws(Fault) {
                return try body(connected())
            } catch {
                try again(after: error, &patience)
            }
        }
    }

    /// Does work in one transaction, exactly once whatever happens to the connection.
    ///
    /// The body may run several times, each in a transaction of its own of which only the last is committed. It
    /// answers the statements that are sent along with the commit.
    func transaction<Answer: Sendable>(
        _ body: @Sendable (Transaction) throws(Fault) -> (last: [Statement], answer: Answer)
    ) throws(Fault) -> Answer {
        var patience = Patience(plan.settings.patience)
        while true {
            var answer: Answer?
            do throws(Fault) {
                marker.sequence += 1
                let transaction = Transaction(try connected(), marker)
                let (last, found) = try body(transaction)
                answer = found
                try transaction.commit(last)
                return found
            } catch .uncertain(let reason) {
                connection = nil
                if let answer, try wasCommitted(reason, &patience) { return answer }
            } catch {
                try again(after: error, &patience)
            }
        }
    }

    // MARK: After a fault

    /// Whether the transaction whose commit was interrupted took effect; asked until the server says.
    ///
    /// Writing the marker's row waits for the interrupted transaction, which wrote it first, to end in one way or the
    /// other. After the answer it cannot take effect any more.
    private func wasCommitted(_ reason: String, _ patience: inout Patience) throws(Fault) -> Bool {
        while true {
            do throws(Fault) {
                return try connected().run(Marker.ask, [.text(marker.id)]).first { cells throws(Fault) in
                    try cells.integer()
                } == marker.sequence
            } catch .final(let error) {
                throw .final(error)
            } catch {
                // Whatever else is in the way of the question, the answer stays unknown until it is asked.
                discardTransaction(after: error)
                guard let wait = patience.wait(after: .lost(reason)), !plan.lifetime.isOver else {
                    throw .uncertain(reason)
                }
                plan.lifetime.pause(wait)
            }
        }
    }

    /// Prepares for another try, after a wait; throws when there is to be none.
    private func again(after fault: Fault, _ patience: inout Patience) throws(Fault) {
        discardTransaction(after: fault)
        guard let wait = patience.wait(after: fault), !plan.lifetime.isOver else { throw fault }
        plan.lifetime.pause(wait)
    }

    private func discardTransaction(after fault: Fault) {
        switch fault {
        case .lost, .uncertain, .held: connection = nil
        case .server, .final, .damaged:
            guard let connection, connection.isInTransaction else { return }
            do throws(Fault) { _ = try connection.run("ROLLBACK") } catch { self.connection = nil }
        }
    }

    private func connected() throws(Fault) -> Connection {
        if let connection { return connection }
        if plan.lifetime.isOver { throw .final(.failed(reason: "the ledger was closed")) }
        let fresh = try Connection(
            plan.address,
            purpose: plan.purpose,
            connectTime: plan.settings.connectTime,
            answerTime: plan.settings.statementTime + .seconds(5)
        )
        try plan.greeting(fresh)
        connection = fresh
        return fresh
    }
}
