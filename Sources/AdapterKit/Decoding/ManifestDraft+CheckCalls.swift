import Documents
import Postings

extension ManifestDraft {
    /// Judges how the calls fit together.
    func checkCalls(_ manifest: Manifest) {
        let names = Set(manifest.operations.map(\.name))
        checkTwins(manifest)
        for call in manifest.operations {
            checkPurpose(of: call, in: manifest)
            checkKey(of: call, in: manifest)
        }
        let start = places["operations"] ?? root.location
        if !names.contains("withdraw"), manifest.life.closing == nil, root["life"]?["closing"] == nil,
            root["operations"]?["withdraw"] == nil
        {
            problems.error(
                "no-withdraw",
                at: start,
                field: "operations.withdraw",
                "The adapter cannot end an ad, and does not say why.",
                remedy: "Add operations.withdraw, or say under life.closing how ads end."
            )
        }
        if !names.contains("create"), root["operations"]?["create"] == nil, manifest.kind != .manual {
            problems.error(
                "no-create",
                at: start,
                field: "operations.create",
                "The adapter cannot make an ad.",
                remedy: "Add operations.create."
            )
        }
        if manifest.kind == .api, !names.contains("check"), root["operations"]?["check"] == nil {
            problems.add(
                Diagnostic(
                    .warning,
                    code: "no-check",
                    at: start,
                    field: "operations.check",
                    "Nothing proves the credentials before the first ad.",
                    remedy: "Add operations.check with a call that changes nothing."
                )
            )
        }
        let calls = manifest.operations.contains { $0.request != nil } || !manifest.lookups.isEmpty
        if calls, root["http"]?["base"] == nil, !callsWholeAddresses(manifest) {
            problems.error(
                "no-base",
                at: places["http"] ?? root.location,
                field: "http.base",
                "The calls have paths and no server.",
                remedy: "Add http with base."
            )
        }
    }

    private func callsWholeAddresses(_ manifest: Manifest) -> Bool {
        let requests = manifest.operations.compactMap(\.request) + manifest.lookups.map(\.request)
        return requests.allSatisfy { request in
            switch request.path.parts.first {
            case .literal(let start): start.hasPrefix("https://") || start.hasPrefix("http://")
            case .reference: true
            case nil: false
            }
        }
    }

    /// A twin's twin must end in a call of its own.
    private func checkTwins(_ manifest: Manifest) {
        for call in manifest.operations {
            var seen = [call.name]
            var here = call
            while case .operation(let name) = here.via, let next = manifest.operations.first(where: { $0.name == name })
            {
                if seen.contains(name) {
                    problems.error(
                        "cycle",
                        at: places["operations.\(call.name)"],
                        field: "operations.\(call.name).via",
                        "These calls are each other's twins: \((seen + [name]).joined(separator: " → ")).",
                        remedy: "Give one of them a request."
                    )
                    break
                }
                seen.append(name)
                here = next
            }
        }
    }

    private func checkPurpose(of call: Call, in manifest: Manifest) {
        let place = places["operations.\(call.name)"]
        let field = "operations.\(call.name)"
        let written = root["operations"]?[call.name]
        let hasRequest = call.request != nil || written?["request"] != nil || written?["graphql"] != nil
        let hasVia = written?["via"] != nil
        if call.document != nil, manifest.document == nil, root["document"] == nil {
            problems.error(
                "no-document",
                at: place,
                field: "\(field).document",
                "The call writes a document, and there is none.",
                remedy: "Add document."
            )
        }
        if hasRequest, hasVia {
            problems.error(
                "several-requests",
                at: place,
                field: field,
                "The call has a request and is another one's twin.",
                remedy: "Keep one of request and via."
            )
        }
        if !hasRequest, !hasVia, written?["document"] == nil, written?["auth"] == nil, manifest.kind != .manual {
            problems.error(
                "no-request",
                at: place,
                field: field,
                "The call \"\(call.name)\" does nothing.",
                remedy: "Give it a request, graphql, via or document."
            )
        }
        if call.authOnly, call.name != "check" {
            problems.error(
                "auth-only",
                at: place,
                field: "\(field).auth",
                "Only a check can be a proven token and nothing more.",
                remedy: "Remove auth."
            )
        }
    }

