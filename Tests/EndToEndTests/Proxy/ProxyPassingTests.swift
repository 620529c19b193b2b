import EndpointDouble
import Foundation
import Testing

/// What the proxy gives its callers is what the upstream gave.
@Suite("Requests passed on")
struct ProxyPassingTests {
    private static let question = JSON.chat([.message("user", "Hello?")], ["stream": true])

    private static let pieces = [
        "data: {\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Gr",
        "üße\"}}]}\n\n: a comment\r\n\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" an alle\"}}]}",
        "\n\ndata: [DONE]\n\n",
    ]

    @Test("have a stream's bytes, its status and its header fields")
    func stream() async throws {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Request-Id: req_upstream\r\n"
            + "X-Twice: 1\r\nX-Twice: 2\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n\r\n"
        try await ProxyUnderTest.run(
            { _, _ in [.send(Array(head.utf8))] + Self.pieces.map { .send(Array($0.utf8)) }
            }
        ) { proxy in
            let answer = try await proxy.chat(Self.question)
            #expect(answer.status == 200)
            #expect(answer.text == Self.pieces.joined())
            #expect(answer.header("content-type") == "text/event-stream")
            #expect(answer.header("x-request-id") == "req_upstream")
            #expect(
                answer.headers.filter { $0.name.lowercased() == "x-twice" }.map(\.value)
                    == ["1", "2"]
            )
            #expect(answer.header("x-hop") == nil)
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["assistant_response"] == "Grüße an alle")
            let own = try #require(answer.header("x-redline-request-id"))
            #expect(turn["metadata"]["request_id"].string == own)
        }
    }

    @Test("reach the upstream as they were sent, without what is redline's")
    func request() async throws {
        try await ProxyUnderTest.run(
            { _, _ in ScriptedEndpoint.completion("Hi") }
        ) { proxy in
            let body = #"{"model":"m",  "messages":[{"role":"user","content":"é\u00e9"}], "x":1.0}"#
            let answer = try await proxy.server.client.send(
                HTTPRequest(
                    method: "POST",
                    path: ProxyUnderTest.path + "?api-version=2026%2D01&b=%20",
                    headers: [
                        "Authorization": "Bearer \(proxy.key)", "X-Upstream-Key": "sk-theirs",
                        "X-User-Id": ProxyUnderTest.owner, "X-Thread-Id": "t",
                        "OpenAI-Beta": "kept", "Accept-Encoding": "gzip",
                    ],
                    body: Array(body.utf8)
                )
            )
            #expect(answer.status == 200)
            let request = try #require(proxy.endpoint.requests.first)
            #expect(request.body == body)
            let head = request.head.lowercased()
            #expect(head.hasPrefix("post /v1/chat/completions?api-version=2026-01&b=%20 http/1.1"))
            #expect(head.contains("authorization: bearer sk-theirs"))
            #expect(head.contains("openai-beta: kept"))
            #expect(head.contains("accept-encoding: identity"))
            for own in ["x-user-id", "x-thread-id", "x-upstream-key", "rl_"] {
                #expect(!head.contains(own))
            }
        }
    }

    @Test("have redline's key for the upstream where it has one, and nothing shows it")
    func ownKey() async throws {
        let secret = "sk-own-7c1f9a"
        try await ProxyUnderTest.run(
            { _, _ in ScriptedEndpoint.completion("Hi") },
            settings: ["REDLINE_UPSTREAM_KEY": secret]
        ) { proxy in
            _ = try await proxy.chat(Self.question, ["X-Upstream-Key": "sk-theirs"])
            let head = try #require(proxy.endpoint.requests.first).head
            #expect(head.contains("Bearer \(secret)"))
            #expect(!head.contains("sk-theirs"))
            _ = try await proxy.interactions(1)
            #expect(try !proxy.server.command.said.contains(secret))
            let stored = try await proxy.server.database.rows(
                "select i::text from redline.interaction i"
            )
            #expect(!stored.joined().contains { $0?.contains(secret) == true })
        }
    }

    @Test("have the upstream's errors as they are")
    func upstreamError() async throws {
        try await ProxyUnderTest.run(
            { _, _ in
                ScriptedEndpoint.failure(
                    429,
                    code: "rate_limit_exceeded",
                    message: "slow down",
                    headers: ["Retry-After: 7"]
                )
            }
        ) { proxy in
            let answer = try await proxy.chat(Self.question)
            #expect(answer.status == 429)
            #expect(answer.header("retry-after") == "7")
            #expect(
                answer.text
                    == #"{"error":{"message":"slow down","type":"x","code":"rate_limit_exceeded"}}"#
            )
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["metadata"]["status"] == "error")
            #expect(
                turn["metadata"]["error"]
                    == [
                        "status": 429, "type": "x", "code": "rate_limit_exceeded",
                        "message": "slow down",
                    ]
            )
            #expect(turn["user_message"] == "Hello?")
        }
    }

    @Test("are answered with 502 in the upstream's manner where it cannot be reached")
    func unreachable() async throws {
        try await ProxyUnderTest.run(
            { _, _ in ScriptedEndpoint.completion("Hi") },
            settings: ["REDLINE_UPSTREAM_URL": "http://127.0.0.1:1/v1"]
        ) { proxy in
            let answer = try await proxy.chat(Self.question)
            #expect(answer.status == 502)
            #expect(try answer.json["error"]["code"] == "upstream_unreachable")
            #expect(try answer.json["error"]["type"] == "server_error")
            let turn = try await proxy.interactions(1)[0]
            #expect(turn["metadata"]["status"] == "error")
            #expect(turn["metadata"]["error"]["type"] == "unreachable")
        }
    }

    @Test("are answered with 504 where the upstream takes too long")
    func timedOut() async throws {
        try await ProxyUnderTest.run(
            { _, _ in [.hang] },
            settings: ["REDLINE_UPSTREAM_TIMEOUT": "1"]
        ) { proxy in
            let answer = try await proxy.chat(Self.question)
            #expect(answer.status == 504)
            #expect(try answer.json["error"]["code"] == "upstream_timed_out")
            #expect(try await proxy.interactions(1)[0]["metadata"]["error"]["type"] == "timed_out")
        }
    }

    @Test("are refused where nobody says whose they are, before they go anywhere")
    func ownerless() async throws {
        try await ProxyUnderTest.run(
            { _, _ in ScriptedEndpoint.completion("Hi")
            }
        ) { proxy in
            let recorder = try await proxy.server.key("recorder")
            let refused = try await proxy.chat(
                Self.question,
                ["Authorization": "Bearer \(recorder)"]
            )
            #expect(refused.status == 400)
            #expect(try refused.json["error"]["type"] == "invalid_request_error")
            let unknown = try await proxy.chat(Self.question, ["Authorization": "Bearer rl_no"])
            #expect(unknown.status == 401)
            #expect(try unknown.json["error"]["type"] == "authentication_error")
            #expect(proxy.endpoint.requests.isEmpty)
            var named = Self.question
            named["user"] = .string(ProxyUnderTest.owner)
            let taken = try await proxy.chat(named, ["Authorization": "Bearer \(recorder)"])
            #expect(taken.status == 200)
            _ = try await proxy.interactions(1)
        }
    }

    @Test("bring their own key to the upstream on a network that is trusted")
    func trusted() async throws {
        try await ProxyUnderTest.run(
            { _, _ in ScriptedEndpoint.completion("Hi") },
            arguments: ["--trust-user-header"]
        ) { proxy in
            let answer = try await proxy.chat(
                Self.question,
                ["Authorization": "Bearer sk-theirs", "X-User-Id": ProxyUnderTest.owner]
            )
            #expect(answer.status == 200)
            #expect(
                try #require(proxy.endpoint.requests.first).head.contains("Bearer sk-theirs")
            )
            _ = try await proxy.interactions(1)
        }
    }

    @Test("are refused in the upstream's manner where too many are under way")
    func busy() async throws {
        try await ProxyUnderTest.run(
            { _, _ in [.hang] },
            settings: ["REDLINE_UPSTREAM_CONCURRENCY": "1"]
        ) { proxy in
            let first = try HTTPConnection(port: proxy.server.port)
            first.send(try proxy.request(Self.question).bytes)
            try await proxy.wait(for: "redline_proxy_requests_in_flight", 1)
            let second = try await proxy.chat(Self.question)
            #expect(second.status == 429)
            #expect(second.header("retry-after") == "1")
            #expect(try second.json["error"]["type"] == "rate_limit_error")
            withExtendedLifetime(first) {}
        }
    }

    @Test("go for models and embeddings without being recorded")
    func others() async throws {
        try await ProxyUnderTest.run({ _, _ in ScriptedEndpoint.http(200, #"{"data":[]}"#) }) {
            proxy in
            let models = try await proxy.server.get("/openai/v1/models", proxy.key)
            #expect(models.text == #"{"data":[]}"#)
            let one = try await proxy.server.get("/openai/v1/models/a%2Fb", proxy.key)
            #expect(one.status == 200)
            let vectors = try await proxy.server.post(
                "/openai/v1/embeddings",
                proxy.key,
                text: #"{"model":"m","input":"x"}"#
            )
            #expect(vectors.status == 200)
            let lines = proxy.endpoint.requests.compactMap {
                $0.head.split(separator: "\r\n").first
            }
            #expect(
                lines == [
                    "GET /v1/models HTTP/1.1", "GET /v1/models/a%2Fb HTTP/1.1",
                    "POST /v1/embeddings HTTP/1.1",
                ]
            )
            _ = try await proxy.chat(Self.question)
            #expect(try await proxy.interactions(1).count == 1)
        }
    }
}
