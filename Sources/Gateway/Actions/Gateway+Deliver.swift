import Delivery
import FoundationEssentials
import Ledger
import Roles
import Synchronization
import Transport

extension Gateway {
    /// Runs the delivery loop over some postings until each is settled, nothing is due in time, or time is up.
    ///
    /// - Parameter roles: Roles that are known already, by the hashes of their revisions.
    /// - Returns: The postings when all were settled; nil when something is left.
    @discardableResult
    func deliver(
        _ filter: PostingFilter,
        accounts: [DeliveryAccount],
        ledger: any Ledger,
        roles: [String: Role] = [:],
        deadline: Date,
        unread: Unread,
        progress: @escaping @Sendable (Posting) -> Void,
        isSettled: @escaping @Sendable (Posting) -> Bool
    ) async throws -> [Posting]? {
        var environment = deliveryEnvironment(accounts, ledger, progress)
        environment.roles = roles
        environment.reading = { unread.note($0) }
        let settled = Mutex<[Posting]?>(nil)
        let (pauses, pause) = AsyncStream.makeStream(of: [Posting].self, bufferingPolicy: .bufferingNewest(1))
        async let telling: Void = tell(pauses, ledger, unread)
        do {
            try await Reconciler(environment).run(filter, deadline: deadline) { postings in
                let open = postings.filter { !isSettled($0) }
                if open.isEmpty { settled.withLock { $0 = postings } } else { pause.yield(open) }
                return open.isEmpty
            }
        } catch is TransportFailure {
            // What could not be sent says so itself, and stays queued.
            settled.withLock { $0 = nil }
        }
        pause.finish()
        await telling
        return settled.withLock { $0 }
    }

    /// What delivery works with.
    func deliveryEnvironment(
        _ accounts: [DeliveryAccount],
        _ ledger: any Ledger,
        _ progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) -> Delivery.Environment {
        Delivery.Environment(
            ledger: ledger,
            transport: transport,
            clock: SteadyClock(clock),
            accounts: Dictionary(accounts.map { ($0.name, $0) }) { first, _ in first },
            documents: FileDocuments(),
            vault: try? SealedTokens(seal: secrets.seal()),
            pageTemplates: pageTemplates,
            worker: workerName,
            zone: zone,
            cap: cap,
            progress: progress
        )
    }

    /// Under which name this process holds what it works on.
    var workerName: String { "placard-\(ProcessInfo.processInfo.processIdentifier)" }

    /// Tells of each pause of the loop what is waited for.
    private func tell(_ pauses: AsyncStream<[Posting]>, _ ledger: any Ledger, _ unread: Unread) async {
        for await open in pauses {
            let failures = (try? await self.unread(open, unread, ledger)) ?? [:]
            guard let waits = try? await waits(of: open, ledger, unread: failures) else { continue }
            onWait(open, waits)
        }
    }
}
