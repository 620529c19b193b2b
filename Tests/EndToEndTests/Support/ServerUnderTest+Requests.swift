import Testing

extension ServerUnderTest {
    func send(
        _ method: String,
        _ path: String,
        _ key: String?,
        headers: [String: String] = [:],
        _ body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        var headers = headers
        if let key { headers["Authorization"] = "Bearer \(key)" }
        // Tests compare with what has just been recorded, however busy the machine is.
        if path.hasPrefix("/api/v1/reports/"), headers["Prefer"] == nil {
            headers["Prefer"] = "wait=60"
        }
        let request = HTTPRequest(method: method, path: path, headers: headers, body: body)
        var answer = try await client.send(request)
        // On a busy machine the database may take longer than a request waits for it; then a client
        // is told that nothing was done and when to come again, and does so.
        let deadline = ContinuousClock.now + .seconds(60)
        while answer.status == 503, answer.header("Retry-After") != nil,
            ContinuousClock.now < deadline
        {
            try await Task.sleep(for: .milliseconds(100))
            answer = try await client.send(request)
        }
        // Whatever a test is about: no answer fails on our side or tells of our innards.
        #expect(answer.status < 500, "\(method) \(path): \(answer.text)")
        #expect(try Innards.found(in: answer) == nil, "\(method) \(path): \(answer.text)")
        return answer
    }

    func get(
        _ path: String,
        _ key: String?,
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await send("GET", path, key, headers: headers)
    }

    func post(
        _ path: String,
        _ key: String?,
        headers: [String: String] = [:],
        _ body: JSON
    ) async throws -> HTTPAnswer {
        try await send("POST", path, key, headers: headers, Array(try body.text.utf8))
    }

    func post(
        _ path: String,
        _ key: String?,
        headers: [String: String] = [:],
        text: String
    ) async throws -> HTTPAnswer {
        try await send("POST", path, key, headers: headers, Array(text.utf8))
    }

    func put(
        _ path: String,
        _ key: String?,
        headers: [String: String] = [:],
        _ body: JSON
    ) async throws -> HTTPAnswer {
        try await send("PUT", path, key, headers: headers, Array(try body.text.utf8))
    }

    /// Posts what has to be recorded for a test to make sense.
    @discardableResult
    func record(
        _ path: String,
        _ key: String?,
        _ body: JSON,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let answer = try await post(path, key, body)
        try #require(answer.status == 201, "\(answer.text)", sourceLocation: sourceLocation)
        return try answer.json
    }
}
