import Redline
import RedlineRedaction
import Testing

@Suite("Redaction")
struct RedactorTests {
    @Test("gives the same value the same number in everything of one record")
    func numbered() throws {
        var redactor = Redactor()
        #expect(
            redactor.redact("Write to Ann@Example.com or bob@example.com, +49 30 1234567.")
                == "Write to [EMAIL_1] or [EMAIL_2], [PHONE_1]."
        )
        let value = try JSONDocument(
            parsing: """
                {"bob@example.com": ["ann@example.com", 1.50, null, true, "DE89 3704 0044 0532 0130 00"],
                 "ip": "10.1.2.3 and 4111 1111 1111 1111", "order": "2024-02-15"}
                """
        )
        #expect(
            String(decoding: redactor.redact(value.root), as: UTF8.self)
                == #"{"[EMAIL_2]":["[EMAIL_1]",1.50,null,true,"[IBAN_1]"],"#
                + #""ip":"[IP_1] and [CARD_1]","order":"2024-02-15"}"#
        )
        #expect(redactor.replaced == [.email: 4, .phone: 1, .iban: 1, .ip: 1, .card: 1])
    }

    @Test(
        "with a key gives the same value the same placeholder everywhere, and another under another"
    )
    func keyed() {
        let key = Array("0123456789abcdef".utf8)
        var first = Redactor(style: .keyed(key))
        var second = Redactor(style: .keyed(key))
        var third = Redactor(style: .keyed(key.reversed()))
        // HMAC-SHA-256 of "email:ann@example.com", by Python's hmac.
        let expected = "[EMAIL:7916304230a8880f]"
        #expect(first.redact("x ANN@example.com") == "x \(expected)")
        #expect(second.redact("ann@example.com") == expected)
        let other = third.redact("ann@example.com")
        #expect(other != expected)
        #expect(other.wholeMatch(of: /\[EMAIL:[0-9a-f]{16}\]/) != nil)
    }

    @Test("replaces only the kinds that are asked for, and nothing twice")
    func kinds() {
        let text = "ann@example.com 10.0.0.1 +4930123456789"
        var one = Redactor([.ip])
        #expect(one.redact(text) == "ann@example.com [IP_1] +4930123456789")
        var all = Redactor()
        let once = all.redact(text)
        #expect(once == "[EMAIL_1] [IP_1] [PHONE_1]")
        #expect(all.redact(once) == once)
        #expect(PersonalData(plural: "ibans") == .iban)
        #expect(PersonalData(plural: "iban") == nil)
    }

    @Test("passes over what a keyed redactor has put in the place of something")
    func placeholders() {
        // The digits are those of a card, and would be one elsewhere.
        let text = "[EMAIL:4111111111111111] [PHONE:4111111111111111]@example.com"
        var all = Redactor(style: .keyed(Array("0123456789abcdef".utf8)))
        #expect(all.redact(text) == text)
        #expect(all.redact("[OTHER:4111111111111111]") != "[OTHER:4111111111111111]")
        #expect(all.redact("[EMAIL:4111 1111 1111 1111]") != "[EMAIL:4111 1111 1111 1111]")
        #expect(all.redact("[EMAIL:ann@example.com]").hasPrefix("[EMAIL:[EMAIL:"))
    }

    @Test("takes as long for the last address of a text as for the first")
    func manyFindings() {
        let text = String(repeating: "a@b.cc ", count: 150_000)
        let started = ContinuousClock.now
        let findings = PersonalDataFinder().findings(in: text)
        #expect(findings.count == 150_000)
        #expect(ContinuousClock.now - started < .seconds(10))
    }

    @Test("ends in time on texts made to take long")
    func hostileTexts() {
        let finder = PersonalDataFinder()
        for piece in ["a", "1", "1 ", "@", "a@", "a.", "0-", "::", "1:", "+1", "(1", "DE12 "] {
            let text = String(repeating: piece, count: 200_000 / piece.count)
            let started = ContinuousClock.now
            _ = finder.findings(in: text)
            #expect(ContinuousClock.now - started < .seconds(10), "\(piece)")
        }
    }
}
