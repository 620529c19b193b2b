import Testing

@testable import Redline

/// The documents of json-patch-tests: the comparison of each with the expected one rebuilds it.
@Suite("Documents made for JSON Patch", .enabled(if: SharedFiles.folder != nil))
struct JSONPatchCorpusTests {
    @Test("the changes rebuild the expected document")
    func rebuild() throws {
        let lines = try SharedFiles.lines(of: "json-diff/json-patch-tests.ndjson")
        var rebuilt = 0
        var others: [String: Int] = [:]
        for line in lines {
            let row = try JSONDocument(parsing: line).root
            guard let original = row["doc"], let expected = row["expected"] else { continue }
            let changes = Comparison(original: original, modified: expected).changes
            let result = try Rebuilding.modified(from: JSONTree(original), by: changes)
            if result == JSONTree(expected) {
                rebuilt += 1
            } else {
                others["\(original.text) \(expected.text)"] = changes.count
            }
        }
        // An empty root that changes only its kind has no leaf before and none after.
        #expect(others == ["{} []": 0, "[] {}": 0])
        #expect(rebuilt == 60)
    }
}
