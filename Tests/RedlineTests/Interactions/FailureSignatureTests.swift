import Testing

@testable import Redline

@Suite("Failure signatures")
struct FailureSignatureTests {
    @Test(
        "what changes from one time to the next is replaced",
        arguments: [
            ("Error: reservation not found", "Error: reservation not found"),
            ("timeout after 30 seconds", "timeout after <n> seconds"),
            ("order-7731 not found", "<n> not found"),
            ("limit=30 exceeded", "limit=<n> exceeded"),
            ("retry_after=1.5, user_id=42", "retry_after=<n>, user_id=<n>"),
            ("HTTP 503: Service Unavailable.", "HTTP <n>: Service Unavailable."),
            (
                "workflow 0193b4c0-7d3e-7a51-8f00-0123456789ab is gone",
                "workflow <id> is gone"
            ),
            ("(id=0193B4C07D3E7A518F000123456789AB)", "(id=<id>)"),
            ("/orders/550e8400-e29b-41d4-a716-446655440000/items", "<n>"),
            ("token dGhpcy1pcyAx== refused", "token <n> refused"),
            ("flight HAT001 on 2024-05-15T10:00:00", "flight <n> on <n>"),
            ("at 12:30:45 \u{663}\u{664}", "at <n> <n>"),
            ("  several\n\tlines \u{A0} of  it ", "several lines of it"),
        ]
    )
    func numbers(error: String, signature: String) {
        #expect(FailureSignature.of(error) == signature)
    }

    @Test(
        "quoted texts go, apostrophes stay",
        arguments: [
            (#"no such user "Ann Lee""#, "no such user <text>"),
            ("column 'net amount' missing", "column <text> missing"),
            ("unknown tool `book flight`!", "unknown tool <text> !"),
            ("can't open it, don't retry", "can't open it, don't retry"),
            ("the users' files aren't 'here'", "the users' files aren't <text>"),
            ("it said 'can't open' twice", "it said <text> twice"),
            ("bad value: 'O'Brien'", "bad value: <text>"),
            (#"field"name" is empty"#, "field <text> is empty"),
            (#"key="a b" given"#, "key= <text> given"),
            (#"{"code":"E42","at":7}"#, "{ <text> : <text> , <text> :<n>}"),
            (#"said "a \"b\" c" once"#, "said <text> once"),
            ("\u{201C}Ann Lee\u{201D} and \u{2018}Bo\u{2019}", "<text> and <text>"),
            ("\u{201E}Ann Lee\u{201C} oder \u{AB}Bo\u{BB}", "<text> oder <text>"),
            (#"'' and "" are empty"#, "<text> and <text> are empty"),
            (#"an "open end"#, #"an "open end"#),
        ]
    )
    func quotes(error: String, signature: String) {
        #expect(FailureSignature.of(error) == signature)
    }

    @Test(
        "addresses go",
        arguments: [
            ("no mailbox ann@example.com.", "no mailbox <address>."),
            ("<ann@localhost> unknown", "<<address>> unknown"),
            ("user=ann@example.com", "user=<address>"),
            ("GET https://example.com/a?b=1&c=d failed", "GET <address> failed"),
            ("postgresql://ann:pw@db/x, refused", "<address>, refused"),
            ("connect to 10.0.0.1:5432: refused", "connect to <address>: refused"),
            ("10.0.0.0/8", "<address>"),
            ("version 1.2.3 and 1.2.3.4.5", "version <n> and <n>"),
            ("host ::1 down", "host <address> down"),
            ("host fe80::dead:beef%eth0, port", "host <address>, port"),
            ("[2001:db8::1]:8080: refused", "[<address>: refused"),
            ("2001:db8:0:0:1:0:0:1", "<address>"),
            ("card aa:bb:cc:dd:ee:ff", "card <address>"),
            ("std::vector :: x", "std::vector :: x"),
            ("@property", "@property"),
        ]
    )
    func addresses(error: String, signature: String) {
        #expect(FailureSignature.of(error) == signature)
    }

    @Test("blank errors have none", arguments: ["", " ", "\n\t\u{2028}"])
    func blank(error: String) {
        #expect(FailureSignature.of(error) == nil)
    }

    @Test("long ones are cut")
    func long() {
        let words = String(repeating: "word ", count: 10_000)
        #expect(FailureSignature.of(words) == String(words.prefix(200)))
    }

    @Test("a quoted text that ends beyond what is looked at goes all the same")
    func longQuote() {
        let content = String(repeating: "secret ", count: 2_000)
        #expect(FailureSignature.of(#"cannot parse "\#(content)" here"#) == "cannot parse <text>")
        #expect(FailureSignature.of("cannot parse '\(content)' here") == "cannot parse <text>")
    }

    @Test("a signature is its own signature, so that nothing is replaced twice")
    func twice() throws {
        let error = "order-7731 of ann@example.com can't be 'sent' to ::1, limit=30"
        let once = try #require(FailureSignature.of(error))
        #expect(once == "<n> of <address> can't be <text> to <address>, limit=<n>")
        #expect(FailureSignature.of(once) == once)
    }
}
