import Foundation
import Testing

/// What the documents point at is there.
@Suite struct LinkTests {
    @Test(arguments: Repository.documents + (try ReportPages.paths))
    func linksResolve(path: String) throws {
        let document = try Repository.document(path)
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        for link in document.links where !link.hasPrefix("https://") {
            let parts = link.split(separator: "#", omittingEmptySubsequences: false)
            let target = parts[0].isEmpty ? path : Self.resolve(String(parts[0]), from: folder)
            #expect(Repository.has(target), "\(link)")
            guard parts.count > 1, Repository.has(target) else { continue }
            #expect(try Repository.document(target).anchors.contains(String(parts[1])), "\(link)")
        }
    }

    /// Paths of the repository in code spans: in folders that it has, and not of a pattern.
    @Test(arguments: Repository.documents)
    func namedFilesExist(path: String) throws {
        let folders = ["Sources/", "Tests/", "migrations/", "queries/", "statements/", "docs/"]
        let named = try Repository.document(path).spans.filter { span in
            folders.contains { span.hasPrefix($0) } && !span.contains(" ")
                && !span.contains("NAME")
        }
        #expect(named.filter { !Repository.has($0) } == [])
    }

    @Test func everyTargetHasItsSentence() throws {
        let rows = try Repository.document("docs/development.md").rows(below: "Targets")
        let listed = Set(rows.flatMap { Markdown.spans(in: $0[0]) })
        let sources = Repository.root.appending(path: "Sources").path
        let targets = try FileManager.default.contentsOfDirectory(atPath: sources)
        #expect(listed.sorted() == targets.filter { !$0.hasPrefix(".") }.sorted())
    }

    private static func resolve(_ link: String, from folder: String) -> String {
        var parts = folder.split(separator: "/").map(String.init)
        for part in link.split(separator: "/") {
            if part == ".." {
                parts = parts.dropLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
