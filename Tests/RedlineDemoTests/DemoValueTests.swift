import Foundation
import Testing

@testable import RedlineDemo

@Suite struct DemoValueTests {
    @Test func `members keep their order and every string is escaped`() {
        let value: DemoValue = [
            "z": .string("quote \" backslash \\ line\nreturn\rtab\tbell\u{7}"),
            "a": [.null, .bool(true), .integer(-3), .amount(-5), .rounded(0.12345, places: 4)],
            "ä": [:],
            "e": [],
        ]
        #expect(
            value.json == #"{"z":"quote \" backslash \\ line\nreturn\rtab\tbell\u0007","#
                + #""a":[null,true,-3,-0.05,0.1235],"ä":{},"e":[]}"#
        )
        #expect(value.leafCount == 8)
    }

    @Test func `days are written as the calendar has them`() {
        let style = Date.ISO8601FormatStyle().year().month().day()
        for days in stride(from: 0, through: 40_000, by: 13) {
            let date = Date(timeIntervalSince1970: Double(days) * 86_400)
            #expect(CivilDay(days).iso == style.format(date))
        }
        #expect(CivilDay(iso: "2024-02-29")?.dotted == "29.02.2024")
        #expect(CivilDay(iso: "2024-02-29")?.slashed == "02/29/2024")
        #expect(CivilDay(iso: "2024-02-29")?.inWords == "29 February 2024")
        #expect(CivilDay(iso: "29.02.2024") == nil)
        #expect(CivilDay(iso: "2024-13-29") == nil)
    }

    @Test func `a moment is written in UTC, in full and as a stamp`() {
        let moment = Moment(milliseconds: 1_763_653_501_007)
        #expect(moment.rfc3339 == "2025-11-20T15:45:01.007Z")
        #expect(moment.stamp == "20251120_154501")
        #expect(moment.day == 20_412)
    }

    @Test func `amounts are grouped by thousands`() {
        #expect(
            [5, 99_999, 100_000, 123_456_789].map(grouped) == [
                "0.05", "999.99", "1,000.00", "1,234,567.89",
            ]
        )
    }

    @Test func `SplitMix64 gives the published numbers`() {
        // The first numbers for the seed 1234567, as its authors' C code prints them.
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973,
                9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        )
    }

    @Test(arguments: [
        (Misreading.upperCase, DemoValue.string("Müller"), DemoValue.string("MÜLLER")),
        (.decimalShift, .number("12.50"), .number("1250")),
        (.decimalShift, .number("0.05"), .number("5")),
        (.decimalShift, .number("7"), .number("70")),
        (.negated, .number("12.50"), .number("-12.50")),
        (.numberAsText, .number("12.50"), .string("12.50")),
        (.transposed, .number("12.34"), .number("12.43")),
        (.wrongDigit, .number("7"), .number("7")),
        (.swappedDate, .string("2025-03-09"), .string("2025-09-03")),
        (.numberFormat, .string("EUR 1,200.50"), .string("EUR 1.200,50")),
        (.truncated, .string("Globex Supplies Inc."), .string("Globex Supplies")),
        (.reordered, .string("Ana Maria Silva"), .string("Maria Silva Ana")),
        (.unpunctuated, .string("O'Neill, Inc."), .string("ONeill Inc")),
        (.blank, .number("3"), .null),
        (.flipped, .bool(true), .bool(false)),
        (.typo, .string("zzz"), .string("zzz")),
    ])
    func `a value is misread in the way that is named`(
        way: Misreading,
        value: DemoValue,
        wrong: DemoValue
    ) {
        var random = SplitMix64(seed: 7)
        #expect(way.applied(to: value, &random) == wrong)
    }
}
