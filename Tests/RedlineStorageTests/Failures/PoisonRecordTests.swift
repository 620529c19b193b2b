import Redline
import RedlineStorage
import TestSupport
import Testing

@Suite("A record that PostgreSQL refuses")
struct PoisonRecordTests {
    /// What becomes of a batch in which some records say `poison`, by position.
    private func outcomes(
        of records: [PreparedRecord],
        _ database: MigratedDatabase
    ) async throws -> (refused: [Int: String], recorded: Int) {
        let outcomes = try await RecordWriter(database.options).outcomes(records)
        var refused: [Int: String] = [:]
        for (position, words) in outcomes.enumerated() where !words.hasPrefix("recorded") {
            refused[position] = words
        }
        return (refused, outcomes.count - refused.count)
    }

    @Test(
        "is refused alone, the others of its batch are stored",
        arguments: [[100], [0, 199], [50, 51]]
    )
    func interactions(poisoned: [Int]) async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                """
                alter table redline.interaction add constraint no_poison
                  check (user_message not like '%poison%')
                """
            )
            let records = try (0..<200).map { number in
                let message = poisoned.contains(number) ? "my poison" : "message"
                let id = "chat-\(number)"
                return try prepare(SampleInteractions.plain(id: id, message: message))
            }
            let (refused, recorded) = try await outcomes(of: records, database)
            #expect(recorded == 200 - poisoned.count)
            #expect(refused.keys.sorted() == poisoned)
            let words = try Regex(
                """
                refused PostgreSQL refuses it: 23514 new row for relation "interaction_20260302_[01]" \
                violates check constraint "no_poison" \\(constraint no_poison\\)
                """
            )
            for refusal in refused.values { #expect(try words.wholeMatch(in: refusal) != nil) }
            #expect(
                try await database.column(
                    """
                    select (select count(*) from redline.interaction)
                      || ' ' || (select count(*) from redline.interaction_key)
                    """
                ) == ["\(recorded) \(recorded)"]
            )
        }
    }

    @Test("is refused without a word of its content, which PostgreSQL's message quotes")
    func silent() async throws {
        try await MigratedDatabase.with { database in
            try await database.run(
                """
                alter table redline.correction add constraint whole_numbers
                  check (reason is null or reason::integer > 0)
                """
            )
            let id = "3f2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a9"
            let records = try (0..<10).map { number in
                let reason = number == 7 ? "my secret" : "7"
                return try prepare(
                    SampleStages.modifications(id: "\(id)\(number)")
                        .replacing("\"full name\"", with: "\"\(reason)\"")
                        .replacing("not on the page", with: "8")
                )
            }
            let (refused, recorded) = try await outcomes(of: records, database)
            #expect(recorded == 9)
            #expect(
                refused == [
                    7: "refused PostgreSQL refuses it: "
                        + "22P02 invalid input syntax for type integer: \"…\""
                ]
            )
            // Nothing of its workflow is left behind.
            #expect(
                try await database.rows(
                    """
                    select (select count(*) from redline.workflow where workflow_id::text like '%7'),
                      (select count(*) from redline.workflow),
                      (select count(*) from redline.export_stage),
                      (select count(*) from redline.correction)
                    """
                ) == [["0", "9", "9", "36"]]
            )
        }
    }
}
