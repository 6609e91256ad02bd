public import Ledger
import Postings

/// A place where one ledger is, for rules that open it anew.
public protocol LedgerPlace: Sendable {
    /// Opens the ledger to be copied whole, making it where there is none.
    func archive() async throws -> any LedgerArchive
    /// Runs a body while the ledger is open as workers open it.
    func withLedger(_ body: @Sendable (any Ledger) async throws -> Void) async throws
}

/// Something that every ledger must do when it is copied whole.
public struct ArchiveRule: Sendable, CustomStringConvertible {
    /// What it must do, as a sentence without its full stop.
    public let description: String

    private let attempt: @Sendable (any LedgerPlace, inout Report) async throws -> Void

    private init(
        _ description: String,
        _ attempt: @escaping @Sendable (any LedgerPlace, inout Report) async throws -> Void
    ) {
        self.description = description
        self.attempt = attempt
    }

    /// Tries the rule on a place where no ledger is.
    ///
    /// - Returns: What the ledger does wrong, one sentence each.
    public func findings(on place: any LedgerPlace) async -> [String] {
        var report = Report()
        do { try await attempt(place, &report) } catch { report.findings.append("it failed: \(error)") }
        return report.findings
    }

    /// Every rule.
    public static let all = [
        ArchiveRule("what was added reads back whole, record by record, before the commit and after it") {
            place,
            report in
            let records = Sample.records
            let archive = try await place.archive()
            report.equal(try archive.all(), [], "a new ledger")
            try archive.begin()
            try archive.append(records)
            try archive.take(identity: "lother")
            report.equal(try archive.all(), records, "what is there before the commit")
            try archive.commit()
            report.equal(try archive.all(), records, "what is there after it")
            report.equal(try archive.identity(), "lother", "what tells it from others")
            archive.close()
            let again = try await place.archive()
            report.equal(try again.all(), records, "what is there when it is opened again")
            again.close()
        },
        ArchiveRule("what was not committed was never there") { place, report in
            let archive = try await place.archive()
            let id = try archive.identity()
            try archive.begin()
            try archive.append(Sample.records)
            try archive.take(identity: "lother")
            archive.close()
            let again = try await place.archive()
            report.equal(try again.all(), [], "what is there")
            report.equal(try again.identity(), id, "what tells it from others")
            again.close()
        },
        ArchiveRule("a ledger that was filled goes on: the next posting has the next number, and all is sound") {
            place,
            report in
            let archive = try await place.archive()
            try archive.begin()
            try archive.append(Sample.records)
            try archive.commit()
            archive.close()
            let found = Collected()
            try await place.withLedger { ledger in
                let fresh = try await ledger.add([Sample.posting(9)])
                await found.add("the number of the next posting is \(fresh[0].id)", unless: fresh[0].id > 2)
                await found.add("the check finds \(try await ledger.check())", unless: try await ledger.check().isEmpty)
                let timeline = try await ledger.timeline(of: 2)
                let attempts = Sample.records.compactMap { if case .attempt(let it) = $0 { it } else { nil } }
                await found.add("the attempts are \(timeline.attempts)", unless: timeline.attempts == attempts)
            }
            report.findings += await found.findings
        },
        ArchiveRule("one that was retired says where it went, is read, and refuses every change") { place, report in
            let archive = try await place.archive()
            try archive.begin()
            try archive.append(Sample.records)
            try archive.commit()
            report.equal(try archive.moved(), nil, "where it went before it went")
            try archive.retire(to: "postgresql://it's/elsewhere")
            // What was interrupted is done again.
            try archive.retire(to: "postgresql://it's/elsewhere")
            report.equal(try archive.moved(), "postgresql://it's/elsewhere", "where it went")
            archive.close()
            let found = Collected()
            let body: @Sendable (any Ledger) async throws -> Void = { ledger in
                let postings = try await ledger.postings(PostingFilter())
                await found.add("there are \(postings.count) postings", unless: postings.count == 2)
                let steps = [Step([.posting(Sample.posting(9))]), Step([.window(WindowState(key: "k", memory: "9"))])]
                for step in steps {
                    do throws(LedgerError) {
                        _ = try await ledger.commit([step])
                        await found.add("it takes \(step.changes)", unless: false)
                    } catch {
                        await found.add("it says \(error)", unless: error.code == "ledger-moved")
                    }
                }
            }
            do { try await place.withLedger(body) } catch let error as LedgerError {
                // A store may refuse already to be opened.
                report.equal(error.code, "ledger-moved", "the refusal")
            }
            report.findings += await found.findings
        },
        ArchiveRule("nobody writes while it is held, and others are told so") { place, report in
            let archive = try await place.archive()
            do {
                try await place.withLedger { _ in }
                report.findings.append("another opens it to write")
            } catch let error as LedgerError {
                report.equal(error.code, "ledger-busy", "the refusal")
            }
            archive.close()
            try await place.withLedger { _ in }
        },
    ]
}

/// Findings from inside a body that may run anywhere.
private actor Collected {
    var findings: [String] = []

    func add(_ finding: String, unless isRight: Bool) { if !isRight { findings.append(finding) } }
}

extension LedgerArchive {
    /// Every record.
    public func all() throws(LedgerError) -> [LedgerRecord] {
        var records: [LedgerRecord] = []
        try forEach { portion throws(LedgerError) in records += portion }
        return records
    }
}
