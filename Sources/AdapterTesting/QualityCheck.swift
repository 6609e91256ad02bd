import AdapterKit
import Documents

/// Reads `quality.yaml` and holds it against the folder.
struct QualityCheck {
    let adapter: Adapter
    var marks: [QualityRule: QualityMark] = [:]
    var findings: [FixtureFinding] = []
    private var sizeReason: String?

    init(adapter: Adapter) {
        self.adapter = adapter
    }

    mutating func run() {
        read()
        checkSize()
        checkMarks()
        checkStability()
    }

    private mutating func add(
        _ severity: Severity = .error,
        _ code: String,
        _ file: String,
        _ message: String,
        remedy: String
    ) {
        let place = "\(adapter.pack.id)/\(file)"
        findings.append(FixtureFinding(severity, code: code, place: place, message, remedy: remedy))
    }

    private mutating func read() {
        let file = "quality.yaml"
        guard let bytes = adapter.pack.files[file] else {
            add(.error, "no-quality", file, "There is no quality.yaml.", remedy: "Mark each of the nine rules in it.")
            return
        }
        let problems = Problems()
        do {
            let node = try YAML.parse(String(decoding: bytes, as: UTF8.self), file: adapter.pack.prefix + file)
            var reader = ObjectReader(node, problems: problems)
            for rule in QualityRule.allCases { marks[rule] = mark(&reader, rule) }
            sizeReason = reader.object("size") { $0.requiredText("reason") } ?? nil
            reader.finish()
            for diagnostic in problems.found {
                add(
                    diagnostic.severity,
                    diagnostic.code,
                    file,
                    diagnostic.message,
                    remedy: diagnostic.remedy ?? "Correct it."
                )
            }
        } catch {
            add(.error, "unreadable", file, "\(error)", remedy: "Correct it.")
        }
    }

    private mutating func mark(_ reader: inout ObjectReader, _ rule: QualityRule) -> QualityMark? {
        guard let node = reader.required(rule.rawValue) else { return nil }
        switch node.text {
        case "done": return .done
        case "todo": return .todo
        default: break
        }
        if let reason = node["exempt"]?.text, reason.count >= 10, node.members?.count == 1 {
            return .exempt(reason: reason)
        }
        add(
            .error,
            "bad-mark",
            "quality.yaml",
            "The mark of \"\(rule.rawValue)\" is none.",
            remedy: "Write done, todo, or { exempt: a reason in a sentence }."
        )
        return nil
    }

    private mutating func checkSize() {
        for file in ["manifest.yaml", "ad.yaml"] {
            guard let bytes = adapter.pack.files[file] else { continue }
            let lines = bytes.count { $0 == 0x0A } + (bytes.last == 0x0A || bytes.isEmpty ? 0 : 1)
            if lines > 200, sizeReason == nil {
                add(
                    .error,
                    "too-long",
                    file,
                    "It has \(lines) lines; more than 200 need a reason.",
                    remedy: "Shorten it, or write size: { reason: … } in quality.yaml."
                )
            } else if lines > 160 {
                add(
                    .warning,
                    "long",
                    file,
                    "It has \(lines) lines; 160 are usual.",
                    remedy: "Shorten it where you can."
                )
            }
        }
    }

    /// A mark that says done must be borne out by what can be seen.
    private mutating func checkMarks() {
        for rule in QualityRule.allCases where marks[rule] == .done {
            guard let missing = missing(rule) else { continue }
            add(
                .error,
                "not-done",
                "quality.yaml",
                "\"\(rule.rawValue)\" is marked done, and \(missing).",
                remedy: "Do it, or mark it todo."
            )
        }
    }

    private func missing(_ rule: QualityRule) -> String? {
        let manifest = adapter.manifest
        switch rule {
        case .manifest: return nil
        case .fixtures:
            let missing = RequiredFixtures(adapter: adapter).missing()
            return missing.isEmpty ? nil : "there is no fixture that proves \(missing.joined(separator: ", "))"
        case .readme:
            let text = adapter.pack.files["README.md"].map { String(decoding: $0, as: UTF8.self).lowercased() } ?? ""
            return text.contains("credential") ? nil : "README.md says nothing of credentials"
        case .withdraw:
            let isThere = manifest.operations.contains { $0.name == "withdraw" } || manifest.document != nil
            return isThere ? nil : "there is no withdraw"
        case .find: return manifest.operations.contains { $0.name == "find" } ? nil : "there is no find"
        case .limits:
            let isSourced = !manifest.limits.isEmpty && manifest.limits.allSatisfy { $0.source != nil }
            return isSourced ? nil : "limits are missing or have no src"
        case .verified: return nil
        case .texts:
            let missing = ["long", "non-latin"].filter { !RequiredFixtures(adapter: adapter).proven.contains($0) }
            return missing.isEmpty ? nil : "there is no fixture that proves \(missing.joined(separator: ", "))"
        case .owner: return manifest.status.owner == nil ? "status.owner names nobody" : nil
        }
    }

    /// A stability is a promise: alpha needs bronze, beta silver, stable gold.
    private mutating func checkStability() {
        let needed: QualityLevel
        switch adapter.manifest.status.stability {
        case .draft, .deprecated: return
        case .alpha: needed = .bronze
        case .beta: needed = .silver
        case .stable: needed = .gold
        }
        let levels = QualityLevel.allCases.prefix { $0 != needed } + [needed]
        let open = QualityRule.allCases.filter { rule in
            guard levels.contains(rule.level) else { return false }
            switch marks[rule] {
            case .done, .exempt: return false
            case .todo, nil: return true
            }
        }
        guard !open.isEmpty else { return }
        add(
            .error,
            "below-stability",
            "quality.yaml",
            "\(adapter.manifest.status.stability.rawValue) needs \(needed.rawValue), and these are open: "
                + open.map(\.rawValue).joined(separator: ", ") + ".",
            remedy: "Do them, or lower status.stability."
        )
    }
}
