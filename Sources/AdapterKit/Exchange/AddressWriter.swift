import Documents

/// Writes addresses: the server, a path with its references encoded, and the query.
struct AddressWriter {
    let scope: CallScope
    let call: String

    /// The absolute address of a path below the base, or of a template that is absolute by itself.
    ///
    /// References below the base are encoded as one path segment each. One that is empty, `.` or `..` is refused,
    /// since the request would reach another resource than the one that is meant.
    func address(_ template: Template) throws(CallFault) -> String {
        var text = ""
        // An address that a person or the board gave is where the page is; only the adapter's own words are moved
        // to the account's server.
        var isGiven = false
        for (place, part) in template.parts.enumerated() {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let source):
                guard let value = scope.resolve(source)?.scalarText else { throw missing(source) }
                isGiven = isGiven || place == 0 && Self.isAbsolute(value)
                text += place == 0 && Self.isAbsolute(value) ? value : try segment(value, source)
            }
        }
        let whole = isGiven ? text : Self.isAbsolute(text) ? try server(of: text) : try joined(try base(), text)
        return try checked(Self.encodingIllegal(whole))
    }

    /// An address that was given, as it is.
    func address(absolute: String) throws(CallFault) -> String {
        guard Self.isAbsolute(absolute) else { throw bad("\"\(scope.hiding(absolute))\" is no http or https address") }
        return try checked(Self.encodingIllegal(absolute))
    }

    /// The query of one or several postings: a value that they share stands once, others repeat their key.
    func query(_ parameters: [NamedTemplate], of scopes: [CallScope]) -> String {
        parameters.flatMap { parameter -> [String] in
            var values: [String] = []
            for value in scopes.flatMap({ Self.texts(parameter.template, $0) }) where !values.contains(value) {
                values.append(value)
            }
            return values.map { "\(Self.encoded(parameter.name))=\(Self.encoded($0))" }
        }
        .joined(separator: "&")
    }

    /// The text of a parameter; the elements of a list each by itself.
    private static func texts(_ template: Template, _ scope: CallScope) -> [String] {
        if template.parts.count == 1, case .reference(let source) = template.parts[0],
            let list = scope.resolve(source)?.list
        {
            return list.compactMap(\.scalarText)
        }
        return scope.fill(template).map { [$0] } ?? []
    }

    private func segment(_ value: String, _ source: Source) throws(CallFault) -> String {
        guard !value.isEmpty, value != ".", value != ".." else {
            throw bad(
                "{\(source.spelling)} cannot stand in a path while it is \(value.isEmpty ? "empty" : "dots alone")"
            )
        }
        return Self.encoded(value)
    }

    /// The manifest's base, with the account's own server where it has one; no slash at the end.
    private func base() throws(CallFault) -> String {
        var text = ""
        for (place, part) in scope.adapter.manifest.http.base.parts.enumerated() {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let source):
                guard let value = scope.resolve(source)?.scalarText else { throw missing(source) }
                text += place == 0 ? value : try hostPart(value, source)
            }
        }
        guard Self.isAbsolute(text) else { throw bad("the adapter's base is no http or https address") }
        return try server(of: text)
    }

    /// A setting inside the base may name a server, never a path, a user or another scheme.
    private func hostPart(_ value: String, _ source: Source) throws(CallFault) -> String {
        let isFit = !value.isEmpty && value.utf8.allSatisfy { Self.isUnreserved($0) || ":[]".utf8.contains($0) }
        guard isFit else { throw bad("{\(source.spelling)} is no server name") }
        return value
    }

    /// The address with the account's own server in place of scheme and host.
    private func server(of absolute: String) throws(CallFault) -> String {
        guard let own = scope.input.baseURL, !absolute.hasPrefix(own) else { return absolute }
        guard Self.isAbsolute(own) else { throw bad("the account's own server is no http or https address") }
        guard let start = Self.afterScheme(absolute) else { return absolute }
        let path = absolute[start...].drop { $0 != "/" && $0 != "?" && $0 != "#" }
        return Self.trimmed(own) + path
    }

    private func joined(_ base: String, _ path: String) throws(CallFault) -> String {
        guard !path.isEmpty else { return base }
        let separator = path.hasPrefix("/") || path.hasPrefix("?") ? "" : "/"
        return Self.trimmed(base) + separator + path
    }

    private func checked(_ url: String) throws(CallFault) -> String {
        guard let host = Self.host(of: url), !host.isEmpty else { throw bad("the address names no server") }
        let authority = Self.authority(of: url) ?? ""
        guard !authority.contains("@"), !authority.contains("%"), !authority.contains("\\") else {
            throw bad("the address may hold neither user name nor password, and its server only plain letters")
        }
        return url
    }

    private func missing(_ source: Source) -> CallFault {
        CallFault(
            .missingValue,
            "The address of \"\(call)\" of \(scope.adapter.manifest.id) needs {\(source.spelling)}, which is absent.",
            remedy: source.remedy
        )
    }

    private func bad(_ what: String) -> CallFault {
        CallFault(
            .badAddress,
            "The address of \"\(call)\" of \(scope.adapter.manifest.id) cannot be made: \(what).",
            remedy: "Check the account's settings, its server and the adapter's files."
        )
    }
}
