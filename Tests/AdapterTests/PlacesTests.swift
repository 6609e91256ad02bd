import AdapterKit
import Documents
import Postings
import RoleFiles
import Roles
import Sandbox
import Testing

@Suite("The adapter and the board's contract, for a role with two places")
struct PlacesTests {
    /// Boards that take one ad for each place and store it as it comes.
    static let each = ["discord-webhook", "generic-webhook", "multiposter-outbound", "wordpress-wp-job-manager"]

    @Test("agree on two ads, and that one of them ends without the other", arguments: each)
    func two(id: String) throws {
        var course = Course(try Connection(id), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        let first = course.input
        #expect(try course.perform(.create).verdict.label == "accepted", "\(course.story)")
        let made = course.input

        course.clock += 60
        course.input = first
        course.input.reference = "PL-9XYZ"
        var place = try #require(course.input.places.first?.object)
        place["city"] = .text("Hamburg")
        course.input.places = [.object(place)]
        #expect(try course.perform(.create).verdict.label == "accepted", "\(course.story)")
        #expect(course.visible.count == 2, "\(course.visible)")

        course.clock += 60
        course.input = made
        #expect(try course.perform(.withdraw).verdict.label == "accepted", "\(course.story)")
        #expect(course.visible.count == 1, "\(course.visible)")
    }
}
