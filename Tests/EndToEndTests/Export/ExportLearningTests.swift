import EndpointDouble
import Foundation
import Testing

@Suite("Exports that learn")
struct ExportLearningTests {
    private static let path = "/api/v1/docs/invoice-1/export"

    @Test(
        "give the model what its owner corrected before, where they may",
        arguments: ["on", "off"]
    )
    func examples(learns: String) async throws {
        try await ScriptedEndpoint.run { _ in
            ScriptedEndpoint.completion(ScriptedEndpoint.summary)
        } _: { endpoint in
            let database = try await TestDatabase.migrated()
            let server = try await ServerUnderTest.start(
                on: database,
                environment: [
                    "REDLINE_AI_URL": endpoint.url, "REDLINE_AI_MODEL": "test-model",
                    "REDLINE_AI_LEARN": learns,
                ]
            )
            for (owner, name) in [("a@example.com", "Zebra Ltd"), ("b@example.com", "Quagga Ltd")] {
                let key = try await server.newKey("owner", owner: owner)
                let first = try await server.record(
                    "/api/v1/exports",
                    key,
                    Sample.summary(owner: owner)
                )
                let id = try #require(first["export_workflow_id"].string)
                var modified = Sample.original
                modified["vendor_name"] = .string(name)
                try await server.record(
                    "/api/v1/exports/\(id)/modifications",
                    key,
                    Sample.modifications(Sample.original, modified)
                )
            }
            let key = try await server.newKey("owner", owner: "a@example.com")
            try await server.record(Self.path, key, Sample.document())
            let prompt = try #require(endpoint.requests.first).messages().joined()
            #expect(prompt.contains("Zebra Ltd") == (learns == "on"))
            #expect(!prompt.contains("Quagga Ltd"))
            let read = "select count(*) from redline.audit_entry where action = 'read_corrections'"
            #expect(try await database.count(read) == (learns == "on" ? 1 : 0))
            server.client.disconnect()
            server.command.signal(SIGTERM)
            #expect(try await server.command.status == 0)
            try await database.drop()
        }
    }
}
