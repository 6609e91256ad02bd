import AdapterKit
import Delivery
import Documents
import Ledger
import Postings

/// The accounts of a command that can be served, and why the others cannot.
///
/// One account that is not in order holds up its own postings and nobody else's.
struct Readied: Sendable {
    /// The accounts to deliver through.
    private(set) var accounts: [DeliveryAccount] = []
    /// The adapters that could be read, by account.
    private(set) var manifests: [String: Manifest] = [:]
    /// Why an account is not served, by its name.
    private(set) var held: [String: PostingError] = [:]
    /// Accounts whose adapter cannot be read.
    private(set) var unreadable: [WorkspaceFile.AccountEntry] = []
    /// Accounts with postings that the workspace no longer has.
    private var removed: Set<String> = []
    /// The first fault of an account that the workspace has.
    private var firstFault: (any Error)?

    /// The names of the accounts to deliver through.
    var names: [String] { accounts.map(\.name) }

    /// Whether an account is delivered through.
    func serves(_ entry: WorkspaceFile.AccountEntry) -> Bool { accounts.contains { $0.name == entry.name } }

    fileprivate mutating func add(_ account: DeliveryAccount) {
        accounts.append(account)
        manifests[account.name] = account.adapter.manifest
    }

    fileprivate mutating func hold(_ entry: WorkspaceFile.AccountEntry, _ fault: GatewayError, _ manifest: Manifest?) {
        held[entry.name] = PostingError(code: fault.code, message: fault.message, remedy: fault.remedy)
        manifests[entry.name] = manifest
        if manifest == nil { unreadable.append(entry) }
        firstFault = firstFault ?? fault
    }

    fileprivate mutating func hold(_ entry: WorkspaceFile.AccountEntry, _ faults: Diagnostics) {
        let first = faults.all.first
        held[entry.name] = PostingError(
            code: "adapter-broken",
            message: "The adapter \(entry.adapter) cannot be read: "
                + (first?.inPlace ?? "its files are wrong").asSentence,
            remedy: first?.remedy ?? "Run `placard doctor` to see what is wrong with it."
        )
        unreadable.append(entry)
        firstFault = firstFault ?? faults
    }

    fileprivate mutating func miss(_ name: String) {
        removed.insert(name)
        held[name] = PostingError(
            code: "account-removed",
            message: "The account \(name) is no longer in \(Workspace.fileName).",
            remedy: "Connect it again under this name: its ads can be changed and ended only through it."
        )
    }

    /// Ends a post with the fault to mend when no adapter can be read: nobody knows what there would be to write down.
    func refuseWhenUnreadable() throws {
        if manifests.isEmpty, let firstFault { throw firstFault }
    }

    /// Whether a posting has something left that its account would have to be in order for.
    func holdsUp(_ posting: Posting) -> Bool {
        guard held[posting.key.account] != nil else { return false }
        if removed.contains(posting.key.account) { return posting.phase != .idle }
        return posting.phase != .idle || posting.desire != .absent || posting.observed == .present
    }

    /// A posting as a report shows it: one that is held up waits for the customer, and says what to do.
    func shown(_ posting: Posting) -> Posting {
        guard holdsUp(posting), let error = held[posting.key.account] else { return posting }
        var posting = posting
        posting.state = .waitingForCustomer
        posting.witness = nil
        posting.error = error
        return posting
    }

    /// A step with the reason written to what is due and cannot be served.
    ///
    /// It stays due: the next command that finds the account in order delivers it.
    func holding(_ step: Step) -> Step {
        Step(
            guarding: step.guarding,
            step.changes.map { change in
                switch change {
                case .posting(let posting): .posting(holding(posting))
                case .wished(let posting, let read): .wished(holding(posting), over: read)
                default: change
                }
            }
        )
    }

    private func holding(_ posting: Posting) -> Posting {
        guard let error = held[posting.key.account], posting.phase == .due, posting.state != .scheduled else {
            return posting
        }
        var posting = posting
        posting.error = error
        if posting.observed == .none { posting.state = .waitingForCustomer }
        return posting
    }
}

extension Gateway {
    /// Makes accounts ready for delivery, each by itself.
    ///
    /// - Throws: What the ledger throws; what is wrong with an account is told in the answer.
    func readied(_ entries: [WorkspaceFile.AccountEntry], _ ledger: any Ledger) async throws -> Readied {
        var readied = Readied()
        for entry in entries {
            do {
                readied.add(try await deliveryAccount(entry, ledger: ledger))
            } catch let fault as GatewayError {
                readied.hold(entry, fault, try? catalog.adapter(entry.adapter).manifest)
            } catch let faults as Diagnostics {
                readied.hold(entry, faults)
            }
        }
        return readied
    }

    /// The accounts that postings belong to, those that the workspace no longer has among the ones held up.
    func readied(for postings: [Posting], _ ledger: any Ledger) async throws -> Readied {
        let names = Set(postings.map(\.key.account)).sorted()
        var readied = try await readied(names.compactMap(workspace.file.account), ledger)
        for name in names where workspace.file.account(name) == nil { readied.miss(name) }
        return readied
    }
}
