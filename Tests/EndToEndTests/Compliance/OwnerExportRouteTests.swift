import Foundation
import Testing

@Suite("POST /api/v1/owners/{owner}/export", .serving())
struct OwnerExportRouteTests {
    private static let owner = "exported+one@example.com"
    private static let path = "/api/v1/owners/exported%2Bone@example.com/export"

    @Test("gives an archive that the command finds whole, under the digest that it has")
    func archive() async throws {
        let server = try ServerUnderTest.current
        let own = try await server.key("owner", owner: Self.owner)
        try await server.record("/api/v1/interactions", own, Sample.interaction("zebrafish"))
        for key in [own, try await server.key("compliance"), server.admin] {
            let answer = try await server.send("POST", Self.path, key)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/zip")
            let file = try Scratch.file(answer.body, "zip")
            let digest = try #require(answer.header("ETag")).trimmingCharacters(in: ["\""])
            try "\(digest)  \(file.lastPathComponent)\n".write(
                toFile: file.path + ".sha256",
                atomically: true,
                encoding: .utf8
            )
            let checked = try await Redline.run(["owner", "export", "--verify", file.path])
            #expect(checked.status == 0, "\(checked.text)")
            #expect(!checked.stderr.contains("there is no"))
            let found = try await CommandResult.of(
                "/usr/bin/env",
                ["unzip", "-p", file.path, "interactions.ndjson", "keys.ndjson"]
            )
            #expect(found.text.contains("zebrafish"))
            #expect(found.text.contains(#""role":"owner""#))
        }
        let told = try await server.database.rows(
            """
            select detail ->> 'state', role, records > 0, source from redline.audit_entry
            where action = 'export_owner' and whose = array[redline.owner_digest('\(Self.owner)')]
            order by entry_id limit 2
            """
        )
        #expect(
            told == [["begun", "owner", nil, "127.0.0.1"], ["done", "owner", "t", "127.0.0.1"]]
        )
    }

    @Test("gives nobody another owner's, and takes no owner that is none")
    func others() async throws {
        let server = try ServerUnderTest.current
        let other = try await server.key("owner", owner: "other@example.com")
        try await server.send("POST", Self.path, other).expectProblem(403, "forbidden")
        let wrong = try await server.send("POST", "/api/v1/owners/a%20b/export", server.admin)
        wrong.expectProblem(400, "invalid_parameter", at: ["/owner"])
        let torn = try await server.send(
            "POST",
            Self.path,
            server.admin,
            headers: ["X-User-Id": "other@example.com"]
        )
        torn.expectProblem(400, "invalid_parameter", at: ["/owner"])
        let none = try await server.database.rows(
            """
            select count(*) from redline.audit_entry
            where whose @> array[redline.owner_digest('a b')] or role = 'owner'
              and whose = array[redline.owner_digest('\(Self.owner)')] and action = 'export_owner'
              and actor <> (
                select 'key:' || key_id from redline.api_key where owner = '\(Self.owner)' limit 1
              )
            """
        )
        #expect(none == [["0"]] || none == [[nil]])
    }
}
