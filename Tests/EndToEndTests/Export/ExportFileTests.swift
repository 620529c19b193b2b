import Foundation
import Testing

@Suite("Files of exports", .serving())
struct ExportFileTests {
    private static let path = "/api/v1/docs/invoice-1/export"

    /// A finished export.
    private func finish(
        _ server: ServerUnderTest,
        _ key: String,
        _ data: JSON? = Sample.modified,
        _ wishes: JSON = Sample.wishes()
    ) async throws -> (id: String, file: HTTPAnswer) {
        let answer = try await server.record(Self.path, key, Sample.document())
        let id = try #require(answer["export_workflow_id"].string)
        let file = try await server.post(Self.path, key, Sample.review(id, data, wishes))
        try #require(file.status == 200, "\(file.text)")
        return (id, file)
    }

    @Test("are kept to the byte, and given again", arguments: ["json", "pdf"])
    func kept(format: String) async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "kept-\(format)@example.com")
        let (id, file) = try await finish(server, key, Sample.modified, Sample.wishes(format))
        let path = "/api/v1/exports/\(id)/deliverable"
        for query in ["", "?revision=1"] {
            let again = try await server.get(path + query, key)
            #expect(again.status == 200)
            #expect(again.body == file.body)
            for header in [
                "etag", "content-type", "content-disposition", "x-export-workflow-id",
                "x-export-revision",
            ] {
                #expect(again.header(header) == file.header(header), "\(header)")
            }
        }
        let tag = try #require(file.header("etag"))
        for tags in [tag, "W/\(tag)", "*", "\"other\", \(tag)"] {
            let known = try await server.get(path, key, headers: ["If-None-Match": tags])
            #expect(known.status == 304, "\(tags)")
            #expect(known.body.isEmpty)
            #expect(known.header("etag") == tag)
        }
        let other = try await server.get(path, key, headers: ["If-None-Match": "\"other\""])
        #expect(other.body == file.body)
        try await server.get("\(path)?revision=2", key).expectProblem(404, "not_found")
        let stranger = try await server.key("owner", owner: "stranger@example.com")
        try await server.get(path, stranger).expectProblem(404, "not_found")
        let kept = "select count(*) from redline.deliverable_file where workflow_id = '\(id)'"
        #expect(try await server.database.count(kept) == 1)
    }

    @Test("are not there where another program delivered them, or nobody did")
    func delivered() async throws {
        let server = try ServerUnderTest.current
        let owner = "elsewhere@example.com"
        let key = try await server.key("owner", owner: owner)
        let stage = try await server.record("/api/v1/exports", key, Sample.summary(owner: owner))
        let id = try #require(stage["export_workflow_id"].string)
        let path = "/api/v1/exports/\(id)/deliverable"
        try await server.get(path, key).expectProblem(404, "not_found")
        try await server.record(path, key, Sample.deliverable)
        let answer = try await server.get(path, key)
        answer.expectProblem(404, "not_found")
        #expect(answer.text.contains("another program delivered it"))
    }

    @Test("are made anew as one more revision, from the last data")
    func anew() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "anew@example.com")
        let (id, first) = try await finish(server, key)
        let path = "/api/v1/exports/\(id)/regenerate"
        let wishes: JSON = ["user_preferences": Sample.wishes(template: "financial")]
        let second = try await server.post(path, key, wishes)
        #expect(second.status == 200, "\(second.text)")
        #expect(second.header("x-export-revision") == "2")
        #expect(second.header("etag") != first.header("etag"))
        #expect(
            second.header("content-disposition") == "attachment; filename=\"invoice-1-r2.json\""
        )
        let content = try second.json
        #expect(content["revision"] == 2)
        #expect(content["template"] == "financial")
        #expect(content["data"] == Sample.modified)
        #expect(content["extracted_data"] == Sample.original)
        #expect(content["changes"].elements.count == 2)

        // The same again is the same, whether or not it says which revision it follows.
        var named = wishes
        named["revision"] = 1
        for request in [wishes, named] {
            let again = try await server.post(path, key, request)
            #expect(again.status == 200, "\(again.text)")
            #expect(again.body == second.body)
        }
        // Both files are there.
        let files = "/api/v1/exports/\(id)/deliverable"
        #expect(try await server.get(files, key).body == second.body)
        #expect(try await server.get("\(files)?revision=1", key).body == first.body)
        let workflow = try await server.get("/api/v1/exports/\(id)", key).json
        #expect(workflow["revisions"].elements.count == 2)
        #expect(workflow["revisions"][1]["stages"]["stage2"] == .null)

        // Whoever follows revision 1 with something else is told of revision 2.
        named["user_preferences"] = Sample.wishes("csv")
        let late = try await server.post(path, key, named)
        #expect(late.status == 409)
        #expect(try late.json["code"] == "export_outdated")
        #expect(try late.json["changed"]["revision"] == 2)
    }

    @Test("are made anew with other data, and with the same once more where that is asked for")
    func changedAnew() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "changed-anew@example.com")
        let (id, _) = try await finish(server, key)
        let path = "/api/v1/exports/\(id)/regenerate"
        var data = Sample.modified
        data["due_date"] = "2024-03-01"
        let changed = try await server.post(
            path,
            key,
            [
                "user_preferences": Sample.wishes(), "modified_data": data,
                "editing_time_seconds": 7,
            ]
        )
        #expect(changed.status == 200, "\(changed.text)")
        #expect(try changed.json["data"] == data)
        #expect(try changed.json["changes"].elements.count == 3)
        let workflow = try await server.get("/api/v1/exports/\(id)", key).json
        let stage = workflow["revisions"][1]["stages"]["stage2"]
        #expect(stage["original_data"] == Sample.modified)
        #expect(stage["changes"].elements.map { $0["path"] } == ["/due_date"])
        // Named, the same is made once more.
        let more = try await server.post(
            path,
            key,
            ["user_preferences": Sample.wishes(), "revision": 2]
        )
        #expect(more.header("x-export-revision") == "3")
        #expect(try more.json["data"] == data)
        #expect(try more.json["changes"].elements.count == 3)
    }

    @Test("are not made anew before there is one")
    func unfinished() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "unfinished@example.com")
        let answer = try await server.record(Self.path, key, Sample.document())
        let id = try #require(answer["export_workflow_id"].string)
        let path = "/api/v1/exports/\(id)/regenerate"
        try await server.post(path, key, ["user_preferences": Sample.wishes()])
            .expectProblem(409, "export_unfinished")
        let future = try await server.post(
            path,
            key,
            ["user_preferences": Sample.wishes(), "revision": 5]
        )
        #expect(try future.json["code"] == "export_outdated")
        let unknown = "/api/v1/exports/\(UUID().uuidString)/regenerate"
        try await server.post(unknown, key, ["user_preferences": Sample.wishes()])
            .expectProblem(404, "not_found")
    }
}
