import Redline
import RedlineGzip
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("Ingest of NDJSON")
struct IngestTests {
    /// Interactions of these weeks, one a minute, as lines without their ends.
    static func lines(_ count: Int) -> [String] {
        let start = Timestamp.now.adding(days: -20).microseconds
        return (0..<count).map { number in
            let time = Timestamp(microseconds: start + Int64(number) * 60_000_000)
            return SampleInteractions.plain(timestamp: "\(time)", message: "message \(number)")
        }
    }

    /// Ingests a file; the tally and the refused lines.
    static func run(
        _ path: String,
        _ database: MigratedDatabase,
        context: RecordContext = RecordContext()
    ) async throws -> (tally: Ingest.Tally, rejections: [Ingest.Rejection]) {
        var rejections: [Ingest.Rejection] = []
        let tally = try await Ingest([RecordWriter(database.options)], context: context)
            .run(path: path, rejected: { rejections.append($0) }, progress: { _ in })
        return (tally, rejections)
    }

    static func tally(_ accepted: Int, _ duplicates: Int, bytes: Int) -> Ingest.Tally {
        var tally = Ingest.Tally()
        tally.accepted = accepted
        tally.duplicates = duplicates
        tally.bytes = bytes
        return tally
    }

    @Test(
        "takes any line ends, blank lines and a last line without an end",
        arguments: ["\n", "\r\n", "\n\n \t\n", "\r\n\r\n"]
    )
    func lineEnds(end: String) async throws {
        try await MigratedDatabase.with { database in
            let lines = Self.lines(5)
            let text = end + lines.joined(separator: end)
            try await TemporaryFolder.with { folder in
                let path = try folder.write("records.ndjson", text)
                let bytes = text.utf8.count
                let (tally, rejections) = try await Self.run(path, database)
                #expect(tally == Self.tally(5, 0, bytes: bytes))
                #expect(tally.lines == 5)
                #expect(rejections.isEmpty)
                let again = try await Self.run(path, database)
                #expect(again.tally == Self.tally(0, 5, bytes: bytes))
                let body = try await Ingest([RecordWriter(database.options)])
                    .run(body: Array(text.utf8), rejected: { _ in })
                #expect(body == again.tally)
            }
        }
    }

