import Redline
import Testing

@Suite("Replacing values of a JSON text")
struct JSONReplacementTests {
    private static let text = #" {"a" : "x",  "n":1.50,"a":["x", {"x":"é\n"}], "e":{} } "#

    private func replaced(
        includingNames: Bool,
        _ json: (JSONView) -> String?
    ) throws -> String? {
        let document = try JSONDocument(parsing: Self.text)
        var replacement = JSONReplacement(in: document)
        document.root.forEachScalar(includingNames: includingNames) { value in
            guard let json = json(value) else { return }
            replacement.replace(value, with: Array(json.utf8))
        }
        return replacement.text.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("leaves every other byte as it was, and reaches members that a later one replaces")
    func values() throws {
        let result = try replaced(includingNames: false) { $0.string == "x" ? #""yy""# : nil }
        #expect(result == #" {"a" : "yy",  "n":1.50,"a":["yy", {"x":"é\n"}], "e":{} } "#)
        let last = try replaced(includingNames: false) { $0.string == "é\n" ? "null" : nil }
        #expect(last == #" {"a" : "x",  "n":1.50,"a":["x", {"x":null}], "e":{} } "#)
    }

    @Test("takes names for texts only where it is told to")
    func names() throws {
        let result = try replaced(includingNames: true) { $0.string == "x" ? #""yy""# : nil }
        #expect(result == #" {"a" : "yy",  "n":1.50,"a":["yy", {"yy":"é\n"}], "e":{} } "#)
    }

    @Test("gives nothing where nothing is replaced")
    func nothing() throws {
        #expect(try replaced(includingNames: true) { _ in nil } == nil)
    }
}