    /// A key that the board keeps must be the same for every attempt, hence minted.
    private func checkKey(of call: Call, in manifest: Manifest) {
        guard case .key(let name, _) = call.repeats, let value = manifest.values.first(where: { $0.name == name })
        else {
            return
        }
        var sources: [Source] = []
        switch value.origin {
        case .from(let from): sources = from
        case .text(let template):
            sources = template.parts.compactMap { part in if case .reference(let source) = part { source } else { nil }
            }
        default: break
        }
        let isMinted = sources.contains { source in
            if case .path(let steps) = source { steps.first == "minted" } else { false }
        }
        guard !isMinted else { return }
        problems.error(
            "key-not-minted",
            at: places["operations.\(call.name).repeat.key"] ?? places["operations.\(call.name)"],
            field: "operations.\(call.name).repeat.key",
            "\"\(name)\" is not made from a minted value, so a repeat might carry another key.",
            remedy: "Define mint, and let \"\(name)\" read minted.name."
        )
    }

    /// What is published must not hold secrets, and a feed needs a document.
    func checkDocument(_ manifest: Manifest) {
        if [.feed, .page, .manual].contains(manifest.kind), manifest.document == nil, root["document"] == nil {
            problems.error(
                "no-document",
                at: places["kind"] ?? root.location,
                field: "document",
                "An adapter of the kind \(manifest.kind.rawValue) publishes a document, and there is none.",
                remedy: "Add document."
            )
        }
        guard let document = manifest.document else { return }
        for name in [document.body, document.item].compactMap(\.self) {
            guard let secret = secret(in: name, of: manifest, seen: []) else { continue }
            problems.error(
                "secret-here",
                at: places["bodies.\(name)"],
                field: "bodies.\(name)",
                "The document would show the secret \"\(secret)\".",
                remedy: "Take it out of the body."
            )
        }
    }

    private func secret(in name: String, of manifest: Manifest, seen: Set<String>) -> String? {
        guard !seen.contains(name), let body = manifest.bodies.first(where: { $0.name == name }) else { return nil }
        var (sources, bodies): ([Source], [String]) = ([], [])
        switch body.shape {
        case .tree(let tree), .xml(_, root: let tree): tree.collect(&sources, &bodies)
        case .page(_, let data, let jsonLD):
            data.collect(&sources, &bodies)
            if let jsonLD { bodies.append(jsonLD) }
        case .text(let lines): for line in lines { line.collect(&sources) }
        }
        for case .path(let steps) in sources {
            if steps.first == "secrets" { return steps.joined(separator: ".") }
            if steps.count == 2, steps[0] == "kept", names.kept[steps[1]] == "secret" {
                return steps.joined(separator: ".")
            }
        }
        for other in bodies {
            if let found = secret(in: other, of: manifest, seen: seen.union([name])) { return found }
        }
        return nil
    }
}

extension Tree {
    /// Gathers what a tree refers to.
    func collect(_ sources: inout [Source], _ bodies: inout [String]) {
        switch self {
        case .literal: break
        case .reference(let source), .splice(let source): sources.append(source)
        case .template(let template): template.collect(&sources)
        case .body(let name): bodies.append(name)
        case .list(let items): for item in items { item.collect(&sources, &bodies) }
        case .object(let members): for member in members { member.tree.collect(&sources, &bodies) }
        }
    }
}

extension Template {
    /// Gathers what a text refers to.
    func collect(_ sources: inout [Source]) {
        for case .reference(let source) in parts { sources.append(source) }
    }
}
