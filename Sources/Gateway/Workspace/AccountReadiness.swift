public import AdapterKit
import Documents

/// Checks that an account has what its adapter asks for, before anything is sent with it.
public enum AccountReadiness: Sendable {
    /// What an account still lacks, one sentence each with the option that mends it.
    public static func lacks(_ account: WorkspaceFile.AccountEntry, manifest: Manifest) -> [String] {
        var lacks: [String] = []
        for setting in manifest.settings {
            if setting.kind == .secret {
                let isGiven = account.secretPlaces.contains { $0.key == setting.name }
                if !isGiven, !setting.isOptional {
                    lacks.append("\(setting.title): --secret \(setting.name)=env:NAME")
                }
                continue
            }
            let standsIn = setting.isServer && account.baseURL != nil
            guard let value = account.settings[setting.name] else {
                if !setting.isOptional, !standsIn { lacks.append("\(setting.title): --set \(setting.name)=VALUE") }
                continue
            }
            if let fault = fault(value, setting) { lacks.append(fault) }
        }
        for step in manifest.acknowledge where !account.acknowledged.contains(step.id) {
            lacks.append("\(step.title): --acknowledge \(step.id)")
        }
        return lacks
    }

    /// Settings, secrets and steps that the adapter does not know, with the nearest it does.
    public static func unknown(_ account: WorkspaceFile.AccountEntry, manifest: Manifest) -> [String] {
        let secrets = manifest.settings.filter { $0.kind == .secret }.map(\.name)
        let settings = manifest.settings.filter { $0.kind != .secret }.map(\.name)
        return unknown(account.settings.keys, settings, "setting")
            + unknown(account.secretPlaces.map(\.key), secrets, "secret")
            // A shape that was acknowledged once stays so when the adapter has another by now.
            + unknown(
                account.acknowledged.filter { !$0.hasPrefix(WireShape.stepPrefix) },
                manifest.acknowledge.map(\.id),
                "step"
            )
    }

    /// Steps that acknowledge a shape which the adapter does not have: a slip, or one from before its last change.
    static func otherShapes(_ steps: [String], than adapter: Adapter) -> [String] {
        let shape = adapter.manifest.pinsShape ? adapter.shape.step : nil
        return steps.filter { $0.hasPrefix(WireShape.stepPrefix) && $0 != shape }.map { step in
            "The adapter's shape is not \"\(step)\"."
                + (shape.map { " It is \"\($0)\" now." } ?? " It asks for no acknowledgement of one.")
        }
    }

    private static func unknown(_ given: [String], _ known: [String], _ what: String) -> [String] {
        given.filter { !known.contains($0) }.map { name in
            let hint =
                Nearest.name(to: name, among: known).map { " Did you mean \"\($0)\"?" }
                ?? (known.isEmpty ? " It asks for none" : " It knows: \(known.joined(separator: ", "))")
            return "The adapter has no \(what) \"\(name)\".\(hint)"
        }
    }

    private static func fault(_ value: Value, _ setting: Setting) -> String? {
        let texts = value.list?.compactMap(\.scalarText) ?? [value.scalarText ?? ""]
        for text in texts {
            let isServer = setting.kind == .host || setting.kind == .url
            if isServer ? AddressSecret.isInServer(text) : AddressSecret.isIn(text) {
                return "\(setting.title): the address holds a user name or a password; leave it out"
            }
            if !setting.oneOf.isEmpty, !setting.oneOf.contains(text) {
                return "\(setting.title): \"\(text)\" is not one of \(setting.oneOf.joined(separator: ", "))"
            }
            if let pattern = setting.pattern, Pattern.matches(pattern, text) == false {
                return "\(setting.title): \"\(text)\" does not have the form \(setting.example ?? pattern)"
            }
            switch setting.kind {
            case .url where !text.hasPrefix("https://") && !text.hasPrefix("http://"):
                return "\(setting.title): \"\(text)\" is no address with https://"
            case .email where text.wholeMatch(of: /[^@\s]+@[^@\s]+\.[^@\s]+/) == nil:
                return "\(setting.title): \"\(text)\" is no e-mail address"
            case .boolean where text != "true" && text != "false":
                return "\(setting.title): write true or false"
            case .host where text.contains("/") || text.contains(" ") || text.isEmpty:
                return "\(setting.title): \"\(text)\" is no host name; leave out https:// and paths"
            case .number where Int(text) == nil:
                return "\(setting.title): \"\(text)\" is no number"
            default: continue
            }
        }
        return nil
    }
}

extension WorkspaceFile.AccountEntry {
    /// Confirms a step; a shape that is acknowledged takes the place of the one before it.
    mutating func acknowledge(_ step: String) {
        let prefix = WireShape.stepPrefix
        if step.hasPrefix(prefix) { acknowledged.removeAll { $0.hasPrefix(prefix) } }
        if !acknowledged.contains(step) { acknowledged.append(step) }
    }
}
