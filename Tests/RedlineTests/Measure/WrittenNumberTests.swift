import Testing

@testable import Redline

@Suite("Written numbers")
struct WrittenNumberTests {
    @Test(
        "read",
        arguments: [
            ("0,123", "0.123"), (".123", "0.123"), ("1,234", "1234"), ("1.234", "1.234"),
            ("1.234.567", "1234567"), ("1'234.50", "1234.5"), ("1\u{2019}234", "1234"),
            ("1\u{A0}234,5", "1234.5"), ("  -  5\t", "-5"), ("+5", "5"), ("$ - 5", "-5"),
            ("100.000", "100"), ("12,345.678", "12345.678"), ("1E-3", "0.001"), ("1.5e3", "1500"),
            ("007", "7"), ("0,000", "0"), ("5 €", "5"),
        ]
    )
    func read(text: String, expected: String) {
        #expect(WrittenNumber(text.codePoints)?.value.plainText == expected)
    }

    @Test(
        "refused",
        arguments: [
            "", " ", "1,23,456", "12/5", "5%", "USD 5", "--5", "-$-5", "$5€", "$", "1.", "1,5e3",
            "1 23", "1,234,56", "1,234.567.8", ".5e3", "1e", "1e99999999999999999999", "1_000",
            "\u{663}", "1,234,567,8", "'5",
        ]
    )
    func refused(text: String) {
        #expect(WrittenNumber(text.codePoints) == nil)
    }

    @Test("the currency sign")
    func currency() throws {
        let dollars = try #require(WrittenNumber("$5".codePoints))
        let euros = try #require(WrittenNumber("5 €".codePoints))
        let plain = try #require(WrittenNumber("5".codePoints))
        #expect(dollars.currency == 0x24)
        #expect(euros.currency == 0x20AC)
        #expect(plain.currency == nil)
        #expect(!dollars.isComparable(to: euros))
        #expect(dollars.isComparable(to: plain))
        #expect(plain.isComparable(to: euros))
    }
}
