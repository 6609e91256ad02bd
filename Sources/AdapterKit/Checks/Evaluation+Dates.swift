import Documents
import FoundationEssentials
import Postings
import Roles

extension Evaluation {
    /// The instant that a source stands for; of a whole day its first or its last second.
    func instant(of source: Source, end: Bool) -> Date? {
        guard let zone = roleZone else { return nil }
        let read = path(behind: source).flatMap { self.resolve(.path($0)) } ?? resolve(source)
        return read.flatMap(Instants.moment).map { Instants.date($0, in: zone, end: end) }
    }

    /// How far a date lies beyond the last day allowed, or nil when it does not.
    func daysBeyond(_ source: Source, _ base: Source, _ days: Int) -> (days: Int, last: Day)? {
        guard let zone = roleZone, let date = instant(of: source, end: true), let start = instant(of: base, end: false)
        else { return nil }
        let first = zone.day(at: start).daysSince1970
        let ahead = zone.day(at: date).daysSince1970 - first
        guard ahead > days, let last = Self.day(after: first + days) else { return nil }
        return (ahead, last)
    }

    /// Sets dates back that a rule caps, before any value reads them.
    func capDates() -> [Finding] {
        var findings: [Finding] = []
        for rule in adapter.manifest.rules {
            guard case .within(let source, let base, let days, true) = rule.demand, hold(rule.when),
                let path = path(behind: source), let late = daysBeyond(source, base, days)
            else { continue }
            let name = path.joined(separator: ".")
            let before = input.role.descend(path)?.scalarText ?? ""
            roots.capped[name] = .text(late.last.description)
            findings.append(
                Finding(
                    .warning,
                    code: "loss.capped",
                    field: name,
                    "\(before) lies \(late.days) days ahead, \(days) allowed; this board gets \(late.last).",
                    remedy: rule.remedy ?? "Renew the ad before then.",
                    source: rule.source,
                    lost: before
                )
            )
        }
        return findings
    }

    /// Values that the first present one of their kind makes superfluous.
    func passedOver() -> [String] {
        adapter.manifest.rules.flatMap { rule -> [String] in
            guard case .firstPresent(let names) = rule.demand, hold(rule.when) else { return [] }
            return Array(names.filter { evaluated($0).value != nil }.dropFirst())
        }
    }

    /// The path of the role behind a source, when the source is a value made of one path.
    private func path(behind source: Source) -> [String]? {
        switch source {
        case .path(let path): return path
        case .value(let name):
            guard case .from(let sources) = adapter.value(named: name)?.origin else { return nil }
            let paths = sources.compactMap { if case .path(let path) = $0 { path } else { nil } }
            return paths.first { roots.value(at: $0).value != nil }
        }
    }

    private static func day(after days: Int) -> Day? {
        Day(DateParts(Date(timeIntervalSince1970: Double(days) * 86_400), offset: 0).day)
    }
}
