import AdapterKit
import Documents
import Gateway
import Postings

/// What `accounts` and `connect` show.
struct AccountView {
    let isJSON: Bool

    /// The accounts of a workspace, with what each still lacks.
    ///
    /// Secrets appear by their place alone.
    func list(_ gateway: Gateway) {
        let entries = gateway.workspace.file.accounts
        let groups = gateway.workspace.file.groups
        if isJSON {
            return Terminal.print(json: [
                "accounts": .list(entries.map { json($0, gateway) }),
                "groups": .object(Members(groups.map { ($0.name, .list($0.members.map(Value.text))) })),
            ])
        }
        guard !entries.isEmpty else {
            return Terminal.say("There are no accounts yet. `placard boards` lists what can be connected.")
        }
        for line in entries.flatMap({ block($0, gateway) }) { Terminal.say(line) }
        for group in groups { Terminal.say("  group \(group.name): \(group.members.joined(separator: ", "))") }
    }

    /// Says that an account was removed, or its secrets rotated.
    func done(_ what: String, _ name: String) {
        if isJSON { return Terminal.print(json: ["account": .text(name), "done": .text(what)]) }
        Terminal.say(what == "rotated" ? "changed the secrets of \(name)" : "\(what) \(name)")
    }

    /// What a board thinks of an account's credentials.
    static func sentence(_ verdict: Verdict?) -> String {
        guard let verdict else { return "This board has no call that proves credentials; the first ad will tell." }
        let words: String =
            switch verdict.kind {
            case .accepted: "The board accepts the credentials."
            case .transient: "The board could not be asked just now; try again later."
            case .refused: "The board refuses the question."
            case .credentials: "The board turns this account away."
            case .needsCustomer(let need, _): "The board needs something from you first: \(need)."
            case .unknown: "The board's answer is not clear."
            }
        return Terminal.clean(
            [words, verdict.reason?.asSentence, verdict.remedy].compactMap(\.self).joined(separator: " ")
        )
    }

    private func lacks(_ entry: WorkspaceFile.AccountEntry, _ gateway: Gateway) -> [String] {
        guard let adapter = try? gateway.catalog.adapter(entry.adapter) else {
            return ["its adapter \(entry.adapter) cannot be read: see `placard doctor`"]
        }
        return AccountReadiness.unknown(entry, manifest: adapter.manifest)
            + AccountReadiness.lacks(entry, manifest: adapter.manifest)
    }

    /// An account's lines: its name, then each setting and secret as they are given, whole so that they can be copied.
    private func block(_ entry: WorkspaceFile.AccountEntry, _ gateway: Gateway) -> [String] {
        let lacks = lacks(entry, gateway)
        let settings = entry.settings.map { "\($0.key)=\($0.value.scalarText ?? JSON.text($0.value))" }
        let secrets = entry.secretPlaces.map { "\($0.key)=\($0.place.text)" }
        let languages = entry.languages.isEmpty ? [] : ["languages \(entry.languages.joined(separator: ","))"]
        let server = entry.baseURL.map { ["instead of the board: \($0)"] } ?? []
        let faults = lacks.flatMap { lack in
            let lines = Terminal.wrapped("not ready: \(lack)", Terminal.columns - 6)
            return lines.enumerated().map { $0 == 0 ? $1 : "  \($1)" }
        }
        let head = "  \(lacks.isEmpty ? "✓" : "!") \(Terminal.styled(entry.name, .bold))  \(entry.adapter)"
        return [head] + (settings + secrets + languages + server).map { "    \(Terminal.oneLine($0))" }
            + faults.map { "    \($0)" }
    }

    private func json(_ entry: WorkspaceFile.AccountEntry, _ gateway: Gateway) -> Value {
        [
            "name": .text(entry.name),
            "adapter": .text(entry.adapter),
            "settings": .object(entry.settings),
            "secrets": .object(Members(entry.secretPlaces.map { ($0.key, .text($0.place.text)) })),
            "languages": .list(entry.languages.map(Value.text)),
            "acknowledged": .list(entry.acknowledged.map(Value.text)),
            "baseURL": entry.baseURL.map(Value.text) ?? .null,
            "allowPrivateNetwork": .boolean(entry.allowsPrivateNetwork),
            "lacks": .list(lacks(entry, gateway).map(Value.text)),
        ]
    }
}
