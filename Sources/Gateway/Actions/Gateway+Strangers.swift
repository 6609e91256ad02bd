import Documents
import Postings
import RoleFiles
import Roles

extension Gateway {
    /// What a role says for accounts that the workspace does not have: heard by nobody, perhaps for a slip.
    func strangers(_ file: RoleFile) -> [Finding] {
        file.role.boards.keys.filter { workspace.file.account($0) == nil }.sorted().map { name in
            let group = workspace.file.groups.first { $0.name == name }
            let nearest = Nearest.name(to: name, among: workspace.file.accounts.map(\.name))
            let meant = nearest.map { "Did you mean \"\($0)\"? " } ?? ""
            return Finding(
                .note,
                code: "unknown-account",
                field: "boards.\(name)",
                group == nil
                    ? "The role \(file.role.id) says something for the account \"\(name)\", which this workspace does not "
                        + "have: it is left unheard."
                    : "The role \(file.role.id) says something for \"\(name)\", which is a group: it is left unheard.",
                remedy: group.map { "Say it for each of its accounts: \($0.members.joined(separator: ", "))." }
                    ?? meant + "`placard accounts` lists the accounts."
            )
        }
    }

    /// Tells a finding that is about no ad to whoever runs the command.
    func warn(of finding: Finding) {
        onWarning(GatewayWarning(code: finding.code, message: finding.message, remedy: finding.remedy ?? ""))
    }
}
