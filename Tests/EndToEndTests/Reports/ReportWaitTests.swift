import RedlinePostgres
import Testing

/// How long a report waits for what has just been recorded.
@Suite("A report's wait", .serving())
struct ReportWaitTests {
    private static let path = "/api/v1/reports/activity?format=csv"

    @Test("is as long as the request says, and ends with what it waits for")
    func waits() async throws {
        let server = try ServerUnderTest.current
        let holder = try await Connection.connect(server.database.options)
        let key = "hashtextextended('redline roll-ups', 0)"
        try await holder.execute("select pg_advisory_lock(\(key))")
        try await server.record(
            "/api/v1/interactions",
            server.admin,
            Sample.interaction(user: "waits@example.com")
        )
        // Nobody rolls up, so that what does not wait has nothing.
        let hasty = try await count(waiting: 0)
        #expect(hasty == 0)
        async let patient = count(waiting: 60)
        // It waits for the lock by now, or will find it given back.
        try await Task.sleep(for: .milliseconds(100))
        try await holder.execute("select pg_advisory_unlock(\(key))")
        #expect(try await patient == 1)
        await holder.close()
    }

    private func count(waiting seconds: Int) async throws -> Int {
        let server = try ServerUnderTest.current
        let answer = try await server.get(
            Self.path,
            server.admin,
            headers: ["Prefer": "wait=\(seconds)"]
        )
        // The columns are the day and the interactions of it.
        let rows = answer.text.split(separator: "\n").dropFirst()
        return try rows.reduce(0) { sum, row in
            try sum + #require(Int(row.split(separator: ",")[1]))
        }
    }
}
