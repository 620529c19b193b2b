/// Texts that pages have been broken with.
enum Hostile {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; drop table x; --",
        "</textarea></div></main>", "\u{202E}txt.exe\u{202D}", "\u{2067}\u{2066}isolate",
        "&lt;b&gt; &amp; &#60;", "{{7*7}} ${7*7} %s%n", "\u{FEFF}\u{200B}\u{FFFE}",
        "Z\u{0351}\u{036B}\u{0343}\u{036A}\u{0302}algo", "田中さんにあげて下さい",
        "<svg onload=alert(1)>", "javascript:alert(1)", "\u{7}\u{1B}[31m",
    ]
    /// A megabyte.
    static let long = String(repeating: "<&\"'\u{202E}", count: 120_000)
}
