import RedlineRendering
import Testing

@Suite("A piece of a page")
struct HTMLTests {
    @Test("escapes what is put in, and nothing of the literal")
    func escaping() {
        let text = "<b>\"'&\u{202E}\u{1}\n"
        let piece: HTML = "<p title=\"\(text)\">\(text)</p>\(3)"
        let escaped = "&lt;b&gt;&quot;&#39;&amp;\\u202E\\u0001\\n"
        #expect(piece.markup == "<p title=\"\(escaped)\">\(escaped)</p>3")
    }

    @Test("takes other pieces as they are, and leaves out those that are not there")
    func nesting() {
        let inner: HTML = "<i>\("<")</i>"
        let none: HTML? = nil
        let outer: HTML = "<p>\(inner)\([inner, inner])\(none)</p>"
        #expect(outer.markup == "<p><i>&lt;</i><i>&lt;</i><i>&lt;</i></p>")
    }

    @Test("keeps the lines of a text where it is to")
    func lines() {
        #expect(HTML(lines: "a\n\tb\u{7}").markup == "a\n\tb\\u0007")
    }

    @Test("gives a field its value back as it is")
    func value() {
        #expect(
            HTML(value: "\"<&>\r\n\u{202E}'").markup == "&quot;&lt;&amp;&gt;&#13;&#10;\u{202E}'"
        )
    }
}