    @Test("unpacks gzip, in one member and in several")
    func gzip() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let lines = Self.lines(300)
                let first = lines[..<100].joined(separator: "\n") + "\n"
                // A line can begin in one member and end in the next.
                let second = lines[100...].joined(separator: "\n")
                let one = try await folder.gzip(Array((first + second).utf8))
                let cut = second.utf8.count / 2
                let several =
                    try await folder.gzip(Array(first.utf8))
                    + folder.gzip(Array(second.utf8.prefix(cut)))
                    + folder.gzip([]) + folder.gzip(Array(second.utf8.dropFirst(cut)))
                let path = try folder.write("one.gz", one)
                #expect(
                    try await Self.run(path, database).tally
                        == Self.tally(300, 0, bytes: one.count)
                )
                // It is known by its bytes, whatever it is called.
                let other = try folder.write("several.ndjson", several)
                #expect(
                    try await Self.run(other, database).tally
                        == Self.tally(0, 300, bytes: several.count)
                )
            }
        }
    }

    @Test(
        "fails at the end of a gzip file that was cut off; the whole lines before that are stored"
    )
    func truncated() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let text = Self.lines(2_500).joined(separator: "\n")
                let packed = try await folder.gzip(Array(text.utf8))
                let path = try folder.write("cut.gz", Array(packed.dropLast(8)))
                await #expect(throws: GzipError.truncated) {
                    try await Self.run(path, database)
                }
                let stored = "select count(*) from redline.interaction"
                #expect(try await database.column(stored) == ["2499"])
                // Of the last line only the whole file says that it is whole.
                let whole = try folder.write("whole.gz", packed)
                #expect(
                    try await Self.run(whole, database).tally
                        == Self.tally(1, 2_499, bytes: packed.count)
                )
            }
        }
    }

    @Test("fails on damaged gzip and on files that cannot be read, and stores nothing")
    func unreadable() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                var packed = try await folder.gzip(Array(Self.lines(50).joined().utf8))
                packed[packed.count / 2] ^= 0xFF
                packed[packed.count / 2 + 1] ^= 0xFF
                let path = try folder.write("damaged.gz", packed)
                await #expect(throws: GzipError.damaged) { try await Self.run(path, database) }
                let reasons = [
                    "\(folder.path)/absent": "No such file or directory",
                    folder.path: "Is a directory",
                ]
                for (path, reason) in reasons {
                    let error = await #expect(throws: LineReaderError.self) {
                        try await Self.run(path, database)
                    }
                    #expect(error?.description == reason)
                }
                #expect(
                    try await database.column("select count(*) from redline.interaction") == ["0"]
                )
            }
        }
    }

    @Test("reads no more than one batch ahead, however long the file")
    func streaming() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let lines = Self.lines(20_000)
                let text = lines.joined(separator: "\n")
                let path = try folder.write("long.ndjson", text)
                var steps: [Ingest.Tally] = []
                let ingest = Ingest([RecordWriter(database.options)])
                let tally = try await ingest.run(
                    path: path,
                    rejected: { _ in },
                    progress: { steps.append($0) }
                )
                #expect(tally == Self.tally(20_000, 0, bytes: text.utf8.count))
                let batch = steps.first?.accepted ?? 0
                try #require((1...2_500).contains(batch))
                let ends = Array(stride(from: batch, to: 20_000, by: batch)) + [20_000]
                #expect(steps.map(\.accepted) == ends)
                let longest = lines.map(\.utf8.count).max() ?? 0
                for step in steps {
                    // The batch after this one, and what one read brings beyond it.
                    let limit = (step.accepted + batch) * (longest + 1) + 1 << 16
                    #expect(step.bytes <= limit)
                }
                #expect(
                    try await database.column("select count(*) from redline.interaction")
                        == ["20000"]
                )
            }
        }
    }

    @Test("gives records without an owner to the one that the sender speaks for, and no others")
    func context() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                let own = SampleInteractions.plain(timestamp: nil)
                    .replacing("\"user_id\":\"ada@example.com\",", with: "")
                let other = SampleInteractions.plain(owner: "bob", timestamp: nil)
                let path = try folder.write("mixed.ndjson", "\(own)\n\(other)\n")
                let context = RecordContext(owner: Owner("ada@example.com"))
                let (tally, rejections) = try await Self.run(path, database, context: context)
                #expect(tally.accepted == 1)
                #expect(
                    rejections.map { "\($0.line) \($0.reason)" } == [
                        "2 /user_id: is another owner than the one that the request speaks for"
                    ]
                )
                #expect(
                    try await database.column("select owner from redline.interaction")
                        == ["ada@example.com"]
                )
            }
        }
    }

    @Test("through several writers stores the same, and finds the owner that an earlier line names")
    func severalWriters() async throws {
        try await MigratedDatabase.with { database in
            try await TemporaryFolder.with { folder in
                var lines = Self.lines(4_500)
                lines[10] = SampleStages.initialSummary(timestamp: nil)
                lines[1_900] = SampleStages.feedback(timestamp: nil)
                lines[3_900] = SampleStages.modifications(owner: nil, timestamp: nil)
                lines[4_400] = "bad"
                let path = try folder.write("records.ndjson", lines.joined(separator: "\n"))
                let writers = (0..<3).map { _ in RecordWriter(database.options) }
                var rejections: [Int] = []
                var steps: [Int] = []
                let tally = try await Ingest(writers).run(
                    path: path,
                    rejected: { rejections.append($0.line) },
                    progress: { steps.append($0.lines) }
                )
                #expect(tally.accepted == 4_499)
                #expect(rejections == [4_401])
                #expect(steps.count > 1 && steps.last == 4_500)
                #expect(
                    try await database.column(
                        "select owner || stage from redline.export_stage order by stage"
                    ) == ["ada@example.com1", "ada@example.com2", "ada@example.com4"]
                )
            }
        }
    }
}
