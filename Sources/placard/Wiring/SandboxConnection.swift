import Bundled
import Documents
import Foundation
import Gateway
import Sandbox

/// How a person connects an account to the sandbox's stand-in for one board.
struct SandboxConnection {
    /// Id of the adapter, and name of the account.
    let id: String
    /// What the secrets are called in the environment, with their values.
    let environment: [(name: String, value: String)]
    /// The command's arguments after `placard`.
    let arguments: [String]

    /// The connection that an adapter's `demo.yaml` describes; nil when it has none.
    ///
    /// - Parameter site: The folder that the sandbox serves at `/site/`, as an absolute path.
    init?(_ id: String, sandbox: RunningSandbox, site: String) throws {
        guard let demo = try DemoAccount.read(id) else { return nil }
        let marks = DemoAccount.marks(id, sandbox: sandbox, site: site)
        func filled(_ text: String) -> String { DemoAccount.filled(text, with: marks) }
        self.id = id
        let prefix = "PLACARD_\(id)_".uppercased().replacing("-", with: "_")
        environment = demo.secrets.map { (prefix + $0.0.uppercased(), filled($0.1)) }
        var arguments = ["connect", id, "--name", id]
        if demo.usesBaseURL { arguments += ["--base-url", sandbox.url(of: id)] }
        arguments.append("--allow-private-network")
        for (name, value) in demo.settings { arguments += ["--set", "\(name)=\(filled(value))"] }
        for (secret, variable) in zip(demo.secrets, environment) {
            arguments += ["--secret", "\(secret.0)=env:\(variable.name)"]
        }
        for step in demo.acknowledged { arguments += ["--acknowledge", step] }
        self.arguments = arguments
    }

    /// The command as a shell takes it; it leaves the secrets in the environment, where later commands read them.
    var text: String {
        let exports = environment.map { "export \($0.name)=\(Self.quoted($0.value)) && " }
        return exports.joined() + (["placard"] + arguments).map(Self.quoted).joined(separator: " ")
    }

    /// A word that a shell takes as it stands.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=@,+".contains($0)) }
        return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
