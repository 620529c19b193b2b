import Testing

@Suite("What mining reads")
struct MiningAccessTests {
    private static let views = [
        "kept_failure", "interaction_tool_calls", "kept_request", "kept_leaf", "kept_modification",
    ]

    @Test("is an owner's own for an owner, and everybody's for the fleet")
    func rows() async throws {
        let database = try await TestDatabase.migrated()
        for owner in ["ann@example.com", "bob@example.com"] {
            var modified = Sample.original
            modified["vendor_name"] = "ABC Corporation"
            try await database.ingest(
                MiningRecords.review(owner, Sample.original, modified) + [
                    MiningRecords.interaction(
                        "Show my tasks",
                        owner,
                        minutesAgo: 5,
                        calls: [("find", "No room")]
                    )
                ]
            )
        }
        for view in Self.views {
            let all = "select string_agg(distinct owner, ' ' order by owner) from redline.\(view)"
            #expect(
                try await database.psql(all, role: "redline_owner", owner: "bob@example.com")
                    == "bob@example.com\n",
                "\(view)"
            )
            #expect(try await database.psql(all, role: "redline_owner") == "\n", "\(view)")
            #expect(
                try await database.psql(all, role: "redline_analyst")
                    == "ann@example.com bob@example.com\n",
                "\(view)"
            )
        }
        // Numbers by which somebody could try out guesses are not the analyst's to see.
        for column in [
            "request_key from redline.interaction", "leaf_key from redline.export_stage",
        ] {
            let refused = "select \(column)"
            #expect(try await database.psql(refused, role: "redline_analyst") == nil)
        }
        let numbers =
            "select string_agg(distinct request_number::text, ' ') from redline.kept_request"
        let keys = "select string_agg(distinct request_key::text, ' ') from redline.interaction"
        let key = try await database.psql(keys, role: "redline_miner")
        #expect(key != nil)
        // Of this database's own, and the same for everybody.
        let number = try await database.psql(numbers, role: "redline_miner")
        #expect(number != nil && number != key)
        #expect(try await database.psql(numbers, role: "redline_analyst") == number)
        try await database.drop()
    }
}

extension TestDatabase {
    /// What psql prints of a query in a role; nil where it is refused.
    fileprivate func psql(_ query: String, role: String, owner: String = "") async throws -> String?
    {
        var environment = environment
        environment["PGOPTIONS"] = "-c role=\(role) -c redline.owner=\(owner)"
        let result = try await CommandResult.of(
            "psql",
            ["-XAtq", "-c", query],
            environment: environment
        )
        return result.status == 0 ? result.text : nil
    }
}
