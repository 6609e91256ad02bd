import FoundationEssentials
import Synchronization
import Transport

/// The way of one process to the boards.
struct Wire: Transport {
    let network: Network
    let process: Process

    func send(_ request: Request) async -> Outcome {
        guard process.isAlive else { return .notSent(Network.failure(.shutDown)) }
        return await network.send(request, by: process)
    }
}

/// What lies between the processes and the boards, and the moods of the boards.
final class Network: Sendable {
    private let world: World
    private let board: Board
    private let checker: Checker
    private let weather: Weather
    private let outages: [Plan.Outage]
    private let dice: Mutex<SplitMix>
    /// Apart, so that what was drawn before there were such answers stays as it was.
    private let moods: Mutex<SplitMix>

    init(_ world: World, _ board: Board, _ checker: Checker, _ weather: Weather, _ plan: Plan) {
        self.world = world
        self.board = board
        self.checker = checker
        self.weather = weather
        outages = plan.outages
        dice = Mutex(SplitMix(plan.seed, 4))
        moods = Mutex(SplitMix(plan.seed, 6))
    }

    /// How long a caller waits.
    static let patience: Int64 = 30 * .second

    static func failure(_ code: TransportFailure.Code) -> TransportFailure {
        TransportFailure(code: code, message: code.rawValue, bytesSent: code == .connectionFailed ? 0 : 9)
    }

    func send(_ request: Request, by process: Process) async -> Outcome {
        guard let call = Call(request) else { return .notSent(Self.failure(.invalidRequest)) }
        let now = world.now
        let fault = fault(for: call, now)
        world.note("send \(process.name) \(call.account) \(call.words)" + (fault.map { " (\($0.rawValue))" } ?? ""))
        let number = await checker.sends(call, by: process)
        let usual = dice.withLock { Answer(fault, call, now: now, using: &$0) }
        let answer = moods.withLock { usual.mayAskToWait(now, using: &$0) }
        let outcome = await withCheckedContinuation { (waiting: CheckedContinuation<Outcome, Never>) in
            let board = board
            let world = world
            if let delay = answer.carriesOutAfter, !answer.isTold {
                world.after(delay) { _ = board.carryOut(call) }
            }
            if answer.isTold, let delay = answer.carriesOutAfter {
                world.after(delay) {
                    let reply = board.carryOut(call)
                    world.after(answer.answersAfter - delay) { waiting.resume(returning: .replied(reply)) }
                }
            } else {
                world.after(answer.answersAfter) { waiting.resume(returning: answer.outcome) }
            }
        }
        guard process.isAlive else {
            checker.unheard(number)
            return .notSent(Self.failure(.shutDown))
        }
        world.note("answer \(process.name) \(call.account) \(call.words): \(Self.words(outcome))")
        checker.answered(number, call, outcome, asks: answer.asksToWait, by: process)
        guard case .replied(var reply) = outcome else { return outcome }
        reply.receivedAt = (world.now + process.clockOffset).date
        return .replied(reply)
    }

    private static func words(_ outcome: Outcome) -> String {
        switch outcome {
        case .replied(let reply): "\(reply.status)"
        case .notSent(let failure): "not sent, \(failure.code.rawValue)"
        case .unknown(let failure): "unknown, \(failure.code.rawValue)"
        }
    }

    private func fault(for call: Call, _ now: Int64) -> BoardFault? {
        guard !weather.isFair(at: now) else { return nil }
        if let outage = outages.first(where: { $0.kind == call.kind && $0.from <= now && now < $0.until }) {
            return outage.answers ? .serverFault : .refused
        }
        return dice.withLock { dice in
            guard dice.happens(weather.faults.board), let fault = weather.faults.kinds.randomElement(using: &dice)
            else {
                return nil
            }
            // A change that is carried out late may undo a newer one, and no adapter could know.
            if fault == .late, case .update = call.act { return .lostRequest }
            return fault
        }
    }
}

