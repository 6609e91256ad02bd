import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings

extension Workspace {
    /// The account of a name; a group's name is none.
    ///
    /// - Throws: ``GatewayError`` with the nearest account's name.
    public func account(_ name: String) throws(GatewayError) -> WorkspaceFile.AccountEntry {
        if let entry = file.account(name) { return entry }
        let hint = Nearest.name(to: name, among: file.accounts.map(\.name)).map { "Did you mean \"\($0)\"? " } ?? ""
        throw GatewayError(
            code: "unknown-account",
            "There is no account \"\(name)\" in \(root)/\(Self.fileName).",
            remedy: hint + "`placard accounts` lists them."
        )
    }
}

extension Gateway {
    /// The account of a name; a group's name is none.
    ///
    /// - Throws: ``GatewayError`` with the nearest account's name.
    func accountEntry(_ name: String) throws(GatewayError) -> WorkspaceFile.AccountEntry {
        try workspace.account(name)
    }

    /// Removes an account that has nothing left on its board and nothing left to do, with its secrets.
    ///
    /// - Throws: ``GatewayError`` naming the postings that are in the way.
    public func remove(_ name: String) async throws {
        let entry = try accountEntry(name)
        let ledger = try await openLedger(.writing)
        // What a dead process held is no worker's any more; what it left unanswered is still unknown.
        _ = try await ledger.recoverOwn(worker: workerName, now: clock.now)
        _ = try await ledger.sweep(now: clock.now)
        let left = try await ledger.postings(PostingFilter(accounts: [name])).filter(\.needsItsAccount)
        guard left.isEmpty else {
            throw GatewayError(
                code: "ads-left",
                "The account \(name) cannot be removed: \(left.map(\.hold).joined(separator: "; ")).",
                remedy: "Withdraw them first, and settle what is unknown with `placard resolve`: without the account "
                    + "they could not be ended any more."
            )
        }
        try await forget(entry, ledger)
        try workspace.change { file in
            file.accounts.removeAll { $0.name == name }
            for index in file.groups.indices { file.groups[index].members.removeAll { $0 == name } }
        }
    }

    /// Takes everything out of the ledger that gave access to the board.
    ///
    /// What the board asked to wait stays: it holds for whoever connects again.
    private func forget(_ entry: WorkspaceFile.AccountEntry, _ ledger: any Ledger) async throws {
        // A secret that is kept elsewhere now may have been sealed before.
        let asked = (try? catalog.adapter(entry.adapter))?.manifest.settings.filter { $0.kind == .secret }.map(\.name)
        let keys = Set(entry.secretPlaces.map(\.key) + (asked ?? [])).sorted()
        var changes: [Change] = keys.map { .secret(name: Secrets.name(of: $0, account: entry.name), sealed: nil) }
        if let memory = try await ledger.accounts([entry.name]).first {
            var fresh = AccountState(name: entry.name)
            fresh.cooldownUntil = memory.cooldownUntil
            changes.append(.account(fresh))
        }
        if !changes.isEmpty { _ = try await ledger.commit([Step(changes)]) }
    }
}

extension Posting {
    /// Whether the board has its ad, or may have it.
    var mayBeOnItsBoard: Bool {
        [.present, .unknown].contains(self.observed) || [.leased, .ambiguous].contains(self.phase)
    }

    /// Whether something is still to be done that only its account can do.
    var needsItsAccount: Bool { mayBeOnItsBoard || self.phase == .due }

    /// Which posting it is and what holds it, for people.
    var hold: String {
        let words: String =
            switch (self.observed, self.phase) {
            case (.unknown, _), (_, .ambiguous): "nobody knows what became of its last call"
            case (.present, _): "its ad is on the board"
            default: "it is still to be delivered (\(self.state.rawValue))"
            }
        return "\(self.reference) of \(self.key.role): \(words)"
    }
}
