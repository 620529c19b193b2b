import Foundation
import Testing

@Suite("Pages of interactions", .serving())
struct InteractionPageTests {
    private static func turn(
        _ message: String,
        _ owner: String,
        _ id: String,
        thread: String? = nil,
        secondsAgo: Double
    ) -> JSON {
        Sample.interaction(
            message,
            user: owner,
            id: id,
            thread: thread,
            at: Sample.time(secondsAgo: secondsAgo)
        )
    }

    @Test("show what the API gives: the newest first, a conversation in its order, each record")
    func content() async throws {
        let server = try ServerUnderTest.current
        let owner = "talks@example.com"
        let key = try await server.key("owner", owner: owner)
        var second = Self.turn("And order 78?", owner, "t-2", thread: "orders", secondsAgo: 60)
        second["tool_calls"] = [
            [
                "tool_name": "find_order", "arguments": ["id": 78], "status": "success",
                "result": ["state": "sent"], "duration_ms": 1_250,
            ],
            [
                "tool_name": "mail_carrier", "arguments": ["to": "post"], "status": "error",
                "error": "Timeout after 5 s", "duration_ms": 5_000,
            ],
        ]
        let records = [
            Self.turn("Where is order 77?", owner, "t-1", thread: "orders", secondsAgo: 90), second,
            Self.turn("By itself", owner, "alone", secondsAgo: 30),
        ]
        for record in records { try await server.record("/api/v1/interactions", key, record) }
        let given = try await server.get("/api/v1/interactions", key).json["interactions"].elements
        try #require(given.count == 3)

        let visitor = try await Browser(server, key: key)
        let list = try await visitor.get("/interactions")
        list.expectPage()
        let places = given.compactMap { row in
            row["user_message"].string.flatMap { list.read.range(of: $0)?.lowerBound }
        }
        #expect(places.count == 3 && places == places.sorted(), "the newest first")
        #expect(list.read.contains("2 tool calls"))
        #expect(list.read.contains("1 failed"))
        #expect(!list.text.contains("name=\"owner\""), "an owner chooses among no owners")

        let link = try #require(list.links("/interactions/thread").first)
        let conversation = try await visitor.follow(link)
        conversation.expectPage()
        let read = conversation.read
        let order = ["Where is order 77?", "And order 78?", "find_order", "mail_carrier"]
        let found = order.compactMap { read.range(of: $0)?.lowerBound }
        #expect(found.count == order.count && found == found.sorted(), "in its order")
        let details = [
            #"{"id":78}"#, #"{"state":"sent"}"#, "Timeout after 5 s", "1.3 s", "✗ failed",
        ]
        for text in details { #expect(read.contains(text), "\(text)") }
        #expect(!read.contains("By itself"))
        #expect(conversation.text.matches(of: /<details class="turn call/).count == 2)
        #expect(conversation.text.matches(of: /✗/).count == 1)

        let alone = try #require(list.links("/interactions/one").first)
        let single = try await visitor.follow(alone)
        single.expectPage()
        #expect(single.read.contains("By itself") && !single.read.contains("order 77"))
        for row in given {
            let page = row["thread_id"] == .null ? single : conversation
            let id = try #require(row["interaction_id"].string)
            let address = try #require(
                page.links("/interactions/record").first { $0.hasSuffix(id) }
            )
            let record = try await visitor.follow(address)
            #expect(record.header("Cache-Control") == "no-store")
            #expect(try record.json == row, "\(id)")
        }
        let told = try await server.database.count(
            """
            select count(*) from redline.audit_entry where action = 'read_interactions'
              and role = 'owner' and whose = array[redline.owner_digest('\(owner)')]
            """
        )
        #expect(told == 7, "the API's list, and each page and record")
    }

    @Test("filter by words, thread, period and owner")
    func filters() async throws {
        let server = try ServerUnderTest.current
        let one = "filters-one@example.com"
        let two = "filters-two@example.com"
        for record in [
            Self.turn("a zebra crossing", one, "f-1", thread: "shared", secondsAgo: 200_000),
            Self.turn("a zebra crossing of two", two, "f-2", thread: "shared", secondsAgo: 100),
            Self.turn("a giraffe", one, "f-3", secondsAgo: 50),
        ] {
            let owner = try #require(record["user_id"].string)
            let key = try await server.key("owner", owner: owner)
            try await server.record("/api/v1/interactions", key, record)
        }
        let all = try await Browser(server, key: server.key("compliance"))
        func found(_ parameters: [(String, String)]) async throws -> [Bool] {
            let page = try await all.get("/interactions", parameters)
            page.expectPage()
            return ["a zebra crossing</p>", "crossing of two", "a giraffe"]
                .map { page.text.contains($0) }
        }
        #expect(try await found([("owner", one)]) == [true, false, true])
        #expect(try await found([("q", "zebra -two"), ("owner", one)]) == [true, false, false])
        #expect(try await found([("thread", "shared")]) == [true, true, false])
        let yesterday = String(Sample.time(secondsAgo: 100_000).prefix(10))
        #expect(
            try await found([("thread", "shared"), ("from", yesterday), ("q", ""), ("to", "")])
                == [false, true, false]
        )
        // Two owners gave their threads the same name.
        let choice = try await all.get("/interactions/thread", [("thread", "shared")])
        choice.expectPage()
        #expect(!choice.read.contains("zebra"))
        let links = choice.links("/interactions/thread")
        #expect(links.count == 2)
        let theirs = try await all.follow(try #require(links.last))
        #expect(theirs.read.contains("crossing of two") && theirs.read.contains(two))
        #expect(!theirs.read.contains(one))
        try await all.get("/interactions", [("owner", "a b")]).expectPage(400)
        try await all.get("/interactions", [("cursor", "00")]).expectPage(400)
        try await all.get("/interactions/thread").expectPage(400)
        try await all.get("/interactions/thread", [("thread", "none")]).expectPage(404)
        try await all.get("/interactions", [("serach", "x")]).expectPage(400)
    }

