import Foundation
import Testing

@Suite("Query parameters that do not fit", .serving())
struct ParameterErrorTests {
    private static let lists = ["/api/v1/exports/history", "/api/v1/interactions"]

    @Test("are refused by name", arguments: lists)
    func values(path: String) async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "values@example.com")
        let expected: [(query: String, pointer: String)] = [
            ("limit=0", "/limit"), ("limit=1001", "/limit"), ("limit=abc", "/limit"),
            ("limit=-1", "/limit"), ("limit=1.5", "/limit"), ("limit=", "/limit"),
            ("limit=%20", "/limit"), ("limit=99999999999999999999", "/limit"),
            ("limit=5&limit=5", "/limit"), ("offset=-1", "/offset"), ("offset=x", "/offset"),
            ("offset=99999999999999999999", "/offset"), ("from=yesterday", "/from"),
            ("from=2026-13-01", "/from"), ("to=2026-02-30", "/to"), ("to=12:00", "/to"),
            ("cursor=zz", "/cursor"), ("cursor=abc", "/cursor"), ("cursor=00", "/cursor"),
            ("cursor=x&offset=1", "/offset"),
        ]
        for (query, pointer) in expected {
            let answer = try await server.get("\(path)?\(query)", key)
            answer.expectProblem(400, "invalid_parameter", at: [pointer], "\(query)")
        }
        for query in ["limit=1", "limit=1000", "offset=0", "from=2026-01-01", "to=2026-01-01"] {
            let answer = try await server.get("\(path)?\(query)", key)
            #expect(answer.status == 200, "\(query)")
        }
    }

    @Test("are refused in full problem details")
    func whole() async throws {
        let server = try ServerUnderTest.current
        let answer = try await server.get("/api/v1/exports/history?status=done", server.admin)
        let fault =
            "status must be one of awaiting_user_review, awaiting_final_processing, completed"
        let expected: JSON = [
            "type": "urn:redline:problem:invalid_parameter",
            "title": "A parameter does not fit", "status": 400, "detail": .string(fault),
            "code": "invalid_parameter", "request_id": "request_id",
            "errors": [["pointer": "/status", "detail": .string(fault)]],
        ]
        #expect(try answer.json.masking(Sample.volatile).difference(from: expected) == nil)
    }

    @Test("that are not known are refused with a suggestion")
    func unknown() async throws {
        let server = try ServerUnderTest.current
        let expected: [(path: String, name: String, advice: String)] = [
            ("/api/v1/exports/history?limt=3", "limt", "did you mean limit?"),
            ("/api/v1/exports/history?documentid=3", "documentid", "did you mean document_id?"),
            ("/api/v1/interactions?Limit=3", "Limit", "did you mean limit?"),
            ("/api/v1/interactions?thread=3", "thread", "this route takes thread_id, q, "),
            ("/api/v1/reports?by=day", "by", "this route takes none"),
            ("/api/v1/reports/editing_rate?fro=2026-01-01", "fro", "did you mean from?"),
            ("/health?verbose", "verbose", "this route takes none"),
            ("/api/v1/exports/00000000-0000-7000-8000-000000000000?x=1", "x", "takes none"),
        ]
        for (path, name, advice) in expected {
            let answer = try await server.get(path, server.admin)
            answer.expectProblem(400, "unknown_parameter", at: ["/\(name)"], "\(path)")
            #expect(try answer.json["detail"].string?.contains(advice) == true, "\(answer.text)")
        }
    }

    @Test("with characters that no text can have are refused, and never fail")
    func badCharacters() async throws {
        let server = try ServerUnderTest.current
        let key = try await server.key("owner", owner: "characters@example.com")
        let queries = [
            "/api/v1/exports/history?document_id=%00", "/api/v1/exports/history?document_id=a%00b",
            "/api/v1/interactions?thread_id=%00", "/api/v1/interactions?q=%00",
            "/api/v1/interactions?q=a%00",
        ]
        for path in queries {
            let answer = try await server.get(path, key)
            #expect([200, 400].contains(answer.status), "\(path): \(answer.text)")
        }
        for path in ["/api/v1/reports/%00", "/api/v1/reports/editing_rate?owner=%00"] {
            let answer = try await server.get(path, server.admin)
            #expect([400, 404].contains(answer.status), "\(path): \(answer.text)")
        }
        let legacy = try await server.get("/api/get_interaction_history?thread_id=%00", key)
        #expect([200, 400].contains(legacy.status))
    }

    @Test("as X-User-Id are refused", arguments: ["a b", "a/b", "a\\b"])
    func userHeader(name: String) async throws {
        let server = try ServerUnderTest.current
        let answer = try await server.get(
            "/api/v1/interactions",
            server.admin,
            headers: ["X-User-Id": name]
        )
        answer.expectProblem(400, "invalid_parameter", at: ["/X-User-Id"])
    }
}
