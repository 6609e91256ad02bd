import Documents
import FoundationEssentials
import RoleFiles
import Roles
import Testing

@Suite("Role templates")
struct RoleTemplatesTests {
    static let kinds = ["machine-learning-engineer", "nurse", "warehouse-associate"]

    private func template(_ kind: String) throws -> String {
        let url = Fixtures.package.appending(path: "Templates/roles/\(kind).yaml")
        return String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    @Test("every template is a role that says what a good ad says", arguments: kinds)
    func complete(kind: String) throws {
        let file = try RoleFile.read(text: template(kind), file: "\(kind).yaml")
        let role = file.role
        #expect(role.id == kind)
        #expect(role.title.count <= 60)
        #expect(role.summary.map(\.count).map { (50...150).contains($0) } == true)
        #expect(role.sellingPoints?.count == 3)
        #expect(role.sellingPoints?.allSatisfy { $0.count <= 80 } == true)
        #expect(role.description.sections.count == Description.Section.allCases.count)
        #expect(role.pay?.min != nil && role.pay?.currency != nil && role.pay?.period != nil)
        #expect(role.categories?["isco-08"]?.isEmpty == false)
        #expect(role.dates?.validThrough == Day("2027-01-31"))
        #expect(role.dates?.publish == nil)
        #expect(role.locations?.count == 1)
        #expect(
            file.hiringTeam?.lookFor != nil && file.hiringTeam?.interview != nil && file.hiringTeam?.sourcing != nil
        )
        let words = role.description.texts.map(\.text).joined(separator: "\n")
        #expect(words.contains("**") && words.contains("\n- ") && words.contains("1. ") && words.contains("](https://"))
        #expect(!words.contains("\n#"))
    }
}