    @Test("show an owner nothing of another's, and other roles nothing at all")
    func isolation() async throws {
        let server = try ServerUnderTest.current
        let owner = "mine@example.com"
        let other = "theirs@example.com"
        for name in [owner, other] {
            try await server.record(
                "/api/v1/interactions",
                server.key("owner", owner: name),
                Self.turn("secret of \(name)", name, "same", thread: "same", secondsAgo: 10)
            )
        }
        let visitor = try await Browser(server, key: server.key("owner", owner: owner))
        let thread = try await visitor.get("/interactions/thread", [("thread", "same")])
        #expect(thread.read.contains("secret of \(owner)"))
        let list = try await visitor.get("/interactions")
        for page in [thread, list] { #expect(!page.text.contains("secret of \(other)")) }
        for path in ["/interactions", "/interactions/thread", "/interactions/one"] {
            var parameters = [("owner", other)]
            if path.hasSuffix("thread") { parameters.append(("thread", "same")) }
            if path.hasSuffix("one") {
                parameters += [("at", Sample.time(secondsAgo: 0)), ("id", "same")]
            }
            let answer = try await visitor.get(path, parameters)
            answer.expectPage(403)
            #expect(!answer.text.contains("secret"))
        }
        for role in ["miner", "analyst"] {
            let others = try await Browser(server, key: server.key(role))
            for path in ["/interactions", "/interactions/record"] {
                try await others.get(path).expectPage(403)
            }
            let dashboard = try await others.get("/")
            #expect(!dashboard.text.contains("href=\"/interactions\""))
        }
        let stranger = try await server.get("/interactions?owner=\(owner)", nil)
        #expect(stranger.status == 303)
        #expect(stranger.header("Location")?.hasPrefix("/sign-in?next=") == true)
    }

    @Test("go through all pages of a list and of a conversation, each interaction once")
    func paging() async throws {
        let server = try ServerUnderTest.current
        let owner = "pages@example.com"
        let key = try await server.key("owner", owner: owner)
        let numbers = (100..<160).map { "\($0)" }
        for number in numbers {
            try await server.record(
                "/api/v1/interactions",
                key,
                Self.turn("number \(number)", owner, "p-\(number)", thread: "long", secondsAgo: 500)
            )
        }
        let visitor = try await Browser(server, key: key)
        for (path, size) in [("/interactions", 25), ("/interactions/thread", 20)] {
            var seen: [String] = []
            var page = try await visitor.get(path, [("thread", "long")])
            for _ in 0..<10 {
                page.expectPage()
                let found = page.read.matches(of: /number (\d{3})/).map { String($0.1) }
                #expect(found.count <= size)
                seen += found
                let next = page.text.firstMatch(of: /<a rel="next" href="([^"]*)">/)
                guard let next else { break }
                page = try await visitor.follow(String(next.1))
            }
            #expect(seen.count == 60 && Set(seen) == Set(numbers), "\(path)")
        }
    }

    @Test("show hostile content as text, on pages that do not grow with it")
    func hostile() async throws {
        let server = try ServerUnderTest.current
        let owner = "hostile@example.com"
        let key = try await server.key("owner", owner: owner)
        var records: [JSON] = []
        for (place, text) in (Hostile.texts + [Hostile.long]).enumerated() {
            var record = Self.turn(text, owner, "h-\(place)", thread: "<b>&\"'", secondsAgo: 20)
            record["assistant_response"] = .string(text)
            record["tool_calls"] = .array(
                Array(
                    repeating: [
                        "tool_name": .string(text), "arguments": .string(text),
                        "status": .string(text), "result": .string(text), "error": .string(text),
                    ],
                    count: place == Hostile.texts.count ? 1 : 40
                )
            )
            record["metadata"] = ["note": .string(text)]
            records.append(record)
        }
        for record in records { try await server.record("/api/v1/interactions", key, record) }
        let visitor = try await Browser(server, key: key)
        let list = try await visitor.get("/interactions")
        list.expectPage()
        for text in Hostile.texts.prefix(4) { #expect(list.read.contains(text), "\(text)") }
        let thread = try await visitor.get("/interactions/thread", [("thread", "<b>&\"'")])
        thread.expectPage()
        #expect(thread.read.contains("Too long for this page"))
        #expect(thread.read.contains("further tool calls are in the record"))
        let last = try #require(
            thread.links("/interactions/record").first { $0.hasSuffix("h-\(Hostile.texts.count)") }
        )
        let whole = try await visitor.follow(last)
        #expect(whole.header("Content-Type") == "application/json")
        #expect(try whole.json["user_message"] == .string(Hostile.long))
    }
}
