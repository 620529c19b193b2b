import Testing

/// Reads a list in pages, in every way that there is.
struct Paging {
    let path: String
    let key: String
    let limit: Int
    var filter = ""

    /// Checks that the pages make up the list, each row once, and end where the list does.
    func check(rows: String, id: String, count: Int) async throws {
        let server = try ServerUnderTest.current
        let whole = try await ids(server.get(url("limit=1000"), key), rows, id)
        #expect(whole.count == count)
        #expect(Set(whole).count == count)

        var byOffset: [String] = []
        for offset in stride(from: 0, through: count + limit, by: limit) {
            let answer = try await server.get(url("limit=\(limit)&offset=\(offset)"), key)
            let page = try answer.json
            byOffset += try ids(answer, rows, id)
            #expect(page["returned_count"].integer == page[rows].elements.count)
            #expect(page["limit"].integer == limit)
            #expect(page["offset"].integer == offset)
        }
        #expect(byOffset == whole)

        #expect(
            try await follow(rows, id) { try $0.json["next_cursor"].string.map(nextPath) } == whole
        )
        #expect(try await follow(rows, id) { try link($0) } == whole)
    }

    /// The ids of all pages, from one to the next.
    private func follow(
        _ rows: String,
        _ id: String,
        _ next: (HTTPAnswer) throws -> String?
    ) async throws -> [String] {
        let server = try ServerUnderTest.current
        var found: [String] = []
        var path: String? = url("limit=\(limit)")
        while let current = path, found.count <= 1_000 {
            let answer = try await server.get(current, key)
            try #require(answer.status == 200, "\(answer.text)")
            let page = try ids(answer, rows, id)
            found += page
            path = try next(answer)
            // The cursor and the link go together, and neither points behind the end.
            #expect((try answer.json["next_cursor"].string == nil) == (try link(answer) == nil))
            #expect(path == nil || page.count == limit)
        }
        return found
    }

    private func link(_ answer: HTTPAnswer) throws -> String? {
        guard let header = answer.header("link") else { return nil }
        let match = try #require(header.wholeMatch(of: /<(.+)>; rel="next"/), "\(header)")
        return String(match.1)
    }

    private func nextPath(_ cursor: String) -> String {
        url("limit=\(limit)&cursor=\(cursor)")
    }

    private func url(_ query: String) -> String {
        "\(path)?\(query)" + (filter.isEmpty ? "" : "&\(filter)")
    }

    private func ids(_ answer: HTTPAnswer, _ rows: String, _ id: String) throws -> [String] {
        try answer.json[rows].elements.compactMap { $0[id].string }
    }
}
