import Testing

/// Routes, roles, members and codes in the documents are those of the running service.
@Suite struct RouteTests {
    @Test func routesAreThoseOfTheService() async throws {
        let listed = try Repository.document("docs/http.md").rows(below: "Routes")
        let served = try await ServiceDescription.current.paths.flatMap { path, operations in
            operations.map { method, operation in
                let roles = operation.roles?.filter { $0 != "admin" }.map { "`\($0)`" }
                return [
                    "`\(method.uppercased()) \(path)`", operation.summary,
                    roles?.joined(separator: ", ") ?? "anybody",
                ]
            }
        }
        let byRoute: ([String], [String]) -> Bool = { $0[0] < $1[0] }
        #expect(listed.sorted(by: byRoute) == served.sorted(by: byRoute))
    }

    @Test func namedRoutesExist() async throws {
        let served = Set(
            try await ServiceDescription.current.paths.flatMap { path, operations in
                operations.keys.map { "\($0.uppercased()) \(path)" }
            }
        )
        for path in Repository.documents {
            let named = try Repository.document(path).spans
                .filter { $0.prefixMatch(of: /(GET|POST|PUT|DELETE) \//) != nil }
            #expect(named.filter { !served.contains($0) } == [], "\(path)")
        }
    }

    @Test func rolesAreThoseOfTheService() async throws {
        let source = try Repository.text("Sources/Redline/Records/KeyRole.swift")
        let roles = source.matches(of: /\n    case (\w+)/).map { "`\($0.1)`" }
        #expect(try Repository.document("README.md").rows(below: "Keys").map { $0[0] } == roles)
    }

    @Test func everyMemberOfARecordIsNamed() async throws {
        let rows = try Repository.document("docs/records.md").rows()
        let named = Set(rows.flatMap { Markdown.spans(in: $0[0]) })
        let required = Set(
            rows.flatMap { $0[0].matches(of: /\*\*`(\w+)`\*\*/).map { String($0.1) } }
        )
        let schemas = try await ServiceDescription.current.components.schemas
        for name in [
            "InitialAISummary", "SummaryMetadata", "UserModifications",
            "FinalSummaryAndDeliverable", "UserFeedback", "Interaction",
        ] {
            let schema = try #require(schemas[name])
            #expect(schema.members.subtracting(named).subtracting(["stage"]) == [], "\(name)")
            #expect(schema.requiredMembers.subtracting(required) == [], "\(name)")
        }
    }

    @Test func codesAreThoseOfTheService() throws {
        var codes: Set<String> = []
        for path in try Repository.files(below: "Sources/RedlineServer", ending: ".swift") {
            let text = try Repository.text(path)
            codes.formUnion(text.matches(of: /code: "([a-z_]+)"/).map { String($0.1) })
        }
        let listed = try Repository.document("docs/http.md").rows(below: "Errors")
            .map { $0[0].withoutBackticks }
        #expect(listed.sorted() == codes.sorted())
    }
}
