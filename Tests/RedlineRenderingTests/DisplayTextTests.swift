import RedlineRendering
import Testing

@Suite("Text on a terminal")
struct DisplayTextTests {
    @Test(
        "has its true width",
        arguments: [
            ("", 0), ("abc", 3), ("naïve", 5), ("nai\u{308}ve", 5), ("発注書", 6), ("ﾊﾝｶｸ", 4),
            ("한국어", 6), ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2),
            ("🇫🇷", 2), ("✔", 1), ("✔\u{FE0F}", 2), ("فاتورة", 6), ("a\u{200D}b", 2), ("…–", 2),
            ("ｆｕｌｌ", 8), ("𠀀", 2),
        ]
    )
    func width(text: String, expected: Int) {
        #expect(DisplayText.width(of: text) == expected)
    }

    @Test(
        "is shortened between characters",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
            ("発注書類", 6, "発注…"), ("発注書類", 7, "発注書…"), ("ee\u{301}e", 2, "e…"),
            ("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"),
        ]
    )
    func shortened(text: String, limit: Int, expected: String) {
        #expect(DisplayText.shortened(text, to: limit) == expected)
    }

    @Test("cannot act upon the terminal")
    func escaped() {
        let text = "\u{1B}]0;title\u{07}\r\n\tx\u{7F}\u{9B}\u{2028}\u{202E}\u{2066}\u{FEFF}\u{0}é"
        #expect(
            DisplayText.escaped(text)
                == #"\u001B]0;title\u0007\r\n\tx\u007F\u009B\u2028\u202E\u2066\uFEFF\u0000é"#
        )
        #expect(DisplayText.escaped("a\tb\r\nc\u{1B}", keepingLines: true) == "a\tb\\r\nc\\u001B")
    }
}
