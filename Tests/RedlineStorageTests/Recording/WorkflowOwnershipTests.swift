import RedlineStorage
import TestSupport
import Testing

@Suite("Whose workflow it is")
struct WorkflowOwnershipTests {
    private static let id = SampleStages.workflow

    @Test("two owners with one workflow id have nothing to do with each other")
    func independent() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let mine = SampleStages.feedback()
            let other = SampleStages.feedback(owner: "bob@example.com")
                .replacing("fine", with: "poor")
            let words = try await writer.outcomes([try prepare(mine), try prepare(other)])
            let end = "at 2026-03-05T08:00:00Z until 2026-04-04T12:00:00Z"
            #expect(
                words == [
                    "recorded 4 of revision 1 \(Self.id) of ada@example.com \(end)",
                    "recorded 4 of revision 1 \(Self.id) of bob@example.com \(end)",
                ]
            )
        }
    }

    @Test("owners that only look the same are two: é in one code point and in two")
    func lookalikes() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let names = ["ren\u{E9}@example.com", "rene\u{301}@example.com"]
            let records = try names.flatMap { name in
                [
                    try prepare(SampleStages.initialSummary(owner: name)),
                    try prepare(SampleStages.feedback(owner: name)),
                ]
            }
            let words = try await writer.outcomes(records)
            #expect(words.allSatisfy { $0.hasPrefix("recorded") })
            let owners = try await database.column(
                "select owner from redline.export_stage order by owner collate \"C\", stage"
            )
            // As bytes: String counts the two as equal.
            #expect(
                owners.map { Array($0.utf8) }
                    == [names[1], names[1], names[0], names[0]].map { Array($0.utf8) }
            )
        }
    }

    @Test("a stage that needs its workflow is answered alike for none and for another owner's")
    func unknown() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try prepare(SampleStages.initialSummary())])
            let unknown = SampleStages.workflow.replacing("7abc", with: "7abd")
            let stages = try [Self.id, unknown].map { id in
                let stage = SampleStages.feedback(id: id, owner: "eve@example.com")
                return try prepare(stage, requiresWorkflow: true)
            }
            #expect(
                try await writer.outcomes(stages)
                    == ["unknown workflow \(Self.id)", "unknown workflow \(unknown)"]
            )
            // The same for a stage that does not say whose it is.
            let ownerless = SampleStages.feedback(id: unknown, owner: nil)
            #expect(
                try await writer.outcomes([try prepare(ownerless, requiresWorkflow: true)])
                    == ["unknown workflow \(unknown)"]
            )
            let own = try prepare(SampleStages.feedback(), requiresWorkflow: true)
            let words = try await writer.outcomes([own])
            #expect(words[0].hasPrefix("recorded 4 of revision 1 \(Self.id)"))
            #expect(
                try await database.column("select owner from redline.workflow")
                    == ["ada@example.com"]
            )
        }
    }

    @Test("a stage that needs its workflow finds it in its own batch")
    func sameBatch() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let words = try await writer.outcomes([
                try prepare(SampleStages.feedback(), requiresWorkflow: true),
                try prepare(SampleStages.initialSummary()),
            ])
            #expect(words.allSatisfy { $0.hasPrefix("recorded") })
        }
    }

    private static let refusal =
        "refused /owner_email: is required: a record belongs to an owner"

    @Test("a stage without an owner goes to the only owner of its workflow")
    func resolved() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let stage = try prepare(SampleStages.feedback(owner: nil))
            #expect(try await writer.outcomes([stage]) == [Self.refusal])
            _ = try await writer.write([try prepare(SampleStages.initialSummary())])
            let words = try await writer.outcomes([stage])
            #expect(
                words == [
                    "recorded 4 of revision 1 \(Self.id) of ada@example.com "
                        + "at 2026-03-05T08:00:00Z until 2026-04-04T12:00:00Z"
                ]
            )
        }
    }

    @Test("a stage without an owner finds the owner in its own batch, and once only")
    func resolvedInBatch() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let words = try await writer.outcomes([
                try prepare(SampleStages.feedback(owner: nil)),
                try prepare(SampleStages.initialSummary()),
                try prepare(SampleStages.feedback()),
            ])
            #expect(
                words.map { $0.prefix { $0 != " " } } == ["recorded", "recorded", "duplicate"]
            )
        }
    }

    @Test("a stage without an owner is refused where two owners have its workflow id")
    func ambiguous() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let stage = try prepare(SampleStages.feedback(owner: nil))
            let owners = try ["ada@example.com", "bob@example.com"].map { owner in
                try prepare(SampleStages.initialSummary(owner: owner))
            }
            // Both in the batch; one stored and one in the batch; both stored.
            #expect(try await writer.outcomes(owners + [stage]).last == Self.refusal)
            #expect(try await writer.outcomes([stage]) == [Self.refusal])
        }
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            let stage = try prepare(SampleStages.feedback(owner: nil))
            _ = try await writer.write([try prepare(SampleStages.initialSummary())])
            let bob = try prepare(SampleStages.initialSummary(owner: "bob@example.com"))
            #expect(try await writer.outcomes([stage, bob]).first == Self.refusal)
        }
    }

    @Test("somebody who asks for another owner's workflow does not make it ambiguous")
    func unknownDoesNotCount() async throws {
        try await MigratedDatabase.with { database in
            let writer = RecordWriter(database.options)
            _ = try await writer.write([try prepare(SampleStages.initialSummary())])
            let words = try await writer.outcomes([
                try prepare(
                    SampleStages.deliverable(owner: "eve@example.com"),
                    requiresWorkflow: true
                ),
                try prepare(SampleStages.feedback(owner: nil)),
            ])
            #expect(words[0] == "unknown workflow \(Self.id)")
            #expect(words[1].hasPrefix("recorded 4 of revision 1 \(Self.id) of ada@example.com"))
        }
    }
}
