import AdapterKit
import Documents
import Postings
import RoleFiles
import Roles
import Sandbox
import Testing

/// What a board lets anyone see of a posting's course.
struct Expected: Sendable, CustomStringConvertible {
    let id: String
    /// State after the create and its watches; nil where the board shows nothing.
    let created: PostingState?
    let updated: PostingState?
    let withdrawn: PostingState?
    var isFound: Bool? = nil
    var description: String { id }
}

@Suite("The adapter and the board's contract")
struct CourseTests {
    static let all = [
        Expected(id: "discord-webhook", created: .live, updated: .live, withdrawn: .withdrawn),
        Expected(id: "generic-webhook", created: .acknowledged, updated: .acknowledged, withdrawn: .withdrawn),
        Expected(id: "linkedin-job-posting", created: .live, updated: .live, withdrawn: .withdrawn),
        Expected(id: "mastodon", created: .live, updated: .live, withdrawn: .withdrawn, isFound: true),
        Expected(id: "multiposter-outbound", created: .live, updated: .live, withdrawn: .withdrawn, isFound: true),
        Expected(id: "seek", created: .live, updated: .live, withdrawn: .withdrawn),
        Expected(id: "wordpress-wp-job-manager", created: .live, updated: .live, withdrawn: .withdrawn, isFound: true),
    ]

    @Test("agree from the create to the end", arguments: all)
    func whole(expected: Expected) throws {
        let role = try Shelf.demoRole.get().role
        var course = Course(try Connection(expected.id), role: role)
        if let check = try course.check() { #expect(check.verdict.label == "accepted", "\(check)\n\(course.story)") }
        try course.lookUp()

        course.clock += 10
        let created = try course.perform(.create)
        #expect(created.verdict.label == "accepted", "\(created)\n\(course.story)")
        try expect(&course, created, .create, is: expected.created, count: 1)

        if let isFound = expected.isFound {
            let found = try #require(try course.find())
            #expect(found.result == (isFound ? .found : .missing), "\(found)\n\(course.story)")
            for kept in found.kept { #expect(course.input.kept[kept.name] == kept.value, "\(kept)") }
        }

        course.clock += 3600
        if course.token != nil { _ = try course.authorize() }
        course.input.retitle("Machine Learning Lead")
        let updated = try course.perform(.update)
        #expect(updated.verdict.label == "accepted", "\(updated)\n\(course.story)")
        try expect(&course, updated, .update, is: expected.updated, count: 1)
        let stored = JSON.text(course.ads.last?["values"] ?? .null)
        #expect(stored.contains("Machine Learning Lead"), "\(stored)")

        course.clock += 3600
        if course.token != nil { _ = try course.authorize() }
        let ended = try course.perform(.withdraw)
        #expect(ended.verdict.label == "accepted", "\(ended)\n\(course.story)")
        try expect(&course, ended, .withdraw, is: expected.withdrawn, count: 0)
        if expected.isFound != nil {
            let gone = try #require(try course.find())
            #expect(gone.result == .missing, "\(gone)\n\(course.story)")
        }
        let again = try course.perform(.withdraw)
        #expect(again.verdict.label == "accepted", "a second withdrawal: \(again)\n\(course.story)")
    }

    /// A board of tasks never tells that an ad was taken down later.
    static let telling = all.filter { $0.created == .live && $0.id != "linkedin-job-posting" }

    @Test("agree that an ad which a moderator took down was removed", arguments: telling)
    func removed(expected: Expected) throws {
        var course = Course(try Connection(expected.id), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        try course.lookUp()
        let created = try course.perform(.create)
        let live = try course.follow(created.then) { $0.state == .live }
        #expect(live?.state == .live, "\(String(describing: live))\n\(course.story)")
        if course.token != nil { _ = try course.authorize() }
        course.board.misbehave(SandboxFault(.remove))
        _ = try course.perform(.update)
        let seen = try course.follow(created.then) { $0.state == .removed }
        #expect(seen?.state == .removed, "\(String(describing: seen))\n\(course.story)")
        // Whatever the board goes on telling of an ad that has ended, it does not bring it back.
        for watch in course.adapter.manifest.watches where watch.scope == .posting {
            let later = try course.watch(watch.name)
            let isBack = [.live, .altered, .acknowledged, .inReview].contains(later.state)
            #expect(!isBack, "\(watch.name): \(later)\n\(course.story)")
        }
    }

    /// Boards that are sent neither the name nor the amounts of a role that hides them.
    static let discreet = all.filter { !["linkedin-job-posting", "mastodon", "seek"].contains($0.id) }

    @Test("agree that an employer and pay which an edit hides are gone", arguments: discreet)
    func hidden(expected: Expected) throws {
        var course = Course(try Connection(expected.id), role: try Shelf.demoRole.get().role)
        _ = try course.check()
        try course.lookUp()
        let created = try course.perform(.create)
        let employer = try #require(course.input.role["employer"]?["name"]?.text)
        let least = try #require(course.input.role["pay"]?["min"]?.scalarText)
        let shown = JSON.text(course.ads.last?["values"] ?? .null)
        #expect(shown.contains(least), "\(created)\n\(course.story)")

        course.clock += 3600
        course.input.change("employer", "anonymous", to: .boolean(true))
        course.input.change("pay", "hidden", to: .boolean(true))
        let updated = try course.perform(.update)
        #expect(updated.verdict.label == "accepted", "\(updated)\n\(course.story)")
        let stored = course.ads.last?["values"] ?? .null
        let text = JSON.text(stored)
        #expect(!text.contains("\"\(employer)\"") && !text.contains(least), "\(text)")
        let seen = try course.follow(created.then ?? course.adapter.call(for: .create)?.then) { $0.state == .live }
        if expected.created == .live { #expect(seen?.state == .live, "\(course.story)") }
    }

    @Test("agree that a caller without good credentials is not let in", arguments: all)
    func strangers(expected: Expected) throws {
        var course = Course(try Connection(expected.id, isStranger: true), role: try Shelf.demoRole.get().role)
        if let token = try course.authorize() {
            #expect(token.verdict.label == "credentials", "\(token)\n\(course.story)")
            course.token = "sandbox-stranger-token"
        }
        let created = try course.perform(.create)
        #expect(created.verdict.label == "credentials", "\(created)\n\(course.story)")
        #expect(course.ads.isEmpty)
    }

    /// Follows what an operation started, and compares what is proven with what is expected.
    private func expect(
        _ course: inout Course,
        _ reading: ElementReading,
        _ operation: Operation,
        is state: PostingState?,
        count: Int
    ) throws {
        let call = course.adapter.call(for: operation)
        var proven = reading.state ?? call?.proves
        let isEnd = operation == .withdraw
        if let then = reading.then ?? call?.then {
            let seen = try course.follow(then, isEndWanted: isEnd) { $0.state == state }
            proven = seen?.state ?? proven
        }
        #expect(proven == state, "\(operation): \(reading)\n\(course.story)")
        #expect(course.ads.filter { $0["visible"]?.boolean == true }.count == count, "\(course.ads)")
    }
}

extension AdInput {
    /// Gives one member of one of the role's groups another value.
    mutating func change(_ group: String, _ member: String, to value: Value) {
        var facts = self.role.object ?? [:]
        var members = facts[group]?.object ?? [:]
        members[member] = value
        facts[group] = .object(members)
        self.role = .object(facts)
    }

    /// Gives the role another title.
    mutating func retitle(_ title: String) {
        var facts = self.role.object ?? [:]
        facts["title"] = .text(title)
        self.role = .object(facts)
    }
}
