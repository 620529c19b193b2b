import Foundation
import Testing

@Suite("The command: reading")
struct ReadingTests {
    private static let owner = "jo@example.com"
    private static let id = "01940000-0000-4000-8000-000000000042"

    @Test("shows a workflow with its stages and differences")
    func show() async throws {
        let database = try await sample()
        let result = try await database.redline(["show", Self.id])
        #expect(result.status == 0)
        #expect(result.stderr.isEmpty)
        let times = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/
        let expected = """
            Workflow 01940000-0000-4000-8000-000000000042
              document    doc_invoice_2024_001
              owner       jo@example.com
              status      completed
              started     TIME
              kept until  TIME

            TIME  1. initial_ai_summary
              invoice, read by document_intelligence, summarised by gpt-4
              confidence 92.0 %, 6 fields
                Invoice INV-2024-001 from ABC Corp for $1,250.00, due 15 February 2024.

            TIME  2. user_modifications
              2 of 6 fields edited in 4 min 45 s (0.42 a minute): 1 modified, 1 added, 0 deleted
              wants pdf, template executive_summary
              ~ /vendor_name  ABC [-Corp-]{+Corporation+}  (truncation)  \
            because: The full legal name.
              + /purchase_order  {+PO-12345+}  (missing)

            TIME  3. final_summary_and_deliverable
              invoice.pdf, 245,678 bytes, application/pdf
              \(Sample.hash)
              summary: 1 edits on 11 words (9.1 %)
                Invoice INV-2024-001 from ABC [-Corp-]{+Corporation+} \
            for $1,250.00, due 15 February 2024.

            TIME  4. user_feedback
              satisfaction 5 of 5
                Just what I needed.

            """
        #expect(result.text.replacing(times, with: "TIME") == expected)
        let other = try await database.redline(["show", Self.id, "--owner", "other@example.com"])
        #expect(other.status == 1)
        #expect(other.stdout.isEmpty)
        #expect(other.stderr == "Error: there is no workflow \(Self.id)\n")
        try await database.drop()
    }

    @Test("lists an owner's exports and nobody else's")
    func history() async throws {
        let database = try await sample()
        let result = try await database.redline(["history", Self.owner])
        #expect(result.status == 0)
        #expect(result.stderr.isEmpty)
        let lines = result.text.split(separator: "\n")
        #expect(lines.count == 3)
        let words = lines.map { $0.split(separator: /\s{2,}/).map(String.init) }
        #expect(
            words[0] == [
                "started", "workflow", "document", "type", "status", "revision", "kept until",
            ]
        )
        #expect(
            Array(words[2][1...5])
                == [Self.id, "doc_invoice_2024_001", "invoice", "completed", "1"]
        )
        let filters = [
            ["--status", "completed"], ["--document", "doc_invoice_2024_001"],
            ["--from", "2020-01-01"],
        ]
        for filter in filters {
            let same = try await database.redline(["history", Self.owner] + filter)
            #expect(same.text == result.text, "\(filter)")
        }
        for filter in [["--status", "awaiting_user_review"], ["--to", "2020-01-01"]] {
            let none = try await database.redline(["history", Self.owner] + filter)
            #expect(none.status == 0)
            #expect(!none.text.contains(Self.id), "\(filter)")
            #expect(none.stderr == "Nothing is recorded here.\n")
        }
        let other = try await database.redline(["history", "other@example.com"])
        #expect(!other.text.contains(Self.id))
        try await database.drop()
    }

    @Test("lists an owner's interactions, by thread and by words")
    func interactions() async throws {
        let database = try await TestDatabase.migrated()
        var first = Sample.interaction(
            "Where is\ninvoice 7?",
            user: Self.owner,
            id: "i1",
            thread: "t1",
            at: Sample.time(secondsAgo: 60)
        )
        first["tool_calls"] = [
            [
                "tool_name": "find", "arguments": ["n": 7], "status": "error",
                "error": "not \u{1B}[31mfound", "duration_ms": 12,
            ]
        ]
        let second = Sample.interaction("Thanks", user: Self.owner, id: "i2")
        let lines = [try first.text, try second.text].joined(separator: "\n")
        #expect(try await database.redline(["ingest"], stdin: Array(lines.utf8)).status == 0)
        let all = try await database.redline(["interactions", Self.owner])
        #expect(all.status == 0)
        let times = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/
        let firstText = """
            TIME  i1  thread t1
              user      Where is
                        invoice 7?
              tool      find({"n":7}) error 12 ms: not \\u001B[31mfound
              assistant It is in your inbox.


            """
        let secondText = """
            TIME  i2
              user      Thanks
              assistant It is in your inbox.


            """
        #expect(all.text.replacing(times, with: "TIME") == secondText + firstText)
        for filter in [["--thread", "t1"], ["--search", "invoice"], ["--search", "INVOICE -x"]] {
            let found = try await database.redline(["interactions", Self.owner] + filter)
            #expect(found.text.replacing(times, with: "TIME") == firstText, "\(filter)")
        }
        let page = try await database.redline(["interactions", Self.owner, "--limit", "1"])
        #expect(page.text.replacing(times, with: "TIME") == secondText)
        #expect(page.stderr == "There is more: --offset 1\n")
        let rest = try await database.redline(["interactions", Self.owner, "--offset", "1"])
        #expect(rest.text.replacing(times, with: "TIME") == firstText)
        let none = try await database.redline(["interactions", "other@example.com"])
        #expect(none.stdout.isEmpty)
        #expect(none.stderr == "Nothing is recorded here.\n")
        try await database.drop()
    }

    /// A database with the sample workflow.
    private func sample() async throws -> TestDatabase {
        let database = try await TestDatabase.migrated()
        let stages: [(String, JSON)] = [
            ("initial_ai_summary", Sample.summary(owner: Self.owner)),
            ("user_modifications", Sample.modifications()),
            ("final_summary_and_deliverable", Sample.deliverable),
            ("user_feedback", Sample.feedback),
        ]
        let lines = try stages.map { name, record in
            var record = record
            record["stage"] = .string(name)
            record["export_workflow_id"] = .string(Self.id)
            return try record.text
        }
        let result = try await database.redline(
            ["ingest", "--owner", Self.owner],
            stdin: Array(lines.joined(separator: "\n").utf8)
        )
        try #require(result.status == 0, "\(result.stderr)")
        return database
    }
}
