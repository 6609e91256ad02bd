import AdapterKit
import Documents
import Postings
import RoleFiles
import Roles
import Sandbox
import Testing

@Suite("A mistake in an adapter")
struct MutationTests {
    static let all = Mutation.messages + Mutation.boards + Mutation.documents

    @Test("is refused when the adapter loads, or by the board", arguments: all)
    func caught(mutation: Mutation) throws {
        let mutant: Adapter
        do {
            mutant = try mutation.adapter()
        } catch let problems as Diagnostics {
            #expect("\(problems)".contains(mutation.says), "\(problems)")
            return
        }
        var trial = try Trial(mutation)
        let isDone = trial.run(with: mutant)
        #expect(!isDone, "the board took it:\n\(trial.course.story)")
        #expect(trial.heard.contains(mutation.says), "\(trial.heard)\n\(trial.course.story)")
    }

    @Test("is what was refused: without it the board takes the same", arguments: Shelf.ids)
    func baseline(id: String) throws {
        for mutation in Self.all where mutation.id == id {
            var trial = try Trial(mutation)
            let adapter = try Shelf.adapter(id)
            // A role made for the mistake may itself be refused, before anything is sent.
            let ad = adapter.render(trial.course.input, for: .create)
            guard ad.isSendable else {
                #expect(!mutation.facts.isEmpty, "\(mutation): \(ad.findings)")
                continue
            }
            let isDone = trial.run(with: adapter)
            #expect(isDone, "\(mutation):\n\(trial.heard)\n\(trial.course.story)")
        }
    }

    @Test("is tried at least six times on every board", arguments: Shelf.ids)
    func count(id: String) {
        #expect(Self.all.filter { $0.id == id }.count >= 6)
    }
}

/// One operation at a board, with everything before it done well.
struct Trial {
    let mutation: Mutation
    var course: Course
    /// What the board, the adapter's reading and its watches said of the operation; nothing of what was sent.
    var heard = ""
    private var exchangesBefore = 0

    init(_ mutation: Mutation) throws {
        self.mutation = mutation
        course = Course(try Connection(mutation.id), role: try Shelf.demoRole.get().role)
        var facts = course.input.role.object ?? [:]
        for (key, value) in mutation.facts { facts[key] = value }
        course.input.role = .object(facts)
        course.input.language = facts["language"]?.text ?? course.input.language
    }

    /// Whether the board did what was asked and everybody can see it.
    mutating func run(with mutant: Adapter) -> Bool {
        do {
            let isDone =
                switch mutant.manifest.id {
                case "indeed-xml": try feed(mutant)
                case "google-jobs": try page(mutant)
                case "hackernews-whoishiring": try paste(mutant)
                default: try call(mutant)
                }
            hear()
            return isDone
        } catch {
            heard += "\n\(error)"
            hear()
            return false
        }
    }

    /// Notes the board's answers since the mistake was made.
    private mutating func hear() {
        for exchange in course.exchanges.dropFirst(exchangesBefore) {
            let reply = exchange.answer.reply
            heard +=
                "\n\(reply.status) \(exchange.answer.decision) "
                + String(decoding: reply.body.prefix(2000), as: UTF8.self)
        }
    }

    /// Puts the adapter with the mistake in place.
    private mutating func spoil(_ mutant: Adapter) {
        course.connection.adapter = mutant
        exchangesBefore = course.exchanges.count
    }

    private mutating func call(_ mutant: Adapter) throws -> Bool {
        if mutation.operation != .create {
            _ = try course.check()
            let created = try course.perform(.create)
            _ = try course.follow(created.then) { $0.state == .live }
            course.clock += 60
        }
        spoil(mutant)
        if mutation.operation == .create { _ = try course.check() } else { _ = try course.authorize() }
        if mutation.operation == .update { course.input.retitle("Machine Learning Lead") }
        let element = try course.perform(mutation.operation)
        if mutation.isRepeated { _ = try course.perform(mutation.operation) }
        heard += "\(element)"
        guard element.verdict.label == "accepted" else { return false }
        return try isSeen(element)
    }

    private mutating func isSeen(_ element: ElementReading) throws -> Bool {
        let isEnd = mutation.operation == .withdraw
        let call = course.adapter.call(for: mutation.operation)
        if let then = element.then ?? call?.then {
            let wanted: PostingState = isEnd ? .withdrawn : .live
            let seen = try course.follow(then, isEndWanted: isEnd) { $0.state == wanted }
            heard += "\n\(String(describing: seen))"
            guard seen?.state == wanted else { return false }
        }
        heard += "\n\(course.visible.count) ads: \(course.visible.map { JSON.text($0) })"
        if mutation.operation == .update {
            guard JSON.text(course.visible.first ?? .null).contains("Machine Learning Lead") else { return false }
        }
        return course.visible.count == (isEnd ? 0 : 1)
    }

    private mutating func feed(_ mutant: Adapter) throws -> Bool {
        spoil(mutant)
        var other = course.input
        // A second job with an element that the first one has not.
        other.reference = "PL-2ABC"
        var facts = other.role.object ?? [:]
        facts["education"] = nil
        other.role = .object(facts)
        let ads = [course.input, other].map { PreparedAd(input: $0, ad: mutant.render($0, for: .create)) }
        try course.publish(ads)
        heard += "\(course.feedFaults)"
        return course.feedFaults.isEmpty && course.visible.count == 2
    }

    private mutating func page(_ mutant: Adapter) throws -> Bool {
        if mutation.operation == .withdraw {
            _ = try course.authorize()
            _ = try course.perform(.create)
            course.crawl(200, try course.page())
        }
        spoil(mutant)
        let token = try course.authorize()
        heard += "\(String(describing: token?.verdict))"
        let element = try course.perform(mutation.operation)
        guard element.verdict.label == "accepted" else { return false }
        if mutation.operation == .withdraw { course.crawl(404, []) } else { course.crawl(200, try course.page()) }
        heard += course.crawled
        return course.visible.count == (mutation.operation == .withdraw ? 0 : 1)
    }

    private mutating func paste(_ mutant: Adapter) throws -> Bool {
        spoil(mutant)
        let answer = try course.paste()
        heard += String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 201, let id = course.ads.first?["id"]?.text else { return false }
        course.input.kept["remoteID"] = .text(id)
        course.accept(course.prepared(.create).ad)
        let seen = try course.watch("item")
        heard += "\n\(seen)"
        return seen.state == .live
    }
}
