import Testing

/// The limits in `docs/limits.md` are those of the code.
@Suite struct LimitTests {
    @Test func limitsAreThoseOfTheCode() throws {
        let rows = try Repository.document("docs/limits.md").rows()
        #expect(rows.count > 20)
        for row in rows {
            let place = Markdown.spans(in: row[2])
            try #require(place.count == 2, "\(row[0])")
            #expect(try Repository.text(place[0]).contains(place[1]), "\(place)")
            let stated = row[1].firstMatch(of: /[0-9][0-9,]*/).map { $0.0.replacing(",", with: "") }
            #expect(stated.flatMap { Int($0) } == Self.value(of: place[1]), "\(row[0])")
        }
    }

    /// The value of the last whole number of a snippet, products and shifts worked out.
    private static func value(of snippet: String) -> Int? {
        let number = /[0-9][0-9_]*(?: (?:\*|<<) [0-9][0-9_]*)*/
        guard let expression = snippet.matches(of: number).last?.0 else { return nil }
        let words = expression.replacing("_", with: "").split(separator: " ")
        guard var value = words.first.flatMap({ Int($0) }) else { return nil }
        for (sign, word) in zip(words.dropFirst(), words.dropFirst(2)) {
            guard let operand = Int(word) else { continue }
            value = sign == "*" ? value * operand : value << operand
        }
        return value
    }
}
