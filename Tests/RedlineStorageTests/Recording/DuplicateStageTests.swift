import RedlineStorage
import TestSupport
import Testing

@Suite("The same stage again")
struct DuplicateStageTests {
    @Test("is stored once and answered as it was the first time, however it is written")
    func duplicates() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let first = try prepare(SampleStages.feedback())
            let receipt = try await writer.outcomes([first])
            let others = [
                SampleStages.feedback(),
                // Other white space.
                " " + SampleStages.feedback().replacing(",", with: " ,\n\t") + "\n",
                // Other order of members.
                """
                {"issues_found":["vendor"],"completeness_rating":3,"accuracy_rating":4,\
                "quality_rating":5,"feedback_text":"fine","satisfaction_rating":4,\
                "timestamp":"2026-03-05T08:00:00Z","owner_email":"ada@example.com",\
                "export_workflow_id":"\(SampleStages.workflow)","stage":"user_feedback"}
                """,
                // Other spelling of numbers and strings, and of the id.
                """
                {"stage":"user_feedback","export_workflow_id":\
                "\(SampleStages.workflow.uppercased().replacing("-", with: ""))",\
                "owner_email":"ada@example.com","revision":1,\
                "timestamp":"2026-03-05T08:00:00Z","satisfaction_rating":0.4e1,\
                "feedback_text":"\\u0066ine","quality_rating":5.0,"accuracy_rating":40e-1,\
                "completeness_rating":3,"issues_found":["vendor"]}
                """,
            ]
            let expected = receipt.map { $0.replacing("recorded", with: "duplicate") }
            for other in others {
                let again = try prepare(other, at: "2026-03-07T00:00:00Z")
                #expect(try await writer.outcomes([again]) == expected)
            }
            let batch = try others.map { try prepare($0, at: "2026-03-08T00:00:00Z") }
            #expect(
                try await writer.outcomes(batch) == Array(repeating: expected[0], count: 4)
            )
            #expect(
                try await database.column("select record from redline.export_stage")
                    == [SampleStages.feedback()]
            )
        }
    }

    @Test("within one batch is stored once as well")
    func sameBatch() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let record = try prepare(SampleStages.initialSummary())
            let words = try await writer.outcomes([record, record, record])
            let duplicate = words[0].replacing("recorded", with: "duplicate")
            #expect(words[0].hasPrefix("recorded"))
            #expect(words.dropFirst() == [duplicate, duplicate])
        }
    }

    @Test(
        "without a time keeps the time of its first, though its workflow moves meanwhile",
        arguments: [SampleStages.modifications, SampleStages.deliverable, SampleStages.feedback]
    )
    func timeless(
        stage: @Sendable (String?, String?, Int?, String?) -> String
    ) async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let record = stage(SampleStages.workflow, SampleStages.owner, nil, nil)
            let first = try await writer.outcomes([try prepare(record)])
            #expect(first[0].contains("at 2026-03-05T12:00:00Z until"))
            let start = SampleStages.initialSummary(timestamp: "2026-03-04T09:00:00Z")
            _ = try await writer.write([try prepare(start)])
            let again = try await writer.outcomes([
                try prepare(record, at: "2026-03-06T12:00:00Z")
            ])
            #expect(again == first.map { $0.replacing("recorded", with: "duplicate") })
        }
    }

    @Test("with other content is a conflict, and what is stored stays")
    func conflict() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let first = SampleStages.feedback()
            let other = first.replacing("fine", with: "poor")
            let id = SampleStages.workflow
            _ = try await writer.write([try prepare(first)])
            #expect(try await writer.outcomes([try prepare(other)]) == ["conflict \(id)"])
            #expect(
                try await writer.outcomes([try prepare(other), try prepare(first)]).map {
                    $0.prefix(while: { $0 != " " })
                } == ["conflict", "duplicate"]
            )
            #expect(
                try await database.column("select record from redline.export_stage") == [first]
            )
        }
    }

    @Test("differs where only a member differs that says nothing of a stage's identity")
    func strangeMembers() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let first = SampleStages.feedback().replacing(
                "\"fine\"",
                with: "\"fine\",\"user_id\":1"
            )
            let other = first.replacing("\"user_id\":1", with: "\"user_id\":2")
            _ = try await writer.write([try prepare(first)])
            #expect(
                try await writer.outcomes([try prepare(other)])
                    == ["conflict \(SampleStages.workflow)"]
            )
        }
    }

    @Test("in another revision is another stage")
    func revisions() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let records = try [
                SampleStages.initialSummary(), SampleStages.modifications(),
                SampleStages.deliverable(), SampleStages.modifications(revision: 2),
                SampleStages.deliverable(revision: 2),
            ].map { try prepare($0) }
            let words = try await writer.outcomes(records)
            #expect(words.allSatisfy { $0.hasPrefix("recorded") })
            // Revision 2 has no first summary of its own: revision 1's is what it began with.
            #expect(
                try await database.listing(
                    """
                    select revision, stage, ter_edits, ter_reference_words
                    from redline.export_stage order by revision, stage
                    """
                ) == [
                    "revision: 1\nstage: 1", "revision: 1\nstage: 2",
                    "revision: 1\nstage: 3\nter_edits: 1\nter_reference_words: 7",
                    "revision: 2\nstage: 2",
                    "revision: 2\nstage: 3\nter_edits: 1\nter_reference_words: 7",
                ]
            )
            #expect(
                try await database.column(
                    "select revision from redline.correction order by revision, ordinal"
                ) == ["1", "1", "1", "1", "2", "2", "2", "2"]
            )
        }
    }
}
