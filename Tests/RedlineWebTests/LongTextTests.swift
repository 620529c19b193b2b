import RedlineRendering
import Testing

@testable import RedlineWeb

@Suite("Long texts on a page")
struct LongTextTests {
    @Test("stand whole up to the limit, and are cut behind it with how much there is")
    func lengths() {
        #expect(LongText.prose("a\n<b>", limit: 5).markup == prose("a\n&lt;b&gt;"))
        let cut = prose("a\n&lt;b&gt;… (6 characters in all)")
        #expect(LongText.prose("a\n<b>c", limit: 5).markup == cut)
        let value = String(repeating: "x", count: 500)
        #expect(LongText.value(value).markup == value)
        #expect(LongText.value(value + "y").markup == value + "… (501 characters in all)")
    }

    @Test("are cut within what looks like one character")
    func marks() {
        let piled = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(piled.count == 1)
        #expect(LongText.value(piled).markup.utf8.count < 1_100)
        #expect(LongText.prose(piled).markup.utf8.count < 8_200)
        #expect(LongText.difference(piled, "e").markup.utf8.count < 8_200)
        #expect(LongText.difference("e", piled, limit: 10).markup.utf8.count < 100)
    }

    @Test("show what became of them, word by word, as far as there is room")
    func differences() {
        let (old, new) = ("one two three four", "one 2 three four")
        #expect(
            LongText.difference(old, new).markup
                == "one <del>two</del><ins>2</ins> three four"
        )
        #expect(WordDifference.html(old, new).0.markup == LongText.difference(old, new).markup)
        #expect(
            LongText.difference(old, new, limit: 8).markup
                == "one <del>two</del><ins>2</ins>… (18 characters in all)"
        )
        #expect(RedlinedValue.html("\"two\"", "2", most: 9).markup.contains("<ins>2</ins>"))
    }

    private func prose(_ text: String) -> String {
        "<div class=\"prose\" dir=\"auto\">\(text)</div>\n"
    }
}
