/// Interactions and tool calls: counts, failure rates with their intervals, percentiles.
enum ReferenceInteractions {
    private static let files = ["airline_gpt-4o", "airline_claude-sonnet-4-5"]

    static func section() async throws -> ReferenceSection {
        var figures: [ReferenceFigure] = []
        for name in files {
            let data = try await ReferenceData(
                "map_interactions.py",
                "interactions/\(name).ndjson.gz",
                ["--shift", "--latency"]
            )
            let activity = try await data.row("activity", "--by", "source")
            let exact = try await data.rowFromRecords("activity", "--by", "source")
            figures += try counts(name, activity)
            figures += try percentiles(name, exact: exact, rolledUp: activity)
            figures += try tools(name, try await data.report("tool_health")["rows"].elements)
            try await data.database.drop()
        }
        return ReferenceSection(
            heading: "Interactions and tools",
            text: """
                Reference: `interactions.py`, its intervals by statsmodels, and `percentiles.py`, which is
                numpy's linear interpolation. The number of tool calls was recorded as the latency.
                The reference takes z as 1.959963984540054 and the definition as 1.959964, which is
                why intervals differ in the ninth digit.
                """,
            figures: figures
        )
    }

    private static func counts(_ name: String, _ activity: JSON) throws -> [ReferenceFigure] {
        let reference = try ReferenceData.reference("interactions_\(name)")["ALL"]
        return ReferenceFigure.all(
            name,
            [
                "interactions": "interactions", "owners": "users", "threads": "threads",
                "tool_calls": "tool_calls",
            ],
            of: activity,
            reference: reference
        )
            + [
                ReferenceFigure(
                    name,
                    "`turns_per_thread`",
                    reference["interactions_per_thread"]["mean"],
                    activity["turns_per_thread"]
                ),
                ReferenceFigure(
                    name,
                    "`failed_calls`",
                    reference["tool_status"]["error"],
                    activity["failed_calls"]
                ),
            ].compactMap { $0 }
    }

    private static func percentiles(
        _ name: String,
        exact: JSON,
        rolledUp: JSON
    ) throws -> [ReferenceFigure] {
        let groups = try ReferenceData.reference("percentiles_toolcalls_\(name)")["groups"]
        let reference = groups["ALL"]["percentile_cont"]
        let names: KeyValuePairs = [
            "latency_ms_p50": "50.0", "latency_ms_p95": "95.0", "latency_ms_p99": "99.0",
        ]
        return ReferenceFigure.all(name, names, of: exact, reference: reference)
            + ReferenceFigure.rolledUp(name, names, of: rolledUp, reference: reference)
    }

    private static func tools(_ name: String, _ rows: [JSON]) throws -> [ReferenceFigure] {
        let reference = try ReferenceData.reference("interactions_\(name)")["ALL"]["tools"]
        return reference.names.sorted().flatMap { tool in
            let row = rows.first { $0["tool"].string == tool } ?? .null
            let theirs = reference[tool]
            let pairs = [
                ("calls", theirs["calls"]), ("failure_rate", theirs["error_rate"]),
                ("failure_low", theirs["error_wilson95"][0]),
                ("failure_high", theirs["error_wilson95"][1]),
            ]
            return pairs.compactMap { column, expected in
                var figure = ReferenceFigure(
                    name,
                    "`\(column)` of \(tool)",
                    expected,
                    row[column]
                )
                // The reference takes z with more digits than the definition does.
                if ["failure_low", "failure_high"].contains(column) { figure?.tolerance = 1e-8 }
                return figure
            }
        }
    }
}
