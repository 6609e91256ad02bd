import FoundationEssentials
import Roles
import Testing

@Suite("Days and zones")
struct DayTests {
    @Test(
        "only days of the calendar are days",
        arguments: [
            ("2026-12-01", true), ("2028-02-29", true), ("2000-02-29", true), ("2026-02-29", false),
            ("2100-02-29", false),
            ("2026-04-31", false), ("2026-13-01", false), ("2026-00-10", false), ("2026-1-01", false),
            ("01.12.2026", false),
            ("2026-12-01T00:00", false), ("0026-12-01", false),
        ]
    )
    func valid(text: String, isDay: Bool) {
        #expect((Day(text) != nil) == isDay)
        if isDay { #expect(Day(text)?.description == text) }
    }

    @Test("days follow each other without a gap over eight leap years")
    func successive() throws {
        var day = try #require(Day("1999-12-31"))
        var count = day.daysSince1970
        #expect(count == 10_956)
        while day.year < 2033 {
            let next = day.next
            count += 1
            #expect(next > day && next.daysSince1970 == count && Day(next.description) == next)
            day = next
        }
        #expect(day.description == "2033-01-01")
    }

    @Test(
        "a day starts and ends where its zone says",
        arguments: [
            ("Europe/Berlin", "2027-01-31", 1_801_350_000, 86_400), ("UTC", "2027-01-31", 1_801_353_600, 86_400),
            ("Europe/Berlin", "2027-03-28", 1_806_188_400, 82_800),
            ("Europe/Berlin", "2027-10-31", 1_824_933_600, 90_000),
            ("America/New_York", "2026-07-04", 1_783_137_600, 86_400),
            ("Asia/Kolkata", "2027-01-31", 1_801_333_800, 86_400),
            ("Australia/Sydney", "2027-01-31", 1_801_314_000, 86_400),
            ("Europe/Berlin", "2060-07-01", 2_855_858_400, 86_400),
            ("Africa/Cairo", "2027-04-30", 1_809_036_000, 82_800),
            ("Pacific/Apia", "2011-12-29", 1_325_152_800, 86_400),
        ]
    )
    func bounds(zone: String, day: String, start: Int, length: Int) throws {
        let role = try Samples.role("dates: { validThrough: \(day), zone: \(zone) }")
        let dates = try #require(role.dates)
        let last = try #require(dates.validThrough)
        let begin = try #require(dates.start(of: last))
        let end = try #require(dates.end(of: last))
        #expect(Int(begin.timeIntervalSince1970) == start)
        #expect(Int(end.timeIntervalSince(begin)) == length)
        #expect(dates.zone?.day(at: begin) == last)
        #expect(dates.zone?.day(at: begin.addingTimeInterval(-1)) != last)
        #expect(dates.zone?.day(at: end.addingTimeInterval(-1)) == last)
    }

    @Test("without a zone a day has no instants")
    func unknownZone() throws {
        let dates = try #require(try Samples.role("dates: { validThrough: 2027-01-31 }").dates)
        let day = try #require(dates.validThrough)
        #expect(dates.start(of: day) == nil && dates.end(of: day) == nil)
    }

    @Test(
        "a name that leaves the database or is none has no zone",
        arguments: [
            "Europe/Berln", "../../etc/passwd", "/etc/passwd", "", "Europe", "europe/../Europe/Berlin", "tzdata.zi",
            "zone.tab",
        ]
    )
    func unknown(name: String) {
        #expect(Zone(name) == nil)
    }
}
