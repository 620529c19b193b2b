import Testing

@testable import Redline

@Suite("The limits of JSON texts")
struct JSONLimitTests {
    private func refusal(
        of text: String,
        limits: JSONLimits = .record
    ) -> JSONParseError? {
        do {
            _ = try JSONDocument(parsing: text, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func nested(_ levels: Int, _ open: String, _ inner: String, _ close: String) -> String {
        String(repeating: open, count: levels) + inner + String(repeating: close, count: levels)
    }

    @Test("64 levels of nesting, and no more")
    func depth() throws {
        let deepest = try JSONDocument(parsing: nested(64, "[", "1", "]"))
        #expect(deepest.root.leafCount == 1)
        #expect(
            refusal(of: nested(65, "[", "1", "]"))
                == JSONParseError(.limit, "nested more than 64 levels deep", at: 64)
        )
        #expect(refusal(of: nested(64, #"{"a":"#, "1", "}")) == nil)
        #expect(
            refusal(of: nested(65, #"{"a":"#, "1", "}"))
                == JSONParseError(.limit, "nested more than 64 levels deep", at: 320)
        )
        #expect(refusal(of: String(repeating: "[", count: 100_000))?.kind == .limit)
    }

    @Test("levels that were left do not count")
    func siblings() {
        let many = Array(repeating: nested(63, "[", "", "]"), count: 100)
        #expect(refusal(of: "[\(many.joined(separator: ","))]") == nil)
    }

    @Test("a number has at most 1,000 characters")
    func numberLength() {
        let digits = String(repeating: "7", count: 999)
        #expect(refusal(of: "-\(digits)") == nil)
        #expect(
            refusal(of: "-\(digits)7")
                == JSONParseError(.limit, "a number of more than 1000 characters", at: 1_001)
        )
    }

    @Test(
        "a number's exponent is at most 1,000, up and down",
        arguments: [
            ("1e1000", nil), ("1e-1000", nil), ("1E+01000", nil), ("0e1000", nil),
            ("1e1001", "a number's exponent beyond 1000"),
            ("1e-1001", "a number's exponent beyond 1000"),
            ("0e99999999999999999999999999", "a number's exponent beyond 1000"),
        ] as [(String, String?)]
    )
    func exponent(text: String, reason: String?) {
        #expect(refusal(of: text)?.reason == reason)
        #expect(refusal(of: text)?.kind == reason.map { _ in .limit })
    }

    @Test("8 MiB a text, and not a byte more")
    func size() {
        let limit = 8 * 1_024 * 1_024
        let largest = "\"" + String(repeating: "a", count: limit - 2) + "\""
        #expect(refusal(of: largest) == nil)
        #expect(
            refusal(of: largest + " ")
                == JSONParseError(.tooLarge, "more than 8388608 bytes", at: limit)
        )
    }

    @Test("other limits can be given")
    func others() {
        let tight = JSONLimits(bytes: 12, depth: 1, numberCharacters: 3, numberExponent: 5)
        #expect(refusal(of: "[123,1e5]", limits: tight) == nil)
        #expect(refusal(of: "[[]]", limits: tight)?.reason == "nested more than 1 levels deep")
        #expect(refusal(of: "1234", limits: tight)?.reason == "a number of more than 3 characters")
        #expect(refusal(of: "1e6", limits: tight)?.reason == "a number's exponent beyond 5")
        #expect(refusal(of: "            1", limits: tight)?.kind == .tooLarge)
    }
}
