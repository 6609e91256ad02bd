import Documents
import FoundationEssentials
import RoleFiles
import Testing

@Suite("Role files that break a rule")
struct InvalidRoleFileTests {
    @Test("a bad file is refused with its place and a remedy", arguments: try Fixtures.names(in: "invalid"))
    func refused(name: String) throws {
        let text = try Fixtures.text("invalid/\(name).yaml")
        let refusal = #expect(throws: Diagnostics.self) { try RoleFile.read(text: text, file: "\(name).yaml") }
        try Fixtures.expect(refusal.map { "\($0)\n" } ?? "accepted\n", matches: "invalid/\(name).txt")
    }

    @Test("faults come in the order of the file")
    func order() throws {
        let text = try Fixtures.text("invalid/many-faults.yaml")
        let refusal = try #require(
            #expect(throws: Diagnostics.self) { try RoleFile.read(text: text, file: "many-faults.yaml") }
        )
        let lines = refusal.all.compactMap(\.location?.line)
        #expect(lines == lines.sorted())
        #expect(Set(refusal.all.map(\.code)).count > 4)
    }

    @Test("a file above one mebibyte is refused before it is read")
    func tooLarge() throws {
        let text = "# " + String(repeating: "x", count: RoleFile.maximumSize)
        let refusal = try #require(
            #expect(throws: Diagnostics.self) { try RoleFile.read(text: text, file: "big.yaml") }
        )
        #expect(refusal.all.map(\.code) == ["too-large"])
        #expect(refusal.description.contains("1048578 bytes; a role file has at most 1048576"))
    }

    @Test("a file that is no UTF-8 is refused")
    func encoding() throws {
        let refusal = try #require(
            #expect(throws: Diagnostics.self) { try RoleFile.read(bytes: [0x69, 0xFF], file: "latin.yaml") }
        )
        #expect(refusal.all.map(\.code) == ["encoding"])
    }

    @Test("a file that is not there is named")
    func unreadable() throws {
        let refusal = try #require(#expect(throws: Diagnostics.self) { try RoleFile.read(path: "nowhere/role.yaml") })
        #expect(refusal.description.hasPrefix("nowhere/role.yaml:1:1: error: The file cannot be read."))
    }
}
