import Testing

@testable import Redline

@Suite("Decimal numbers")
struct DecimalNumberTests {
    @Test(
        "plain text",
        arguments: [
            ("193.0", "193"), ("1e3", "1000"), ("-0.50", "-0.5"), ("-0", "0"), ("0.001", "0.001"),
            ("120", "120"), ("0e99999999999999999999", "0"),
            ("9007199254740993", "9007199254740993"),
            ("1.5E+2", "150"), ("12.5e-4", "0.00125"), ("1e1001", "1e1001"),
            ("-12e-1001", "-12e-1001"),
            ("1e0000000000000000000000002", "100"),
        ]
    )
    func plainText(text: String, expected: String) {
        #expect(DecimalNumber(jsonText: text)?.plainText == expected)
    }

    @Test("a thousand zeros are written out")
    func thousandZeros() {
        #expect(
            DecimalNumber(jsonText: "1e1000")?.plainText == "1"
                + String(repeating: "0", count: 1_000)
        )
        #expect(
            DecimalNumber(jsonText: "1e-1000")?.plainText
                == "0." + String(repeating: "0", count: 999) + "1"
        )
    }

    @Test("equal values are equal and hash alike")
    func equality() throws {
        let spellings = [
            ["1", "1.0", "10e-1", "0.1E1"], ["0", "-0", "0.00", "0e5"], ["100", "1e2"],
        ]
        for group in spellings {
            let values = try group.map { try #require(DecimalNumber(jsonText: $0)) }
            #expect(Set(values).count == 1, "\(group)")
        }
        #expect(
            DecimalNumber(jsonText: "9007199254740993")
                != DecimalNumber(jsonText: "9007199254740992")
        )
        #expect(DecimalNumber(jsonText: "5") != DecimalNumber(jsonText: "-5"))
    }

    @Test(
        "what is no JSON number is refused",
        arguments: [
            "", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "1.e1", "0x1", "NaN", "Infinity",
            " 1", "1 ", "1,5", "--1", "1e1.5", "1e5x", "٣",
        ]
    )
    func refused(text: String) {
        #expect(DecimalNumber(jsonText: text) == nil)
    }

    @Test("hostile exponents are refused")
    func hostileExponents() {
        let nines = String(repeating: "9", count: 1_000)
        #expect(DecimalNumber(jsonText: "1e" + nines) == nil)
        #expect(DecimalNumber(jsonText: "1e-" + nines) == nil)
        #expect(DecimalNumber(jsonText: "1e100000000000000001") == nil)
        #expect(
            DecimalNumber(jsonText: "1e100000000000000000")?.exponent == 100_000_000_000_000_000
        )
    }

    @Test("bytes, substrings and long digits")
    func inputs() {
        #expect(DecimalNumber(jsonText: Array("-12.50".utf8))?.plainText == "-12.5")
        #expect(DecimalNumber(jsonText: "x12.50y".dropFirst().dropLast())?.plainText == "12.5")
        let digits = String(repeating: "1234567890", count: 100) + "1"
        #expect(DecimalNumber(jsonText: digits)?.plainText == digits)
    }
}
