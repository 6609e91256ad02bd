extension Plan {
    /// Draws a plan.
    ///
    /// - Parameters:
    ///   - seed: What everything is drawn from.
    ///   - isStrict: Whether several workers share every account.
    ///   - hasSteps: Whether workers live on with clocks that were set wrong.
    public init(seed: UInt64, isStrict: Bool = false, hasSteps: Bool = false) {
        var dice = SplitMix(seed, 3)
        self.seed = seed
        workers = [1, 1, 1, 2, 2, 3, 4][Int.random(in: 0..<7, using: &dice)]
        healsAt = dice.time(3 * .minute...40 * .minute)
        poll = [5, 15, 40][Int.random(in: 0..<3, using: &dice)] * .second
        let kinds = Array(Kind.allCases.shuffled(using: &dice).prefix(Int.random(in: 1...3, using: &dice)))
        accounts = kinds.flatMap { kind in
            (0..<(kind == .limited ? 2 : 1)).map { Account(name: "\(kind.rawValue)\($0)", kind: kind) }
        }
        isSplit = true
        wishes = []
        blows = []
        faults = Faults()
        outages = []
        drawWishes(&dice)
        drawBlows(&dice)
        drawFaults(&dice)
        self.isStrict = isStrict
        let isApart = accounts.contains { $0.kind == .limited } || dice.happens(0.3)
        isSplit = workers == 1 || isApart && !isStrict
        self.hasSteps = hasSteps
        drawLongLag()
        if hasSteps { drawSteps() }
    }

    private mutating func drawWishes(_ dice: inout SplitMix) {
        let roles = Int.random(in: 1...3, using: &dice)
        var version = 0
        for account in accounts.indices {
            for role in 0..<(accounts[account].kind == .limited ? roles * 2 : roles) {
                var time = dice.time(0...healsAt / 4)
                for number in 0..<Int.random(in: 1...4, using: &dice) {
                    version += 1
                    let draw = number == 0 ? 0 : Int.random(in: 0...9, using: &dice)
                    let act: Wish.Act =
                        switch draw {
                        case 0...3: .present(version: version, isBad: dice.happens(0.06))
                        case 4, 5: .renewed
                        case 6: .removed
                        default: .absent
                        }
                    wishes.append(Wish(time: time, account: account, role: role, act: act))
                    time += dice.time(.second / 10...healsAt / 2)
                    if time >= healsAt { break }
                }
            }
        }
        wishes.sort { ($0.time, $0.account, $0.role) < ($1.time, $1.account, $1.role) }
    }

    private mutating func drawBlows(_ dice: inout SplitMix) {
        for worker in 0..<workers {
            let count = Int.random(in: 0...5, using: &dice)
            for _ in 0..<count {
                let act: Blow.Act =
                    switch Int.random(in: 0...9, using: &dice) {
                    case 0...4: .crash(backAfter: dice.time(.second / 2...5 * .minute))
                    case 5...7: .stop(dice.time(.second...4 * .minute))
                    case 8: .drain
                    default: .step(Int64.random(in: -600...600, using: &dice) * .second)
                    }
                let job = dice.happens(0.6) ? Int.random(in: 1...2000, using: &dice) : nil
                let time = Int64.random(in: 0...healsAt, using: &dice)
                blows.append(Blow(worker: worker, job: job, time: time, act: act))
            }
        }
    }

    /// Some boards take nearly all of the time that their manifests allow to show what they took; drawn apart, too.
    private mutating func drawLongLag() {
        var dice = SplitMix(seed, 7)
        // What is carried out after the caller has given up uses that time as well.
        guard !faults.kinds.contains(.late), dice.happens(0.15) else { return }
        faults.lag = dice.time(20 * .second...Adapters.settle - .second)
    }

    /// Machines that come back with another time; drawn apart, so that the rest of a seed stays as it is.
    private mutating func drawSteps() {
        var dice = SplitMix(seed, 5)
        for worker in 0..<workers {
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let time = Int64.random(in: 0...healsAt, using: &dice)
                let offset = Int64.random(in: -600...600, using: &dice) * .second
                let back = dice.time(.second / 2...30 * .second)
                blows.append(Blow(worker: worker, job: nil, time: time, act: .step(offset)))
                blows.append(Blow(worker: worker, job: nil, time: time, act: .crash(backAfter: back)))
            }
        }
    }

    private mutating func drawFaults(_ dice: inout SplitMix) {
        faults.slowCommits = [0, 0, 0.01, 0.05][Int.random(in: 0...3, using: &dice)]
        faults.lostCommits = [0, 0, 0.01, 0.05][Int.random(in: 0...3, using: &dice)]
        faults.board = [0, 0.05, 0.2, 0.5][Int.random(in: 0...3, using: &dice)]
        if faults.board > 0 {
            faults.kinds = BoardFault.allCases.shuffled(using: &dice)
            faults.kinds.removeLast(Int.random(in: 0..<BoardFault.allCases.count, using: &dice))
        }
        faults.lag = dice.happens(0.4) ? dice.time(.second...20 * .second) : 0
        for account in accounts where dice.happens(0.15) {
            let from = Int64.random(in: 0...healsAt, using: &dice)
            let length = dice.time(5 * .second...20 * .minute)
            outages.append(
                Outage(
                    kind: account.kind,
                    from: from,
                    until: min(from + length, healsAt),
                    answers: dice.happens(0.3)
                )
            )
        }
    }
}
