import Testing

@testable import RedlineSummaries

/// What is read of a summary while it comes adds up to the summary.
@Suite struct PartialSummaryTests {
    /// The texts of all progress, joined by part and place.
    private func joined(_ progress: [SummaryProgress]) -> [String: String] {
        var texts: [String: String] = [:]
        for case .text(let part, let statement, let text) in progress {
            texts["\(part.rawValue) \(statement)", default: ""] += text
        }
        return texts
    }

    private static let answer = """
        <think>{"key_findings":["no"]}</think>```json
        {"other":{"key_findings":["no","no"]},"executive_summary" : "Weber \\"& S\\u00f6hne\\": \\ud83d\\ude00 \
        {a, b}\\nnext","key_findings":["One, two: three.","Fünf"],
        "risk_factors":[],"action_items":["x"],"recommendations":["[y]"]}
        ```
        """

    private static let texts = [
        "executive_summary 0": "Weber \"& Söhne\": 😀 {a, b} next",
        "key_findings 0": "One, two: three.", "key_findings 1": "Fünf", "action_items 0": "x",
        "recommendations 0": "[y]",
    ]

    @Test func anAnswerInOnePiece() {
        var partial = PartialSummary()
        #expect(joined(partial.feed(Self.answer)) == Self.texts)
    }

    @Test func anAnswerCharacterByCharacter() {
        var partial = PartialSummary()
        var progress: [SummaryProgress] = []
        for character in Self.answer { progress += partial.feed(String(character)) }
        #expect(joined(progress) == Self.texts)
        #expect(progress.count > 40)
    }

    @Test(arguments: ["", "no JSON", "{", "]]]}}}\"", #"{"a":"\ud83d","b":"\u12"#, "\\\\\"\""])
    func whatIsNoSummaryIsNoProgress(content: String) {
        var partial = PartialSummary()
        #expect(partial.feed(content) == [])
    }
}
