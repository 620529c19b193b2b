import Testing

@Suite("The report failure_patterns", .serving())
struct FailurePatternsTests {
    private static let path = "/api/v1/reports/failure_patterns"

    private static let records = [
        MiningRecords.interaction(
            "a",
            "ann@example.com",
            minutesAgo: 50,
            calls: [("find", "Order 17 not found"), ("send", "Order 1 not found"), ("find", nil)]
        ),
        MiningRecords.interaction(
            "b",
            "bob@example.com",
            minutesAgo: 40,
            calls: [
                ("find", "Order 2024-18 not found"), ("find", ""), ("find", "Order 19 not found"),
            ]
        ),
        MiningRecords.interaction(
            "c",
            "ann@example.com",
            minutesAgo: 30,
            calls: [("find", "Timeout after 30 s")]
        ),
    ]

    @Test("counts failures by what they say, with the latest as it came, masked for analysts")
    func patterns() async throws {
        let server = try ServerUnderTest.current
        let before = try await server.get(Self.path, server.admin).json
        #expect(before["rows"] == [])
        try await server.database.ingest(Self.records)
        for role in ["admin", "miner", "compliance", "analyst"] {
            let key = try await server.key(role)
            let rows = try await server.get(Self.path, key).json["rows"].elements.map { row in
                [
                    row["tool"], row["signature"], row["failures"], row["owners"], row["example"],
                ]
            }
            let isShown = role != "analyst"
            func shown(_ text: String) -> JSON { isShown ? .string(text) : "***" }
            let expected: [[JSON]] = [
                ["find", shown("Order <n> not found"), 3, 2, shown("Order 19 not found")],
                ["find", shown("Timeout after <n> s"), 1, 1, shown("Timeout after 30 s")],
                ["find", nil, 1, 1, nil],
                ["send", shown("Order <n> not found"), 1, 1, shown("Order 1 not found")],
            ]
            #expect(rows == expected, "\(role)")
        }
        let one = try await server.get("\(Self.path)?owner=bob@example.com&top=1", server.admin)
        let row = try one.json["rows"]
        #expect(row.elements.count == 1)
        #expect(row[0]["failures"] == 2)
        #expect(row[0]["first_seen"] == row[0]["last_seen"])
        let owners = try await server.get("\(Self.path)?by=owner", server.admin).json["rows"]
        #expect(
            owners.elements.map { [$0["owner"], $0["signature"], $0["failures"]] } == [
                ["ann@example.com", "Order <n> not found", 2],
                ["bob@example.com", "Order <n> not found", 2],
                ["ann@example.com", "Timeout after <n> s", 1],
                ["bob@example.com", nil, 1],
            ]
        )
    }
}
