import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings

/// One thing that `doctor` looked at.
public struct DoctorCheck: Sendable, Hashable {
    /// What was looked at.
    public let name: String
    /// Whether it is sound.
    public let isSound: Bool
    /// What was found, and what to do when it is not sound.
    public let message: String
}

extension Gateway {
    /// Checks adapters, accounts, secrets and the ledger without changing anything.
    public func doctor() async throws -> [DoctorCheck] {
        var checks = [workspaceCheck()]
        checks += adapterChecks()
        let ledger: any Ledger
        do {
            ledger = try await openLedger(.reading)
            let faults = try await lostLedger() + ledger.findings().map(\.description)
            checks.append(
                DoctorCheck(
                    name: "ledger",
                    isSound: faults.isEmpty,
                    message: faults.isEmpty ? try await soundLedger(ledger) : faults.joined(separator: " ")
                )
            )
        } catch {
            checks.append(DoctorCheck(name: "ledger", isSound: false, message: "\(error)"))
            return checks
        }
        for entry in workspace.file.accounts { checks.append(await accountCheck(entry, ledger)) }
        checks += try await stuck(ledger)
        return checks
    }

    /// Whether accounts and the ledger's own files can be written where the workspace is.
    private func workspaceCheck() -> DoctorCheck {
        var asked: Set = [workspace.root]
        if let ledger = workspace.ledgerFile {
            asked.insert(
                ledger.contains("/") ? String(ledger[..<(ledger.lastIndex(of: "/") ?? ledger.startIndex)]) : "."
            )
            if FileManager.default.fileExists(atPath: ledger) { asked.insert(ledger) }
        }
        let closed = asked.sorted().filter { !FileManager.default.isWritableFile(atPath: $0) }
        guard !closed.isEmpty else { return DoctorCheck(name: "workspace", isSound: true, message: workspace.root) }
        return DoctorCheck(
            name: "workspace",
            isSound: false,
            message:
                "\(closed.joined(separator: ", ")) cannot be written: nothing can be posted or connected. Change its "
                + "owner or permissions, or the disk it is on."
        )
    }

    /// What is wrong when the ledger is not the one that knows what was posted.
    private func lostLedger() async throws -> [String] {
        do {
            try await refuseLostLedger()
        } catch let error as GatewayError {
            return [error.description]
        }
        return workspace.hasLostLedger ? workspace.warnings.map { "\($0.message) \($0.remedy)" } : []
    }

    /// Where the ledger is; one without a posting may be another than the one that knows which ads are up.
    private func soundLedger(_ ledger: any Ledger) async throws -> String {
        let isNew = try await ledger.postings(PostingFilter()).isEmpty
        guard isNew, !workspace.file.accounts.isEmpty else { return workspace.ledgerName }
        return "\(workspace.ledgerName) holds no posting yet. If these accounts have ads up, restore the ledger first: "
            + "without it they would be posted again."
    }

    private func adapterChecks() -> [DoctorCheck] {
        catalog.ids.compactMap { id in
            do {
                _ = try catalog.adapter(id)
                return nil
            } catch {
                return DoctorCheck(name: "adapter \(id)", isSound: false, message: "\(error)")
            }
        }
    }

    private func accountCheck(_ entry: WorkspaceFile.AccountEntry, _ ledger: any Ledger) async -> DoctorCheck {
        do {
            _ = try await deliveryAccount(entry, ledger: ledger, for: .reading)
            let memory = try await ledger.accounts([entry.name]).first
            if let paused = memory?.paused {
                return DoctorCheck(
                    name: "account \(entry.name)",
                    isSound: false,
                    message: "\(paused.message) \(paused.remedy)"
                )
            }
            if let until = memory?.cooldownUntil, until > clock.now {
                return DoctorCheck(
                    name: "account \(entry.name)",
                    isSound: true,
                    message: "resting until \(until.formatted(.iso8601)), as asked"
                )
            }
            return DoctorCheck(name: "account \(entry.name)", isSound: true, message: entry.adapter)
        } catch {
            return DoctorCheck(name: "account \(entry.name)", isSound: false, message: "\(error)")
        }
    }

    private func stuck(_ ledger: any Ledger) async throws -> [DoctorCheck] {
        let waiting = try await ledger.postings(PostingFilter()).filter { $0.phase == .parked }
        guard !waiting.isEmpty else { return [] }
        return waiting.map { posting in
            DoctorCheck(
                name: "posting \(posting.reference)",
                isSound: posting.state == .waitingForPerson,
                message:
                    "\(posting.state.rawValue): \(posting.error.map { "\($0.message) \($0.remedy)" } ?? "see its log")"
            )
        }
    }
}
