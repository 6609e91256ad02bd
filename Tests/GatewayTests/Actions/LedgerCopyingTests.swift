import Ledger
import LedgerTesting
import Synchronization
import Testing

@testable import Gateway

@Suite("Copying a ledger")
struct LedgerCopyingTests {
    private static let records = Sample.records

    @Test("brings everything over, and retires the former one before the copy is kept")
    func copied() throws {
        let events = Events()
        let (source, target) = (Archive("source", Self.records, events), Archive("target", [], events))
        let tally = try LedgerCopying(source: source, target: target, place: "there").run()
        #expect(target.kept == Self.records)
        #expect(try target.identity() == "source")
        #expect(try tally == LedgerTally(of: source))
        #expect(tally.counts[.attempts] == 2)
        #expect(events.all == ["source is retired to there", "target is kept"])
    }

    @Test("is refused when the other holds anything, or the ledger went elsewhere", arguments: [true, false])
    func refused(isMoved: Bool) throws {
        let events = Events()
        let source = Archive("source", Self.records, events)
        let target = Archive("target", isMoved ? [] : [.window(WindowState(key: "k", memory: "1"))], events)
        if isMoved { try source.retire(to: "elsewhere") }
        #expect(throws: (any Error).self) { try LedgerCopying(source: source, target: target, place: "there").run() }
        #expect(target.kept.count == (isMoved ? 0 : 1))
        #expect(try source.moved() == (isMoved ? "elsewhere" : nil))
    }

    @Test("keeps nothing and retires nothing when something else arrived than was sent")
    func differs() throws {
        let events = Events()
        let (source, target) = (Archive("source", Self.records, events), Archive("target", [], events))
        target.losesNext()
        let error = #expect(throws: GatewayError.self) {
            try LedgerCopying(source: source, target: target, place: "there").run()
        }
        #expect(error?.code == "copy-differs")
        #expect(events.all == [])
        #expect(target.kept == [])
    }

    @Test("that was interrupted is finished by the same command", arguments: [true, false])
    func interrupted(isKept: Bool) throws {
        let events = Events()
        let (source, target) = (Archive("source", Self.records, events), Archive("target", [], events))
        target.failsToCommit(keeping: isKept)
        let error = #expect(throws: GatewayError.self) {
            try LedgerCopying(source: source, target: target, place: "there").run()
        }
        #expect(error?.code == "copy-unfinished")
        #expect(error?.remedy.contains("Run the same command again") == true)
        let tally = try LedgerCopying(source: source, target: target, place: "there").run()
        #expect(target.kept == Self.records)
        #expect(try tally == LedgerTally(of: target))
        #expect(events.all.filter { $0.contains("retired") }.count == 1)
    }

    @Test("a hash tells every kind of record from one that says something else")
    func hashes() {
        for (place, record) in Self.records.enumerated() {
            var others = Self.records
            others.remove(at: place)
            var (whole, less) = (LedgerTally(), LedgerTally())
            whole.add(Self.records)
            less.add(others)
            #expect(whole != less, "\(record.kind)")
        }
        #expect(Set(Self.records.map(\.text)).count == Self.records.count)
        // What a file cannot keep as it is, it keeps as what stands for it.
        let windows = ["a\0", "a␀", "a"].map { LedgerRecord.window(WindowState(key: "k", memory: $0)).text }
        #expect(windows[0] == windows[1] && windows[1] != windows[2])
        for case .posting(let posting) in Self.records {
            var other = posting
            other.tries += 1
            #expect(LedgerRecord.posting(posting).text != LedgerRecord.posting(other).text)
        }
    }
}

/// What became of stores, in order.
private final class Events: Sendable {
    private let list = Mutex<[String]>([])
    var all: [String] { list.withLock { $0 } }
    func add(_ event: String) { list.withLock { $0.append(event) } }
}

/// A ledger in memory that is copied whole, and may fail.
private final class Archive: LedgerArchive, Sendable {
    private struct State {
        var kept: [LedgerRecord]
        var open: [LedgerRecord]?
        var id: String
        var openID: String?
        var moved: String?
        var losesNext = false
        var failure: Bool?
    }

    let name: String
    private let events: Events
    private let state: Mutex<State>

    init(_ name: String, _ records: [LedgerRecord], _ events: Events) {
        self.name = name
        self.events = events
        state = Mutex(State(kept: records, id: name))
    }

    var kept: [LedgerRecord] { state.withLock { $0.kept } }
    func losesNext() { state.withLock { $0.losesNext = true } }
    func failsToCommit(keeping isKept: Bool) { state.withLock { $0.failure = isKept } }

    func identity() throws(LedgerError) -> String? { state.withLock { $0.openID ?? $0.id } }
    func moved() throws(LedgerError) -> String? { state.withLock { $0.moved } }

    func forEach(_ body: ([LedgerRecord]) throws(LedgerError) -> Void) throws(LedgerError) {
        for record in state.withLock({ $0.open ?? $0.kept }) { try body([record]) }
    }

    func begin() throws(LedgerError) { state.withLock { $0.open = $0.kept } }

    func append(_ records: [LedgerRecord]) throws(LedgerError) {
        state.withLock { state in
            if !state.losesNext { state.open? += records }
            state.losesNext = false
        }
    }

    func take(identity: String) throws(LedgerError) { state.withLock { $0.openID = identity } }

    func commit() throws(LedgerError) {
        let failure = state.withLock { state in
            let failure = state.failure
            if failure != false { (state.kept, state.id) = (state.open ?? [], state.openID ?? state.id) }
            (state.open, state.openID, state.failure) = (nil, nil, nil)
            return failure
        }
        if failure != nil { throw .unreachable(ledger: name, reason: "went away") }
        events.add("\(name) is kept")
    }

    func retire(to place: String) throws(LedgerError) {
        state.withLock { $0.moved = place }
        events.add("\(name) is retired to \(place)")
    }

    func close() {}
}
