import Testing

@testable import Redline

@Suite("Owners")
struct OwnerTests {
    @Test(
        "email addresses and opaque ids",
        arguments: [
            "a", "ann@example.com", "auth0|5f7c", "user:7", "\u{65E5}\u{672C}", "x+y=z%20",
            "ren\u{E9}", "\u{1F468}\u{200D}\u{1F469}", "';drop--", "..",
        ]
    )
    func taken(name: String) {
        #expect(Owner(name)?.name == name)
    }

    @Test(
        "not white space, control characters, slashes",
        arguments: [
            "", " ", "a b", " a", "a ", "a\tb", "a\n", "a\u{A0}b", "a\u{2003}b", "a\u{3000}b",
            "a\u{0}b", "a\u{1F}", "a\u{7F}", "a\u{85}", "a\u{9F}", "a\u{2028}b", "a\u{2029}b",
            "a/b", "/", "a\\b", "\\",
        ]
    )
    func refused(name: String) {
        #expect(Owner(name) == nil)
    }

    @Test(
        "254 code points, whatever they look like and however many bytes they take",
        arguments: ["a", "\u{E9}", "\u{1F600}", "\u{301}"]
    )
    func length(character: String) {
        #expect(Owner(String(repeating: character, count: 254)) != nil)
        #expect(Owner(String(repeating: character, count: 255)) == nil)
    }

    @Test(
        "masked, at most two characters are shown, and never all",
        arguments: [
            ("ann@example.com", "an***"), ("abc", "ab***"), ("ab", "a***"), ("a", "***"),
            ("\u{65E5}\u{672C}\u{8A9E}", "\u{65E5}\u{672C}***"),
            ("e\u{301}\u{302}x", "e\u{301}***"),
            ("\u{1F468}\u{200D}\u{1F469}", "\u{1F468}\u{200D}***"),
        ]
    )
    func masked(name: String, masked: String) throws {
        let owner = try #require(Owner(name))
        #expect(Array(owner.masked.unicodeScalars) == Array(masked.unicodeScalars))
        #expect("\(owner)" == owner.masked)
    }

    @Test("are told apart by code points")
    func equality() throws {
        let one = try #require(Owner("ren\u{E9}"))
        let other = try #require(Owner("rene\u{301}"))
        #expect(one != other)
        #expect(one == Owner("ren\u{E9}"))
        #expect(Set([one, other, one]).count == 2)
        #expect(Owner("a") != Owner("A"))
    }
}
