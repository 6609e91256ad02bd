import Ledger
import Testing

@testable import PostgresLedger

@Suite("The address of a ledger's database")
struct AddressTests {
    @Test(
        "is shown without the password",
        arguments: [
            ("postgresql://me:hunter2@db.example.org:5433/jobs", "postgresql://me@db.example.org:5433/jobs"),
            ("host=/run/pg user=me password=hunter2 dbname=jobs", "postgresql://me@/run/pg/jobs"),
            ("dbname=jobs", "postgresql:///jobs"),
        ]
    )
    func name(text: String, name: String) throws {
        let address = try ServerAddress(text)
        #expect(address.name == name)
        #expect(address.redacted("a hunter2 b").contains("hunter2") == !text.contains("hunter2"))
    }

    @Test(
        "asks for a verified certificate unless the server is here or it says otherwise",
        arguments: [
            ("host=db.example.org", "verify-full"), ("hostaddr=192.0.2.1", "verify-full"),
            ("host=127.0.0.1,db.example.org", "verify-full"), ("host=localhost", nil), ("host=127.0.0.1", nil),
            ("host=/run/pg", nil), ("dbname=x", nil), ("host=db.example.org sslmode=require", "require"),
        ] as [(String, String?)]
    )
    func transport(text: String, mode: String?) throws {
        #expect(try ServerAddress(text).parameters["sslmode"] == mode)
    }

    @Test("leaves what it says itself as it is, and adds what every connection has")
    func parameters() throws {
        let address = try ServerAddress("host=x keepalives_idle=99 application_name=mine")
        let parameters = address.parameters(applicationName: "placard reads")
        #expect(parameters["keepalives_idle"] == "99")
        #expect(parameters["application_name"] == "placard reads")
        #expect(parameters["client_encoding"] == "UTF8")
    }

    @Test(
        "failures to connect are read from libpq's words",
        arguments: [
            (
                "connection to server at \"x\" failed: FATAL:  28P01: password authentication failed for user \"me\"\n"
                    + "LOCATION:  auth_failed, auth.c:335\n",
                "28P01", "password authentication failed for user \"me\""
            ),
            ("connection to server failed: FEHLER:  3D000: Datenbank fehlt\nLOCATION:  x", "3D000", "Datenbank fehlt"),
            ("could not connect: Connection refused\n", nil, "could not connect: Connection refused"), ("", nil, ""),
        ] as [(String, String?, String)]
    )
    func failures(message: String, state: String?, reason: String) {
        let failure = ConnectFailure(message)
        #expect(failure.state == state)
        #expect(failure.reason == reason)
    }

    @Test(
        "failures to connect are final, or for waiting",
        arguments: [
            ("FATAL:  28P01: no", true), ("FATAL:  28000: no", true), ("FATAL:  3D000: no", true),
            ("FATAL:  57P03: starting up", false), ("FATAL:  53300: too many connections", false),
            ("Connection refused", false), ("SSL error: certificate verify failed", true),
            ("fe_sendauth: no password supplied", true),
        ]
    )
    func finality(message: String, isFinal: Bool) throws {
        let fault = ConnectFailure(message).fault(try ServerAddress("host=x"))
        if case .final = fault { #expect(isFinal) } else { #expect(!isFinal) }
    }
}
