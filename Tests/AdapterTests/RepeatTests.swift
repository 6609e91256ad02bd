import AdapterKit
import Documents
import Postings
import RoleFiles
import Roles
import Sandbox
import Testing

@Suite("The adapter and the board's contract, when things go wrong")
struct RepeatTests {
    /// Boards at which a create may simply be sent again.
    static let repeatable = ["generic-webhook", "linkedin-job-posting", "mastodon", "seek"]

    @Test("agree that a creation whose answer was lost leaves one ad when it is sent again", arguments: repeatable)
    func lostAnswer(id: String) throws {
        var course = Course(try Connection(id), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        course.board.misbehave(SandboxFault(.resetAfter))
        let lost = try course.perform(.create)
        #expect(course.exchanges.last?.answer.ending == .reset)
        #expect(lost.verdict.label == "unknown", "\(lost)")
        course.clock += 30
        let again = try course.repeated()
        #expect(again.verdict.label == "accepted", "\(again)\n\(course.story)")
        // A board of tasks says only in its task that the ad is there already.
        let seen = try course.follow(again.then) { $0.state == .live || $0.verdict.observed == .present }
        if again.then != nil {
            #expect(
                seen?.state == .live || seen?.verdict.observed == .present,
                "\(String(describing: seen))\n\(course.story)"
            )
        }
        #expect(course.visible.count == 1, "\(course.visible)")
    }

    /// Boards at which a lost answer is settled by a look.
    static let findable = ["mastodon", "multiposter-outbound", "wordpress-wp-job-manager"]

    @Test("agree on whether the ad of a lost answer is there", arguments: findable)
    func look(id: String) throws {
        var course = Course(try Connection(id), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        #expect(try course.find()?.result == .missing, "\(course.story)")
        course.board.misbehave(SandboxFault(.resetAfter))
        _ = try course.perform(.create)
        let found = try #require(try course.find())
        #expect(found.result == .found, "\(found)\n\(course.story)")
        for kept in found.kept { course.input.kept[kept.name] = kept.value }
        let ended = try course.perform(.withdraw)
        #expect(ended.verdict.label == "accepted", "\(ended)\n\(course.story)")
        #expect(course.visible.isEmpty)
    }

    static let called = CourseTests.all.map(\.id) + ["google-jobs"]

    @Test("agree on how long to wait after too many requests", arguments: called)
    func tooMany(id: String) throws {
        var course = Course(try Connection(id), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        course.board.misbehave(SandboxFault(.tooMany(wait: .seconds(90), asDate: false)))
        let refused = try course.perform(.create)
        #expect(refused.verdict.label == "transient", "\(refused)\n\(course.story)")
        #expect(course.visible.isEmpty)
        let wait: Duration? = if case .transient(let wait) = refused.verdict.kind { wait } else { nil }
        let hold = course.budget?.holdUntil
        #expect(wait.map { $0 >= .seconds(90) } ?? false || hold.map { $0 >= at(course.clock + 90) } ?? false)
    }

    @Test("agree that a renewal prolongs the ad and makes no other")
    func renewal() throws {
        var course = Course(try Connection("linkedin-job-posting"), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        let created = try course.perform(.create)
        _ = try course.follow(created.then) { $0.state == .live }
        let before = course.visible.first?["expires"]?.text
        course.clock += 3600
        _ = try course.authorize()
        let renewed = try course.perform(.renew)
        #expect(renewed.verdict.label == "accepted", "\(renewed)\n\(course.story)")
        let live = try course.follow(renewed.then) { $0.state == .live }
        #expect(live?.state == .live, "\(String(describing: live))\n\(course.story)")
        #expect(course.visible.count == 1)
        #expect(course.visible.first?["expires"]?.text != before)
    }
}
