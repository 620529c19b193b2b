import Testing

@testable import Redline

@Suite("Pattern classes")
struct PatternClassTests {
    static let pairsOfStrings: [(PatternClass, [(String, String)])] = [
        (.case, [("Fcc", "FCC"), ("straße", "STRASSE"), ("οδος", "ΟΔΟΣ")]),
        (
            .whitespace,
            [("TOTAL :", "TOTAL:"), ("a b", "A\u{A0}B"), ("1 000", "1000"), ("", " ")]
        ),
        (
            .punctuation,
            [("DATE", "Date:"), ("9.00)", "9.00"), ("nano-rods", "nanorods"), ("A, B", "A B")]
        ),
        (
            .numberFormat,
            [
                ("1,234.50", "1234.5"), ("1.234,50", "1 234.50"), ("0,00", "0.00"),
                ("$5.00", "5"), ("1e3", "1,000"), ("007", "7"), ("1.234.567", "1234567"),
                ("\u{2212}5", "-5.0"), ("5 €", "€ 5,00"), ("-€5", "€-5.0"),
            ]
        ),
        (
            .dateFormat,
            [
                ("12/01/2018", "2018-01-12"), ("1-NOV-2017", "01/11/17"),
                ("January 12, 2018", "20180112"), ("12th Jan 2018", "Jan. 12 2018"),
                ("03/04/2018", "04/03/2018"), ("2018 Sept 3", "3.9.18"),
                ("29.2.2016", "Feb 29, 16"),
            ]
        ),
        (.decimalShift, [("750", "7.50"), ("1,234", "1.234"), ("9.00", "900")]),
        (.sign, [("-0.73", "0.73"), ("$-2", "$2")]),
        (.transposition, [("hierarchical", "heirarchical"), ("ab", "ba")]),
        (
            .typo,
            [
                ("DISCOURI", "DISCOUNT"), ("RM 3392", "RM 33.92"), ("xxxxxCAx", "xxxxxABCx"),
                ("TOTA", "TOTAL"),
            ]
        ),
        (.truncation, [("perovskite", "perovskite-type"), ("Ho3+", "Yb3+/Ho3+")]),
        (.excess, [("Au(111)", "Au"), ("about 16 cm-3 Te", "Te")]),
        (.reorder, [("Smith, John", "John Smith"), ("solid state", "STATE solid")]),
        (.filled, [("", "FCC"), (" ", "a"), ("\u{3000}\n", "-")]),
        (.cleared, [("FCC", ""), ("a", "\u{2003}")]),
        (
            .rewrite,
            [
                ("a", "b"), ("$5", "€5"), ("big big cat", "big cat cat"),
                ("31/02/2018", "Feb 31, 2018"),
                ("\u{200B}", "\u{1C}"),
            ]
        ),
    ]

    @Test("strings", arguments: pairsOfStrings)
    func strings(expected: PatternClass, pairs: [(String, String)]) {
        for (original, modified) in pairs {
            #expect(
                PatternClass.of(original: .string(original), modified: .string(modified))
                    == expected,
                "\(original) to \(modified)"
            )
        }
    }

    @Test(
        "numbers",
        arguments: [
            ("193", "19.3", PatternClass.decimalShift), ("1e30", "10", .decimalShift),
            ("5", "-5", .sign), ("-0.5", "5e-1", .sign), ("1243", "1234", .transposition),
            ("193", "198", .typo), ("12", "12345", .truncation), ("12345", "34", .excess),
            ("1.5", "5.1", .reorder), ("7", "40000", .rewrite), ("0", "7", .rewrite),
            ("5", "-50", .rewrite),
        ]
    )
    func numbers(original: String, modified: String, expected: PatternClass) throws {
        let before = try #require(DecimalNumber(jsonText: original))
        let after = try #require(DecimalNumber(jsonText: modified))
        #expect(PatternClass.of(original: .number(before), modified: .number(after)) == expected)
    }

    @Test("other JSON types")
    func types() throws {
        let one = JSONLeaf.number(try #require(DecimalNumber(jsonText: "1")))
        let cases: [(JSONLeaf, JSONLeaf, PatternClass)] = [
            (one, .string("1"), .type), (.boolean(true), one, .type), (.null, .string(""), .type),
            (.emptyObject, .emptyArray, .type), (.boolean(true), .boolean(false), .rewrite),
            (.null, one, .filled), (.null, .boolean(false), .filled),
            (.emptyArray, .null, .cleared), (.string("a"), .null, .cleared),
            (.string(" "), .emptyObject, .filled),
        ]
        for (original, modified, expected) in cases {
            #expect(
                PatternClass.of(original: original, modified: modified) == expected,
                "\(original) to \(modified)"
            )
        }
    }

    @Test("long hostile values are classified in time that grows with their length")
    func longValues() {
        let long = String(repeating: "a", count: 100_000)
        let other =
            String(repeating: "a", count: 50_000) + "b" + String(repeating: "a", count: 49_000)
        #expect(PatternClass.of(original: .string(long), modified: .string(other)) == .rewrite)
        #expect(PatternClass.of(original: .string(long), modified: .string(long + "bc")) == .typo)
        #expect(
            PatternClass.of(original: .string(long), modified: .string(long + "bcd")) == .truncation
        )
        let digits = String(repeating: "1", count: 100_000)
        #expect(
            PatternClass.of(original: .string(digits), modified: .string("-" + digits)) == .sign
        )
    }

    @Test("names as they are stored")
    func names() {
        #expect(
            PatternClass.allCases.map(\.rawValue) == [
                "filled", "cleared", "type", "case", "whitespace", "punctuation", "number_format",
                "date_format", "decimal_shift", "sign", "transposition", "typo", "truncation",
                "excess", "reorder", "rewrite", "missing", "spurious",
            ]
        )
    }
}
