import Ledger

/// Why no connection came about, from what libpq says in its verbose form.
struct ConnectFailure: Sendable, Hashable {
    /// Five characters that tell the kind of error, when the server gave one.
    let state: String?
    /// The words after it.
    let reason: String

    /// Reads a message such as `FATAL:  28P01: password authentication failed for user "x"  LOCATION:  …`.
    init(_ message: String) {
        let body = message.split(separator: "LOCATION:", maxSplits: 1).first.map(String.init) ?? message
        let parts = body.split(separator: ": ", omittingEmptySubsequences: true)
        let place = parts.firstIndex { part in
            let word = part.drop { $0 == " " }
            return word.utf8.count == 5 && word.contains(where: \.isNumber)
                && word.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
        }
        if let place {
            state = String(parts[place].drop { $0 == " " })
            reason = Self.trimmed(parts[(place + 1)...].joined(separator: ": "))
        } else {
            state = nil
            reason = Self.trimmed(body)
        }
    }

    /// What it means: to try again, or to tell the person what to do.
    func fault(_ address: ServerAddress) -> Fault {
        let remedy: String
        switch state {
        case "28P01", "28000":
            remedy = "Check the user and the password, and what the server's pg_hba.conf lets in."
        case "3D000": remedy = "Create the database with `createdb`, or correct the ledger's address."
        case "42501": remedy = "Let the user connect to the database with GRANT CONNECT."
        case nil where reason.contains("certificate") || reason.contains("SSL"):
            remedy = "Give the server a certificate that this machine trusts, or name its authority with sslrootcert."
        case nil where reason.contains("no password supplied"):
            remedy = "Give the password in PGPASSWORD, in ~/.pgpass, or with the address in PLACARD_STORE."
        case nil where reason.contains("could not translate host name"):
            remedy = "Correct the host in the ledger's address."
        case "57P03": return .held("the database server itself, which is starting or ending (\(reason))")
        // Full, or not there at all: it may be otherwise in a moment.
        default: return .lost(reason.isEmpty ? "the server does not answer" : reason)
        }
        return .final(.refused(ledger: address.name, reason: reason, remedy: remedy))
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last.isWhitespace || last == "." { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
