import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings
import RoleFiles
import Roles

extension Gateway {
    /// Makes ready, while the ledger is opened, what every ad of these roles needs.
    ///
    /// The adapters are loaded and have rendered each role once, so that the accounts' own renders find what they have
    /// in common. A fault is left to whoever meets it on the way.
    ///
    /// - Returns: The roles as the ledger gives them, by the hashes of their revisions.
    func forerun(_ files: [RoleFile], on entries: [WorkspaceFile.AccountEntry]) -> Task<[String: Role], Never> {
        var seen: Set<String> = []
        let first = entries.filter { seen.insert($0.adapter).inserted }
        return Task(priority: .medium) {
            var roles: [String: Role] = [:]
            // An adapter remembers a few roles only.
            for file in files.prefix(4) {
                let revision = Revision(of: file.role)
                guard let role = try? revision.role() else { continue }
                roles[revision.hash] = role
                for entry in first where !Task.isCancelled { renderOnce(role, on: entry) }
            }
            return roles
        }
    }

    private func renderOnce(_ role: Role, on entry: WorkspaceFile.AccountEntry) {
        guard let account = try? renderAccount(entry) else { return }
        let manifest = account.adapter.manifest
        let wishes = FanOut.wishes(for: role, account: entry.name, languages: entry.languages, manifest: manifest)
        guard let wish = wishes.first, manifest.kind != .manual else { return }
        let posting = Posting(
            reference: "",
            key: wish.key,
            adapter: manifest.id,
            placeLabel: wish.placeLabel,
            desire: .absent,
            opened: clock.now
        )
        let input = account.input(for: posting, role: role, kept: [:], zone: zone, now: clock.now)
        _ = account.adapter.render(input, for: .create)
    }
}
