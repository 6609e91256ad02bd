import CPostgres
import Glibc
import Ledger

/// Where a ledger's database is, and as whom it is opened.
///
/// The password never leaves this value but to libpq.
struct ServerAddress: Sendable {
    /// What people know the ledger by: host, port, database and user, never the password.
    let name: String
    /// libpq's parameters by keyword.
    private(set) var parameters: [String: String]

    /// Reads an address: `postgresql://user@host:5432/database`, or `host=… dbname=…`.
    ///
    /// A server that is not on this machine is spoken to over TLS and its certificate is verified, unless the address
    /// says otherwise (`sslmode`).
    init(_ text: String, password: String? = nil) throws(LedgerError) {
        if let fault = unsafe cpostgres_fault() {
            throw .refused(
                ledger: "in PostgreSQL",
                reason: "libpq could not be loaded (\(unsafe String(cString: fault)))",
                remedy: "Install the package libpq5, version 14 or later."
            )
        }
        var found: [String: String] = [:]
        // What libpq says about a malformed address may quote any part of it, so that it is not repeated here.
        guard let options = unsafe PQconninfoParse(text, nil) else {
            throw .refused(
                ledger: "in PostgreSQL",
                reason: "its address is none that PostgreSQL understands",
                remedy: "Write it as postgresql://user@host:5432/database, with reserved characters as %XX."
            )
        }
        defer { unsafe PQconninfoFree(options) }
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe found[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        if let password { found["password"] = password }
        let isLocal = Self.isLocal(found)
        if found["sslmode"] == nil, !isLocal, Self.environment("PGSSLMODE") == nil {
            found["sslmode"] = "verify-full"
        }
        if found["sslmode"]?.hasPrefix("verify") == true, found["sslrootcert"] == nil,
            Self.environment("PGSSLROOTCERT") == nil, unsafe access(Self.authorities, R_OK) == 0
        {
            found["sslrootcert"] = Self.authorities
        }
        parameters = found
        name = Self.name(found)
    }

    /// The parameters of one connection, with what every connection of the program has in common.
    func parameters(applicationName: String) -> [String: String] {
        var all = [
            // A server that is gone is noticed without its help.
            "keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000",
        ]
        all.merge(parameters) { $1 }
        all["application_name"] = applicationName
        all["client_encoding"] = "UTF8"
        return all
    }

    /// Text of the server or of libpq with every trace of the password replaced by dots.
    func redacted(_ text: String) -> String {
        let isMultiline = text.contains { $0.isNewline }
        let line = isMultiline ? text.split { $0.isNewline }.joined(separator: " ") : text
        guard let password = parameters["password"] ?? Self.environment("PGPASSWORD"), !password.isEmpty else {
            return line
        }
        return line.replacing(password, with: "•••")
    }

    private static let authorities = "/etc/ssl/certs/ca-certificates.crt"

    private static func isLocal(_ found: [String: String]) -> Bool {
        let hosts = found["host"] ?? found["hostaddr"] ?? environment("PGHOST") ?? ""
        return hosts.split(separator: ",").allSatisfy { host in
            host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
                || host.hasPrefix("127.")
        }
    }

    private static func name(_ found: [String: String]) -> String {
        let user = found["user"].map { "\($0)@" } ?? ""
        let host = found["host"] ?? found["hostaddr"] ?? ""
        let port = found["port"].map { ":\($0)" } ?? ""
        let database = found["dbname"] ?? found["user"] ?? ""
        return "postgresql://\(user)\(host)\(port)/\(database)"
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
