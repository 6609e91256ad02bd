package import Delivery

/// Makes a failing run smaller: leaves out what is not needed for the same invariant to break.
public enum Shrinker: Sendable {
    /// The smallest failing run that was found.
    ///
    /// - Parameters:
    ///   - run: A run that broke an invariant.
    ///   - most: How many smaller plans are tried.
    public static func shrink(_ run: Run, most: Int = 400) -> Run { shrink(run, flaw: nil, most: most) }

    package static func shrink(_ run: Run, flaw: Flaw?, most: Int = 400) -> Run {
        guard let invariant = run.violations.first?.invariant else { return run }
        var best = run
        var tried = 0
        var isSmaller = true
        while isSmaller, tried < most {
            isSmaller = false
            for plan in smaller(best.plan) where tried < most {
                tried += 1
                let next = Simulator.run(plan, flaw: flaw)
                guard next.violations.first?.invariant == invariant else { continue }
                best = next
                isSmaller = true
                break
            }
        }
        return Simulator.run(best.plan, flaw: flaw, keepsTrace: true)
    }

    /// Plans with one thing less, the largest steps first.
    private static func smaller(_ plan: Plan) -> [Plan] {
        var plans: [Plan] = []
        func offer(_ change: (inout Plan) -> Void) {
            var next = plan
            change(&next)
            if next != plan { plans.append(next) }
        }
        offer { $0.faults = Plan.Faults() }
        offer { $0.blows = [] }
        offer { $0.outages = [] }
        for account in plan.accounts.indices where plan.accounts.count > 1 {
            offer { $0.drop(account: account) }
        }
        if plan.workers > 1 { offer { $0.drop(worker: plan.workers - 1) } }
        offer { $0.healsAt = max(.minute, $0.healsAt / 2) }
        offer { $0.faults.slowCommits = 0 }
        offer { $0.faults.lostCommits = 0 }
        offer { $0.faults.lag = 0 }
        offer { $0.faults.board = 0 }
        for place in plan.faults.kinds.indices { offer { $0.faults.kinds.remove(at: place) } }
        for place in plan.blows.indices { offer { $0.blows.remove(at: place) } }
        for place in plan.wishes.indices { offer { $0.wishes.remove(at: place) } }
        return plans
    }
}

extension Plan {
    fileprivate mutating func drop(account: Int) {
        accounts.remove(at: account)
        wishes = wishes.filter { $0.account != account }.map { wish in
            let place = wish.account > account ? wish.account - 1 : wish.account
            return Wish(time: wish.time, account: place, role: wish.role, act: wish.act)
        }
    }

    fileprivate mutating func drop(worker: Int) {
        workers -= 1
        blows.removeAll { $0.worker == worker }
    }
}

extension Plan: CustomStringConvertible {
    /// What takes part, one thing a line.
    public var description: String {
        var lines = [
            "\(workers) workers\(workers > 1 && isSplit ? ", each with accounts of its own" : ""), "
                + "polling every \(poll.inSeconds) s, all well after \(healsAt.inSeconds) s"
        ]
        lines.append("accounts: " + accounts.map(\.name).joined(separator: " "))
        for wish in wishes {
            lines.append(
                "\(wish.time.inSeconds) wants \(wish.act) for p-role\(wish.role)-\(accounts[wish.account].name)"
            )
        }
        for blow in blows {
            let moment = blow.job.map { "before job \($0)" } ?? "at \(blow.time.inSeconds)"
            lines.append("w\(blow.worker) \(moment): \(blow.act)")
        }
        for outage in outages {
            lines.append("\(outage.kind.rawValue) down from \(outage.from.inSeconds) to \(outage.until.inSeconds)")
        }
        let kinds = faults.kinds.map(\.rawValue).joined(separator: " ")
        lines.append(
            "slow commits \(faults.slowCommits), lost commits \(faults.lostCommits), lag \(faults.lag.inSeconds)"
        )
        lines.append("board faults \(faults.board): \(kinds)")
        return lines.joined(separator: "\n")
    }
}
