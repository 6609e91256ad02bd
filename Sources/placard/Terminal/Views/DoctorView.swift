import Documents
import Gateway

/// What `doctor` shows.
struct DoctorView {
    let checks: [DoctorCheck]
    let isJSON: Bool

    func show() {
        let bad = checks.filter { !$0.isSound }.count
        if isJSON {
            return Terminal.print(json: [
                "checks": .list(
                    checks.map {
                        ["name": .text($0.name), "sound": .boolean($0.isSound), "message": .text($0.message)]
                    }
                ),
                "sound": .boolean(bad == 0),
            ])
        }
        let names = checks.map { Terminal.width($0.name) }.max() ?? 0
        for check in checks {
            let mark = Terminal.styled(check.isSound ? "✓" : "✗", check.isSound ? .green : .red)
            let lines = Terminal.wrapped(check.message, max(24, Terminal.columns - names - 6))
            for (index, line) in lines.enumerated() {
                let head =
                    index == 0 ? "  \(mark) \(Terminal.padded(check.name, names))" : Terminal.padded("", names + 4)
                Terminal.say("\(head)  \(line)")
            }
        }
        let all = Terminal.count(checks.count, "check")
        Terminal.say(
            bad == 0 ? Terminal.styled("\(all), all sound", .green) : Terminal.styled("\(all), \(bad) to mend", .red)
        )
    }
}