/// What a board does with one request, and when.
struct Answer: Sendable {
    /// After how long the call is carried out; nil when it is not.
    var carriesOutAfter: Int64?
    var answersAfter: Int64
    /// Whether the caller hears what the board said; otherwise ``outcome`` is what it hears.
    var isTold = false
    var outcome: Outcome = .unknown(Network.failure(.connectionLost))
    /// Until when the board asks not to be called, by the world's clock.
    var asksToWait: Int64?

    init(_ fault: BoardFault?, _ call: Call, now: Int64, using dice: inout SplitMix) {
        let there = dice.time(1_000...300_000)
        let back = dice.time(1_000...300_000)
        carriesOutAfter = there
        answersAfter = there + back
        switch fault {
        case nil: isTold = true
        case .slow?:
            carriesOutAfter = dice.time(.second...25 * .second)
            answersAfter = (carriesOutAfter ?? 0) + dice.time(1_000...4 * .second)
            isTold = true
        case .lostRequest?:
            carriesOutAfter = nil
            lose(there, &dice)
        case .lostAnswer?: lose(there, &dice)
        case .late?:
            answersAfter = Network.patience
            carriesOutAfter = Network.patience + 40 * .second
            outcome = .unknown(Network.failure(.timedOut))
        case .refused?:
            carriesOutAfter = nil
            answersAfter = there
            outcome = .notSent(Network.failure(.connectionFailed))
        case .garbage?:
            if Bool.random(using: &dice) { carriesOutAfter = nil }
            outcome = .replied(Board.reply(200, "<html>It works!</html>"))
        case .tooMany?:
            carriesOutAfter = nil
            askToWait(now, status: 429, &dice)
        case .serverFault?:
            if Bool.random(using: &dice) { carriesOutAfter = nil }
            let status = [500, 502, 503, 504][Int.random(in: 0..<4, using: &dice)]
            outcome = .replied(Board.reply(status, "{}"))
        }
    }

    /// Some faults of a server come with a wait, whether the call was carried out or not.
    func mayAskToWait(_ now: Int64, using dice: inout SplitMix) -> Answer {
        guard case .replied(let reply) = outcome, !isTold, reply.status >= 500, dice.happens(0.4) else { return self }
        var answer = self
        answer.askToWait(now, status: reply.status, &dice)
        return answer
    }

    private mutating func lose(_ there: Int64, _ dice: inout SplitMix) {
        let isQuick = Bool.random(using: &dice)
        answersAfter = isQuick ? there + dice.time(1_000...5 * .second) : Network.patience
        outcome = .unknown(Network.failure(isQuick ? .connectionLost : .timedOut))
    }

    private mutating func askToWait(_ now: Int64, status: Int, _ dice: inout SplitMix) {
        let seconds = dice.time(1...180)
        let arrives = now + answersAfter
        var headers: Headers = [Header("Date", Self.text(arrives))]
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: break
        case 1: headers.add(Header("Retry-After", "0"))
        // A date that is over.
        case 2: headers.add(Header("Retry-After", Self.text(arrives - seconds * .second)))
        case 3, 4:
            let until = (arrives / .second + seconds) * .second
            headers.add(Header("Retry-After", Self.text(until)))
            asksToWait = until
        case 5 where Int.random(in: 0..<4, using: &dice) == 0:
            headers.add(Header("Retry-After", "20000"))
            asksToWait = arrives + 20_000 * .second
        default:
            headers.add(Header("Retry-After", "\(seconds)"))
            asksToWait = arrives + seconds * .second
        }
        outcome = .replied(Board.reply(status, "{}", headers))
    }

    /// A moment as headers say it.
    private static func text(_ moment: Int64) -> String {
        let seconds = (World.start + moment) / .second
        let (days, clock) = (seconds / 86_400, seconds % 86_400)
        // Days since 1 March of the year 0, whose leap day is the last of its year.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let day = shifted % 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let ofYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let ofMonth = ofYear - (153 * month + 2) / 5 + 1
        let place = Int(month < 10 ? month + 2 : month - 10)
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(weekdays[Int(days % 7)]), \(two(ofMonth)) \(names[place]) \(year + era * 400 + (place < 2 ? 1 : 0)) "
            + "\(two(clock / 3_600)):\(two(clock / 60 % 60)):\(two(clock % 60)) GMT"
    }
}
