import Foundation
import Testing

/// What Prometheus reads.
@Suite("Metrics", .serving())
struct MetricsTests {
    /// The value of a sample, by its name and labels.
    private func samples() async throws -> [String: Double] {
        let server = try ServerUnderTest.current
        let answer = try await server.get("/metrics", nil)
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        var samples: [String: Double] = [:]
        var named: Set<Substring> = []
        for line in answer.text.split(separator: "\n") {
            if let match = line.wholeMatch(of: /# (?:HELP|TYPE) (\w+) .+/) {
                named.insert(match.1)
                continue
            }
            let match = try #require(
                line.wholeMatch(of: /((\w+?)(?:_bucket|_sum|_count)?(?:\{.*\})?) ([0-9.e+-]+)/),
                "\(line)"
            )
            // Every sample belongs to a metric that says what it is.
            #expect(named.contains(match.2), "\(line)")
            samples[String(match.1)] = Double(String(match.3))
        }
        return samples
    }

    @Test("count requests by route and status, records by kind and outcome")
    func counts() async throws {
        let server = try ServerUnderTest.current
        let owner = "metrics@example.com"
        let key = try await server.key("owner", owner: owner)
        let before = try await samples()
        let record = Sample.interaction(user: owner, id: "counted")
        for _ in 0..<2 {
            #expect(try await server.post("/api/v1/interactions", key, record).status == 201)
        }
        #expect(try await server.post("/api/v1/interactions", key, text: "{").status == 400)
        let export = try await server.post("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(try export.json["export_workflow_id"].string)
        #expect(try await server.get("/api/v1/exports/\(id)", key).status == 200)
        let after = try await samples()
        func grown(_ name: String) -> Double { (after[name] ?? 0) - (before[name] ?? 0) }
        let interactions = "route=\"/api/v1/interactions\""
        let requests = "redline_http_requests_total{method=\"POST\",\(interactions)"
        #expect(grown("\(requests),status=\"201\"}") == 2)
        #expect(grown("\(requests),status=\"400\"}") == 1)
        let seconds = "redline_http_request_duration_seconds"
        #expect(grown("\(seconds)_count{\(interactions)}") == 3)
        #expect(grown("\(seconds)_bucket{\(interactions),le=\"+Inf\"}") == 3)
        let records = "redline_records_total{kind=\"interaction\""
        #expect(grown("\(records),outcome=\"recorded\"}") == 1)
        #expect(grown("\(records),outcome=\"duplicate\"}") == 1)
        #expect(grown("redline_records_total{kind=\"stage\",outcome=\"recorded\"}") == 1)
        #expect(grown("redline_batch_records_count") == 3)
        #expect(after["redline_database_up"] == 1)
        #expect(after["redline_spool_records"] == 0)
        #expect(after["redline_queue_records"] == 0)
        #expect(after["redline_pool_waiting"] == 0)
        // A path that holds an id is counted under its pattern.
        #expect(after.keys.contains { $0.contains("route=\"/api/v1/exports/{id}\"") })
        #expect(!after.keys.contains { $0.contains(id) })
        #expect(!after.keys.contains { $0.contains("metrics@") })
    }
}
