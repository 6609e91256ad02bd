/// Where a workspace keeps its ledger.
public enum Store: Sendable, Hashable {
    /// In a file; a path from the workspace's folder, or from `/`.
    case file(String)
    /// In a PostgreSQL database.
    case postgres(DatabaseAddress)

    /// The environment variable that says so instead of the workspace's file.
    public static let variable = "PLACARD_STORE"

    /// Reads a path, or an address that begins with `postgresql://` or `postgres://`.
    ///
    /// - Throws: ``StoreFault``, which repeats nothing that may be a password.
    public init(_ text: String) throws(StoreFault) {
        if text.isEmpty { throw StoreFault("is empty", remedy: Self.form) }
        if let mark = text.firstRange(of: "://") {
            let scheme = text[..<mark.lowerBound].lowercased()
            guard ["postgres", "postgresql"].contains(scheme) else {
                throw StoreFault("is an address of a kind that holds no ledger", remedy: Self.form)
            }
            self = .postgres(try DatabaseAddress(String(text[mark.upperBound...])))
        } else if text.firstMatch(of: /^postgres(ql)?:|(^|\s)(host|hostaddr|dbname|user|password|service)\s*=/) != nil {
            throw StoreFault("is no address as it is written here", remedy: Self.form)
        } else {
            self = .file(text)
        }
    }

    /// Whether a password stands in it.
    public var holdsPassword: Bool { if case .postgres(let address) = self { address.holdsPassword } else { false } }

    /// What people know it by, fit for `store:`; never a password.
    public var name: String {
        switch self {
        case .file(let path): path
        case .postgres(let address): address.name
        }
    }

    static let form = "Write the path of a file, or postgresql://user@host:5432/database."
}

extension Store: CustomStringConvertible {
    /// The name, without a password.
    public var description: String { name }
}

/// What is wrong with the words that name a store, to be read behind what they stand in.
public struct StoreFault: Error, Sendable, Hashable {
    /// Short stable name.
    public let code: String
    /// What is wrong, as the rest of a sentence.
    public let what: String
    /// What to do about it.
    public let remedy: String

    init(code: String = "bad-store", _ what: String, remedy: String) {
        self.code = code
        self.what = what
        self.remedy = remedy
    }

    /// A password where it would be kept or seen.
    static let password = StoreFault(
        code: "secret-in-store",
        "holds a password",
        remedy: "Leave it out, and give it in PGPASSWORD or in ~/.pgpass, or set PLACARD_STORE to the whole address."
    )

    /// A password where others on the machine can read it.
    static let passwordAsArgument = StoreFault(
        code: "secret-as-argument",
        "holds a password, and a secret is never taken as an argument: others on this machine could read it",
        remedy: "Leave it out, and give it in PGPASSWORD or in ~/.pgpass."
    )

    /// The error of a command that was given these words.
    func error(in place: String) -> GatewayError { GatewayError(code: code, "\(place) \(what).", remedy: remedy) }
}

/// The address of a database, as its user wrote it.
public struct DatabaseAddress: Sendable, Hashable {
    /// What the client library is given; it may hold a password, and is never shown.
    public let text: String
    /// The schema that holds the ledger's tables.
    public let schema: String
    /// The same without any password.
    public let name: String
    /// Whether a password stands in ``text``.
    public let holdsPassword: Bool

    /// The schema of who names none.
    public static let usualSchema = "placard"

    /// Reads what stands behind `postgresql://`.
    ///
    /// - Throws: ``StoreFault``, which repeats nothing that may be a password.
    init(_ rest: String) throws(StoreFault) {
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let place = parts.first ?? ""
        let authority = place.prefix { $0 != "/" }
        let database = place.dropFirst(authority.count + 1)
        guard !database.contains("@"), !database.contains("/") else {
            throw StoreFault(
                "has an @ or a slash behind its host",
                remedy: "Write reserved characters of the user and the password as %XX: %2F is a slash, %40 an @."
            )
        }
        let credentials = authority.contains("@") ? authority.prefix { $0 != "@" } : ""
        let hosts = authority.contains("@") ? authority.dropFirst(credentials.count + 1) : authority
        // What stands before the last @ may be the rest of a password: neither shown nor asked for as a host.
        guard !hosts.contains("@") else {
            throw StoreFault(
                "has more than one @ before its host",
                remedy: "Write reserved characters of the user and the password as %XX: %40 is an @."
            )
        }
        try Self.check(hosts: hosts)
        let options = try Options(parts.count > 1 ? parts[1] : "")
        guard !database.isEmpty || options.names.contains("dbname") else {
            throw StoreFault("names no database", remedy: "Write it behind the host: postgresql://user@host/database.")
        }
        let user = credentials.prefix { $0 != ":" }
        holdsPassword = credentials.contains(":") || options.holdSecrets
        schema = options.schema ?? Self.usualSchema
        let open = "postgresql://\(user.isEmpty ? "" : "\(user)@")\(hosts)/\(database)"
        name = open + Options.text(options.open + (options.schema.map { ["schema=\($0)"] } ?? []))
        text = "postgresql://\(place)" + Options.text(options.passedOn)
    }

    private static func check(hosts: Substring) throws(StoreFault) {
        for host in hosts.split(separator: ",") {
            let end = host.lastIndex(of: "]").map { host[$0...].dropFirst() } ?? host.drop { $0 != ":" }
            guard !end.isEmpty else { continue }
            guard let port = Int(end.dropFirst()), (1...65_535).contains(port) else {
                throw StoreFault("has a port that is no number from 1 to 65535", remedy: Store.form)
            }
        }
    }

    /// What follows the question mark.
    private struct Options {
        private(set) var names: [String] = []
        /// What the client library is given.
        private(set) var passedOn: [Substring] = []
        /// The same without secrets.
        private(set) var open: [String] = []
        private(set) var schema: String?

        var holdSecrets: Bool { passedOn.count != open.count }

        init(_ text: Substring) throws(StoreFault) {
            for option in text.split(separator: "&") {
                let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard pair.count == 2, let name = Self.plain(pair[0]) else {
                    throw StoreFault(
                        "has an option that is not written NAME=VALUE",
                        remedy: "Write options as ?sslmode=require&connect_timeout=5."
                    )
                }
                names.append(name)
                guard name != "schema" else {
                    guard pair[1].wholeMatch(of: /[a-z_][a-z0-9_]{0,62}/) != nil, !pair[1].hasPrefix("pg_") else {
                        throw StoreFault(
                            "names a schema that cannot be one",
                            remedy: "Use lower-case letters, digits and underscores, at most 63."
                        )
                    }
                    schema = String(pair[1])
                    continue
                }
                passedOn.append(option)
                if name != "password", name != "sslpassword" { open.append(String(option)) }
            }
        }

        /// A name with its %XX read; nil for anything that is none.
        private static func plain(_ text: Substring) -> String? {
            var bytes: [UInt8] = []
            var rest = text.utf8[...]
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "%") else {
                    bytes.append(byte)
                    continue
                }
                guard rest.count >= 2, let code = UInt8(String(rest.prefix(2)) ?? "", radix: 16) else { return nil }
                bytes.append(code)
                rest = rest.dropFirst(2)
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        static func text(_ options: [some StringProtocol]) -> String {
            options.isEmpty ? "" : "?" + options.joined(separator: "&")
        }
    }
}

extension DatabaseAddress: CustomStringConvertible {
    /// The address without a password.
    public var description: String { name }
}

extension DatabaseAddress: CustomReflectable {
    /// The name alone, so that no dump shows a password.
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
