import Testing

@testable import Redline

/// JSONTestSuite (Nicolas Seriot) and the big list of naughty strings.
@Suite("JSON that was made to break parsers", .enabled(if: SharedFiles.folder != nil))
struct JSONCorpusTests {
    private static let suite = "bad-input/JSONTestSuite"

    private func outcome(of name: String) throws -> Result<JSONDocument, JSONParseError> {
        let bytes = try SharedFiles.bytes(of: "\(Self.suite)/\(name)")
        return Result { () throws(JSONParseError) in try JSONDocument(parsing: bytes) }
    }

    @Test("what is not JSON is refused")
    func refused() throws {
        let names = try SharedFiles.names(in: Self.suite).filter { $0.hasPrefix("n_") }
        #expect(names.count == 117)
        var taken: [String] = []
        for name in names {
            if case .success = try outcome(of: name) { taken.append(name) }
        }
        #expect(taken == [])
    }

    @Test("what is JSON is taken, but for what PostgreSQL cannot hold")
    func taken() throws {
        let names = try SharedFiles.names(in: Self.suite).filter { $0.hasPrefix("y_") }
        #expect(names.count == 59)
        var refused: [String: JSONParseError] = [:]
        for name in names {
            if case .failure(let error) = try outcome(of: name) { refused[name] = error }
        }
        #expect(
            refused == [
                "y_object_escaped_null_in_key.json": JSONParseError(
                    .limit,
                    "U+0000 in a string, which PostgreSQL cannot hold",
                    at: 11
                )
            ]
        )
    }

    @Test("what a parser may take or refuse does no harm")
    func either() throws {
        let names = try SharedFiles.names(in: Self.suite).filter { $0.hasPrefix("i_") }
        #expect(names.count == 28)
        var refused: [String: [String]] = [:]
        for name in names {
            guard case .failure(let error) = try outcome(of: name) else { continue }
            let short = name.dropFirst(2).prefix { $0 != "." }
            refused[error.reason, default: []].append(String(short))
        }
        #expect(refused == Self.refusals)
    }

    private static let refusals = [
        "a number's exponent beyond 1000": [
            "number_huge_exp", "number_neg_int_huge_exp", "number_real_neg_overflow",
            "number_real_pos_overflow", "number_real_underflow",
        ],
        "half of a surrogate pair in a string, which is no text": [
            "object_key_lone_2nd_surrogate", "string_1st_surrogate_but_2nd_missing",
            "string_1st_valid_surrogate_2nd_invalid",
            "string_incomplete_surrogate_and_escape_valid", "string_incomplete_surrogate_pair",
            "string_invalid_lonely_surrogate", "string_invalid_surrogate",
            "string_inverted_surrogates_U+1D11E", "string_lone_second_surrogate",
        ],
        "nested more than 64 levels deep": ["structure_500_nested_arrays"],
        "not UTF-8": [
            "string_UTF-16LE_with_BOM", "string_UTF8_surrogate_U+D800", "string_invalid_utf-8",
            "string_lone_utf8_continuation_byte", "string_overlong_sequence_2_bytes",
            "string_overlong_sequence_6_bytes", "string_overlong_sequence_6_bytes_null",
            "string_truncated-utf-8", "string_utf16LE_no_BOM",
        ],
        "not a JSON value": ["structure_UTF-8_BOM_empty_object"],
    ]

    @Test("naughty strings survive parsing, and writing and parsing again")
    func naughtyStrings() throws {
        let lines = try SharedFiles.lines(of: "bad-input/naughty-strings.ndjson")
        #expect(lines.count == 259)
        for line in lines {
            let document = try JSONDocument(parsing: line)
            let string = try #require(document.root["string"])
            let text = try #require(string.string)
            var writer = JSONWriter()
            writer.string(text)
            let again = try JSONDocument(parsing: writer.bytes).root
            #expect(again.isSame(as: string))
            #expect(again.string.map { Array($0.utf8) } == Array(text.utf8))
            #expect(document.root.text == String(decoding: line, as: UTF8.self))
        }
    }
}
