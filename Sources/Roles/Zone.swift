public import FoundationEssentials
import Synchronization

/// A time zone of the IANA database, with its history and its rule for the years to come.
///
/// Read from the system's own database, so that a change of law reaches Placard with the system's
/// updates.
public struct Zone: Sendable, Hashable {
    /// The name, such as `Europe/Berlin`.
    public let name: String

    private let table: ZoneTable

    /// The zone of a name; nil when the database has no such zone.
    public init?(_ name: String) {
        if let known = Self.read.withLock({ $0[name] }) {
            self.name = name
            table = known
            return
        }
        guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*/) != nil,
            let bytes = try? Data(contentsOf: URL(filePath: "\(Self.folder)/\(name)")),
            let table = ZoneTable(Array(bytes))
        else { return nil }
        Self.read.withLock { $0[name] = table }
        self.name = name
        self.table = table
    }

    /// Seconds ahead of UTC at an instant; negative west of Greenwich.
    public func offset(at instant: Date) -> Int {
        table.offset(at: Int(instant.timeIntervalSince1970.rounded(.down)))
    }

    /// The first instant of a day: midnight, or the end of the gap when midnight was skipped.
    public func start(of day: Day) -> Date {
        let midnight = day.daysSince1970 * 86_400
        // A day starts at the earliest instant whose local date is that day.
        let offsets = Set([midnight - 86_400, midnight + 86_400].map { table.offset(at: $0) })
        let candidates = offsets.map { midnight - $0 }.filter { $0 + table.offset(at: $0) == midnight }
        if let earliest = candidates.min() { return Date(timeIntervalSince1970: Double(earliest)) }
        let skipped = table.change(between: midnight - 86_400, and: midnight + 86_400) ?? midnight
        return Date(timeIntervalSince1970: Double(skipped))
    }

    /// The day that an instant falls on.
    public func day(at instant: Date) -> Day {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down))
        return Day(epochSeconds: seconds, offset: table.offset(at: seconds))
    }

    /// Compares zones by name.
    public static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Where the system keeps its zones.
    static let folder = "/usr/share/zoneinfo"

    /// Whether the system has zones at all.
    public static var isInstalled: Bool { FileManager.default.fileExists(atPath: folder) }

    /// The names of zones where people live, for hints.
    public static func names() -> [String] {
        guard let bytes = try? Data(contentsOf: URL(filePath: "\(folder)/tzdata.zi")) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            switch words.first {
            case "Z" where words.count > 1: return String(words[1])
            case "L" where words.count > 2: return String(words[2])
            default: return nil
            }
        }
    }

    private static let read = Mutex<[String: ZoneTable]>([:])
}

extension Zone: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
