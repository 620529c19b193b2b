import Foundation
import Testing

/// An id may be of several owners, and whoever sees them all is asked whose is meant.
@Suite("Pages of an id that several owners use", .serving())
struct OwnerChoiceTests {
    private static let ana = "ana-choice@example.com"
    private static let ben = "ben-choice@example.com"

    /// An export of each owner, with the same id and one of two documents; the id.
    private func record(_ server: ServerUnderTest) async throws -> String {
        let id = UUID().uuidString.lowercased()
        for owner in [Self.ana, Self.ben] {
            let key = try await server.key("owner", owner: owner)
            var stage = Sample.summary(owner: owner, document: "of-\(owner)")
            stage["export_workflow_id"] = .string(id)
            try await server.record("/api/v1/exports", key, stage)
            let path = "/api/v1/exports/\(id)"
            try await server.record("\(path)/modifications", key, Sample.modifications())
            try await server.record("\(path)/deliverable", key, Sample.deliverable)
        }
        return id
    }

    @Test("ask whose export is meant, show nothing of either, and lead to each")
    func exports() async throws {
        let server = try ServerUnderTest.current
        let id = try await record(server)
        let browser = try await Browser(server, key: try await server.key("compliance"))
        for (path, shown) in [
            ("/exports/\(id)", "Corporation"), ("/exports/\(id)/compare?to=1-final", "Corporation"),
            ("/exports/\(id)/compare", "Corporation"),
        ] {
            let asked = try await browser.get(path)
            #expect(asked.status == 300)
            asked.expectPage(300)
            #expect(!asked.shown.contains(shown) && !asked.shown.contains("of-ana"))
            let links = asked.links("/exports/\(id)")
            #expect(links.count == 2 && links == links.sorted())
            for (link, owner) in zip(links, [Self.ana, Self.ben]) {
                let page = try await browser.follow(link)
                #expect(page.status == 200, "\(link)")
                #expect(page.shown.contains(shown) && page.shown.contains("of-\(owner)"))
                // From there one stays with that owner.
                #expect(page.links("/exports/\(id)").allSatisfy { $0.contains("owner=") })
            }
        }
        #expect(try await browser.get("/exports/\(id)/file").status == 300)
        let file = try await browser.get("/exports/\(id)/file", [("owner", Self.ana)])
        #expect(file.status == 404, "another program has it")
        #expect(try await browser.get("/exports/\(id)", [("owner", "nobody")]).status == 404)
        #expect(try await browser.get("/exports/\(id)", [("owner", "a b")]).status == 400)
    }

    @Test("do what a form asks for the owner that its page was of, and nothing where none is named")
    func forms() async throws {
        let server = try ServerUnderTest.current
        let id = try await record(server)
        let admin = try await Browser(server, key: server.admin)
        let feedback = [("satisfaction_rating", "2"), ("feedback_text", "for one of them")]
        let refused = try await admin.post("/exports/\(id)/feedback", feedback)
        #expect(refused.status == 409)
        #expect(refused.shown.contains(Self.ana) && refused.shown.contains(Self.ben))

        let page = try await admin.get("/exports/\(id)", [("owner", Self.ben)])
        let form = /action="(\/exports\/[^"]*\/feedback[^"]*)"/
        let place = try #require(page.text.firstMatch(of: form))
        let done = try await admin.post(String(place.1), feedback)
        #expect(done.status == 303)
        #expect(try await admin.follow(done.location ?? "").shown.contains("for one of them"))
        let other = try await admin.get("/exports/\(id)", [("owner", Self.ana)])
        #expect(other.status == 200 && !other.shown.contains("for one of them"))
        #expect(try await admin.get("/exports/\(id)/review").status == 300)
        #expect(try await admin.get("/exports/\(id)/review", [("owner", Self.ana)]).status == 200)
    }

    @Test("are an owner's own, who is not asked and does not learn of the other")
    func owner() async throws {
        let server = try ServerUnderTest.current
        let id = try await record(server)
        let key = try await server.key("owner", owner: Self.ana)
        let browser = try await Browser(server, key: key)
        let page = try await browser.get("/exports/\(id)")
        #expect(page.status == 200 && page.shown.contains("of-\(Self.ana)"))
        #expect(!page.shown.contains(Self.ben))
        #expect(try await browser.get("/exports/\(id)", [("owner", Self.ben)]).status == 403)
    }

    @Test("ask whose interaction is meant")
    func interactions() async throws {
        let server = try ServerUnderTest.current
        let time = Sample.time(secondsAgo: 30)
        let id = "same-\(UUID())"
        for owner in [Self.ben, Self.ana] {
            let key = try await server.key("owner", owner: owner)
            let record = Sample.interaction("asked by \(owner)", id: id, at: time)
            try await server.record("/api/v1/interactions", key, record)
        }
        let browser = try await Browser(server, key: try await server.key("compliance"))
        for path in ["/interactions/one", "/interactions/record"] {
            let asked = try await browser.get(path, [("at", time), ("id", id)])
            #expect(asked.status == 300)
            #expect(!asked.shown.contains("asked by"))
            let links = asked.links(path)
            #expect(links.count == 2)
            for (link, owner) in zip(links, [Self.ana, Self.ben]) {
                let shown = try await browser.follow(link)
                #expect(shown.status == 200 && shown.text.contains("asked by \(owner)"))
            }
        }
    }
}
