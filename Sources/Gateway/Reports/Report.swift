public import Documents
import FoundationEssentials
public import Ledger
public import Postings

/// What a command has to show: the postings, and how it ended.
public struct Report: Sendable {
    /// The postings in order.
    public let postings: [Posting]
    /// What they were to reach; nil for commands that only look.
    public let goal: Goal?
    /// Names of the boards by account.
    public let boards: [String: String]

    private let reach: GoalReach?
    /// Whether an account that is not in order holds postings up.
    private let isHeldUp: Bool
    /// Row numbers of the postings for which the command could not do what was asked.
    let refused: Set<Int64>
    /// What the postings that are short of it wait for, by row number.
    public internal(set) var waits: [Int64: Wait] = [:]
    /// Why boards could not be asked about postings, by row number.
    var unread: [Int64: String] = [:]
    /// Row numbers of the postings that have not been seen as far as their boards let anyone see.
    var unseen: Set<Int64> = []
    /// Row numbers of the postings whose end nothing here can see.
    var blind: Set<Int64> = []

    /// Creates a report.
    public init(_ postings: [Posting], goal: Goal?, boards: [String: String]) {
        self.init(postings, goal: goal, boards: boards, reach: nil)
    }

    /// - Parameter refusals: Why the command could not do what was asked, by row number.
    init(
        _ postings: [Posting],
        goal: Goal?,
        boards: [String: String],
        reach: GoalReach? = nil,
        readied: Readied = Readied(),
        refusals: [Int64: PostingError] = [:]
    ) {
        self.postings = postings.map { posting in
            var shown = readied.shown(posting)
            shown.error = refusals[posting.id] ?? shown.error
            return shown
        }
        self.goal = goal
        self.boards = boards
        self.reach = reach
        isHeldUp = postings.contains(where: readied.holdsUp)
        refused = Set(refusals.keys)
    }

    /// The process's exit status: 0 goal reached, 1 a posting failed or none could be changed as asked, 4 something
    /// is still open.
    public var exitStatus: Int32 {
        let asked = postings.filter { !refused.contains($0.id) }
        if asked.contains(where: Goal.isFailed) || asked.isEmpty && !refused.isEmpty { return 1 }
        if isHeldUp { return 4 }
        return asked.contains(where: isShort) ? 4 : 0
    }

    /// Whether a posting has not come as far as the command was to bring it.
    func isShort(_ posting: Posting) -> Bool {
        guard let goal else { return unseen.contains(posting.id) }
        if [.settled, .seen].contains(goal), unread[posting.id] != nil { return true }
        if goal == .seen, unseen.contains(posting.id) { return true }
        return !(reach?.isReached(posting) ?? goal.isReached(posting))
    }

    /// Whether a posting's end is told by the receiver's answer alone: nothing here can see it.
    public func isByWordAlone(_ posting: Posting) -> Bool {
        posting.state == .withdrawn && posting.witness == .board && blind.contains(posting.id)
    }

    /// The document that `--json` prints; `docs/json.md` promises its members.
    public var json: Value {
        var counts: [String: Int] = [:]
        for posting in postings { counts[posting.state.rawValue, default: 0] += 1 }
        let summary = counts.sorted { $0.key < $1.key }.map { ($0.key, Value.number(.init($0.value))) }
        return ["postings": .list(postings.map(json)), "summary": .object(Members(summary))]
    }

    private func json(_ posting: Posting) -> Value {
        [
            "reference": .text(posting.reference),
            "role": .text(posting.key.role),
            "account": .text(posting.key.account),
            "board": .text(posting.adapter),
            "location": Value(optional: posting.placeLabel),
            "language": .text(posting.key.language),
            "state": .text(posting.state.rawValue),
            "remoteID": Value(optional: posting.remoteID),
            "url": Value(optional: posting.url),
            "findings": .list(posting.findings.map(Self.json)),
            "error": posting.error.map {
                ["code": .text($0.code), "message": .text($0.message), "remedy": .text($0.remedy)]
            } ?? .null,
            "waits": Self.json(waits[posting.id]),
        ]
    }

    /// What a posting waits for as JSON.
    public static func json(_ wait: Wait?) -> Value {
        wait.map { ["for": .text($0.reason), "until": Value(optional: $0.until?.formatted(.iso8601))] } ?? .null
    }

    /// A finding as JSON.
    public static func json(_ finding: Finding) -> Value {
        [
            "severity": .text(finding.severity.rawValue),
            "code": .text(finding.code),
            "field": .text(finding.field),
            "message": .text(finding.message),
            "remedy": Value(optional: finding.remedy),
            "source": Value(optional: finding.source),
        ]
    }
}

extension Value {
    /// Text, or null when there is none.
    init(optional text: String?) { self = text.map(Value.text) ?? .null }
}

extension Value: ExpressibleByDictionaryLiteral {
    /// An object with its members in the order written.
    public init(dictionaryLiteral elements: (String, Value)...) {
        assert(Set(elements.map(\.0)).count == elements.count, "a key stands twice")
        self = .object(Members(distinct: elements.map { Members.Member(key: $0.0, value: $0.1) }))
    }
}
