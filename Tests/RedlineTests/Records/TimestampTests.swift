import Foundation
import Testing

@testable import Redline

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "RFC 3339, and in UTC where no offset is given",
        arguments: [
            ("2026-11-21T02:24:26Z", "2026-11-21T02:24:26Z"),
            ("2026-11-21T02:24:26", "2026-11-21T02:24:26Z"),
            ("2026-11-21t02:24:26z", "2026-11-21T02:24:26Z"),
            ("2026-11-21 02:24:26", "2026-11-21T02:24:26Z"),
            ("2026-11-21T02:24", "2026-11-21T02:24:00Z"),
            ("2026-11-21", "2026-11-21T00:00:00Z"),
            ("2026-11-21T02:24:26+05:30", "2026-11-20T20:54:26Z"),
            ("2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"),
            ("2026-11-21T02:24:26+00:00", "2026-11-21T02:24:26Z"),
            ("2026-11-21T02:24:26-00:00", "2026-11-21T02:24:26Z"),
            ("2026-11-21T02:24:26+0530", "2026-11-20T20:54:26Z"),
            ("2026-11-21T02:24:26+05", "2026-11-20T21:24:26Z"),
            ("2026-11-21T02:24:26.5Z", "2026-11-21T02:24:26.5Z"),
            ("2026-11-21T02:24:26.000001Z", "2026-11-21T02:24:26.000001Z"),
            ("2026-11-21T02:24:26.123456789Z", "2026-11-21T02:24:26.123456Z"),
            ("2026-11-21T02:24:26.500000+01:00", "2026-11-21T01:24:26.5Z"),
            ("2026-11-21T02:24:26,25", "2026-11-21T02:24:26.25Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
            ("2000-02-29", "2000-02-29T00:00:00Z"),
            ("1969-12-31T23:59:59.75Z", "1969-12-31T23:59:59.75Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ]
    )
    func read(text: String, time: String) {
        #expect(Timestamp(text)?.description == time)
    }

    @Test(
        "anything else is no time",
        arguments: [
            "", "now", "2026", "2026-11", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",
            "2026-04-31", "2023-02-29", "1900-02-29", "2026-02-30T00:00:00Z", "0000-01-01",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:60Z", "9999-12-31T23:59:59-01:00",
            "10000-01-01", "-2026-11-21", "26-11-21", "2026-1-1", "20261121", "2026/11/21",
            "2026-11-21T", "2026-11-21T02", "2026-11-21T24:00:00Z", "2026-11-21T12:60:00Z",
            "2026-11-21T12:00:61Z", "2026-11-21T12:00:00.Z", "2026-11-21T12:00:00.",
            "2026-11-21T12:00:00+24:00", "2026-11-21T12:00:00+01:60", "2026-11-21T12:00:00+",
            "2026-11-21T12:00:00+1:00", "2026-11-21T12:00:00Zx", "2026-11-21T12:00:00 Z",
            " 2026-11-21", "2026-11-21 ", "2026-11-21Z", "2026-11-21X12:00:00",
            "\u{FF12}026-11-21", "2026-11-21T12:00:00Z\u{0}", "1763691866",
        ]
    )
    func refused(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("every microsecond is written so that it is read back, and as Foundation writes it")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 21)
        let format = Date.ISO8601FormatStyle()
        for _ in 0..<2_000 {
            // From 1700 to 2600, where the calendars agree.
            let seconds = Int64.random(in: -8_520_336_000...19_880_899_200, using: &random)
            let fraction = Int64.random(in: 0..<1_000_000, using: &random)
            let time = Timestamp(microseconds: seconds * 1_000_000 + fraction)
            #expect(Timestamp(time.description) == time)
            let whole = Timestamp(microseconds: seconds * 1_000_000)
            let date = Date(timeIntervalSince1970: Double(seconds))
            #expect(whole.description == date.formatted(format))
        }
    }

    @Test("the day, the compact spelling and whole milliseconds")
    func spellings() throws {
        let time = try #require(Timestamp("0987-06-05T04:03:02.000100Z"))
        #expect(time.date == "0987-06-05")
        #expect(time.compactSpelling == "09870605_040302_000100")
        #expect(Timestamp(microseconds: 1_999).milliseconds == 1)
        #expect(Timestamp(microseconds: -1).milliseconds == -1)
        #expect(Timestamp(microseconds: -1_000).milliseconds == -1)
        #expect(Timestamp(microseconds: -1_001).milliseconds == -2)
    }

    @Test("order, and days added")
    func order() throws {
        let time = try #require(Timestamp("2024-02-28T12:00:00Z"))
        #expect(time.adding(days: 2).description == "2024-03-01T12:00:00Z")
        #expect(time.adding(days: -366).description == "2023-02-27T12:00:00Z")
        #expect(time < time.adding(days: 1))
        #expect(time.adding(days: 0) == time)
    }
}
