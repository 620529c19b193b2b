import Testing

@testable import Redline

@Suite("Refusing what is not JSON")
struct JSONRefusalTests {
    private static func refusal(of bytes: [UInt8]) -> JSONParseError? {
        do {
            _ = try JSONDocument(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "malformed texts, with the place",
        arguments: [
            ("", "the text ends too early", 0),
            ("  ", "the text ends too early", 2),
            ("\u{FEFF}{}", "not a JSON value", 0),
            ("nul", "not a JSON value", 3),
            ("nuLl", "not a JSON value", 2),
            ("True", "not a JSON value", 0),
            ("NaN", "not a JSON value", 0),
            ("'a'", "not a JSON value", 0),
            ("1 2", "text after the end of the value", 2),
            ("{}x", "text after the end of the value", 2),
            ("01", "a number starts with a needless zero", 1),
            ("-01", "a number starts with a needless zero", 2),
            ("-", "a digit is missing in a number", 1),
            ("1.", "a digit is missing in a number", 2),
            ("1e+", "a digit is missing in a number", 3),
            (".5", "not a JSON value", 0),
            ("+1", "not a JSON value", 0),
            ("0x1", "text after the end of the value", 1),
            ("[1", "the text ends too early", 2),
            ("[1,", "the text ends too early", 3),
            ("[1,]", "not a JSON value", 3),
            ("[1 2]", "a comma or the end of the container is missing", 3),
            ("[}", "not a JSON value", 1),
            ("{1:2}", "a member needs a name", 1),
            (#"{"a"}"#, "a colon is missing after a name", 4),
            (#"{"a":}"#, "not a JSON value", 5),
            (#"{"a":1,}"#, "a member needs a name", 7),
            (#"{"a":1"#, "the text ends too early", 6),
            (#"{"a":1]"#, "a comma or the end of the container is missing", 6),
            (#""abc"#, "a string without its end", 4),
            (#""a\"#, "a string without its end", 3),
            (#""a\n"#, "a string without its end", 4),
            (#""a\x""#, "an escape that JSON does not have", 3),
            (#""\u12g4""#, #"\u needs four hexadecimal digits"#, 5),
            (#""\u12"#, #"\u needs four hexadecimal digits"#, 5),
            ("\"a\nb\"", "a control character in a string", 2),
            ("\"\\t\u{1F}\"", "a control character in a string", 3),
            ("\"\u{0}\"", "a control character in a string", 1),
            ("[1,\u{0}]", "not a JSON value", 3),
            ("[\u{A0}1]", "not a JSON value", 1),
            ("/*c*/1", "not a JSON value", 0),
        ]
    )
    func malformed(text: String, reason: String, offset: Int) {
        #expect(
            Self.refusal(of: Array(text.utf8)) == JSONParseError(.syntax, reason, at: offset)
        )
    }

    @Test(
        "bytes that are not UTF-8, with the place of the first",
        arguments: [
            ([0xFF], 0),
            ([0x22, 0x61, 0xE9, 0x22], 2),
            ([0x22, 0xC0, 0x80, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            ([0x22, 0xE2, 0x82], 1),
            ([0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], 0),
        ] as [([UInt8], Int)]
    )
    func notUTF8(bytes: [UInt8], offset: Int) {
        #expect(Self.refusal(of: bytes) == JSONParseError(.syntax, "not UTF-8", at: offset))
    }

    @Test(
        "what JSON allows and PostgreSQL cannot hold is a limit, not a fault of the syntax",
        arguments: [
            (#""\u0000""#, "U+0000 in a string, which PostgreSQL cannot hold"),
            (#"{"a\u0000b":1}"#, "U+0000 in a string, which PostgreSQL cannot hold"),
            (#""\uD800""#, "half of a surrogate pair in a string, which is no text"),
            (#""\uDC00""#, "half of a surrogate pair in a string, which is no text"),
            (#""\uD800\n""#, "half of a surrogate pair in a string, which is no text"),
            (#""\uD800\uD800""#, "half of a surrogate pair in a string, which is no text"),
            (#""\uDE00\uD83D""#, "half of a surrogate pair in a string, which is no text"),
        ]
    )
    func unstorable(text: String, reason: String) throws {
        let error = try #require(Self.refusal(of: Array(text.utf8)))
        #expect(error.kind == .limit)
        #expect(error.reason == reason)
    }

    @Test("an error never shows any of the text")
    func content() throws {
        let error = try #require(Self.refusal(of: Array(#"{"secret" "hidden"}"#.utf8)))
        #expect("\(error)" == "a colon is missing after a name (byte 10)")
    }
}
