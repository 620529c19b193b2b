import Redline
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Lines that an ingest refuses")
struct IngestRejectionTests {
    private static let stageOne = SampleStages.initialSummary(timestamp: nil)
    private static let unknownOwner = SampleStages.feedback(
        id: "3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90",
        owner: nil,
        timestamp: nil
    )
    private static let longest = JSONLimits.record.bytes

    /// What each line is, and what is said of it; nil where it is recorded.
    private static let lines: [(line: [UInt8], reason: String?)] = [
        (Array(stageOne.utf8), nil),
        (Array(#"{"user_message": "secret"#.utf8), "not JSON: a string without its end (byte 24)"),
        (
            Array(#"{"user_message":""#.utf8) + [0xFF, 0xFE] + Array("\"}".utf8),
            "not JSON: not UTF-8 (byte 17)"
        ),
        (Array("[1, 2]".utf8), "a record must be a JSON object"),
        (
            Array(#"{"user_id":"a b","user_message":"","assistant_response":7}"#.utf8),
            "/user_id: must be \(Owner.rule); /user_message: must not be empty; "
                + "/assistant_response: must be a string"
        ),
        (Array(repeating: UInt8(ascii: " "), count: longest + 1), "more than \(longest) bytes"),
        // What surrounds a record is kept as well.
        (
            Array("  \t\(stageOne.replacing("INV-1", with: "INV-2")) ".utf8),
            "another record with the id \(SampleStages.workflow) is stored already"
        ),
        (
            Array(unknownOwner.utf8), "/owner_email: is required: a record belongs to an owner"
        ),
        (Array(stageOne.utf8), nil),
        (
            Array(String(repeating: "[", count: 65).utf8),
            "beyond a limit: nested more than 64 levels deep (byte 64)"
        ),
        (
            Array(#"{"user_id":"a","user_message":"\u0000","assistant_response":"b"}"#.utf8),
            "beyond a limit: U+0000 in a string, which PostgreSQL cannot hold (byte 37)"
        ),
    ]

    @Test(
        "are named in their order with what is wrong, and kept to the byte",
        arguments: ["\n", "\r\n"]
    )
    func rejections(end: String) async throws {
        let file = Self.lines.map(\.line).joined(separator: Array(end.utf8))
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let path = try folder.write("mixed.ndjson", Array(file))
                let (tally, rejections) = try await IngestTests.run(path, database)
                var expected = IngestTests.tally(1, 1, bytes: Array(file).count)
                expected.rejected = 9
                #expect(tally == expected)
                #expect(
                    rejections.map { "\($0.line) \($0.reason)" }
                        == Self.lines.enumerated().compactMap { number, line in
                            line.reason.map { "\(number + 1) \($0)" }
                        }
                )
                // The one that is too long is not held in memory.
                let texts = Self.lines.filter { $0.reason != nil }.map(\.line)
                #expect(
                    rejections.map(\.text) == texts.map { $0.count > Self.longest ? [] : $0 }
                )
                #expect(
                    rejections.map { $0.faults.map(\.pointer) } == [
                        [""], [""], [""], ["/user_id", "/user_message", "/assistant_response"],
                        [""],
                        [], ["/owner_email"], [""], [""],
                    ]
                )
            }
        }
    }

    @Test("in a body are the same")
    func body() async throws {
        let file = Array(Self.lines.map(\.line).joined(separator: Array("\r\n".utf8)))
        try await MigratedDatabase.with { database in
            var rejections: [Ingest.Rejection] = []
            let tally = try await Ingest([RecordWriter(database.options)])
                .run(body: file, rejected: { rejections.append($0) })
            var expected = IngestTests.tally(1, 1, bytes: file.count)
            expected.rejected = 9
            #expect(tally == expected)
            #expect(
                rejections.map { "\($0.line) \($0.reason)" }
                    == Self.lines.enumerated().compactMap { number, line in
                        line.reason.map { "\(number + 1) \($0)" }
                    }
            )
        }
    }

    @Test("come in order, in each batch and from batch to batch")
    func order() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                var lines = IngestTests.lines(2_400)
                let bad = [3, 998, 999, 1_000, 1_001, 1_500, 2_399]
                for position in bad { lines[position] = "bad" }
                // A conflict is found when the batch is written, later than what is not JSON.
                let twice = SampleInteractions.plain(id: "x", timestamp: nil)
                lines[0] = twice
                lines[2] = twice.replacing("order", with: "bill")
                let path = try folder.write("bad.ndjson", lines.joined(separator: "\n"))
                let (tally, rejections) = try await IngestTests.run(path, database)
                #expect(rejections.map(\.line) == [3] + bad.map { $0 + 1 })
                #expect(tally.accepted == 2_400 - 8)
            }
        }
    }
}
