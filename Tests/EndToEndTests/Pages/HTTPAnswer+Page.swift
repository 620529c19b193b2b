import Testing

extension HTTPAnswer {
    /// The page without its markup, as it is read: entities are what they stand for.
    var read: String {
        text.replacing(/<[^>]*>/, with: "")
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }

    /// The addresses of the page's links that begin so.
    func links(_ start: String) -> [String] {
        text.matches(of: /href="([^"]*)"/).map { String($0.1) }.filter { $0.hasPrefix(start) }
    }

    /// What a field of that name has to choose from, besides nothing.
    func options(_ name: String) -> [String] {
        guard let field = text.firstRange(of: "name=\"\(name)\"><option"),
            let end = text[field.upperBound...].firstRange(of: "</select>")
        else { return [] }
        return text[field.upperBound..<end.lowerBound].matches(of: /value="([^"]+)"/)
            .map { String($0.1) }
    }

    /// That whatever it shows of records, it is a page, and not too large for one.
    func expectPage(
        _ status: Int = 200,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, "\(text.prefix(2_000))", sourceLocation: sourceLocation)
        #expect(
            header("Content-Type") == "text/html; charset=utf-8",
            sourceLocation: sourceLocation
        )
        #expect(body.count < 200_000, sourceLocation: sourceLocation)
        #expect(text.hasSuffix("</html>\n"), sourceLocation: sourceLocation)
        // A script, a style or a handler that a record brought would show as one more of them.
        #expect(text.matches(of: /<script/).count == 1, sourceLocation: sourceLocation)
        #expect(
            text.matches(of: /<(img|iframe|svg|style|object)/).isEmpty,
            sourceLocation: sourceLocation
        )
        // A form gives back the very text that it was made with.
        let shown = text.replacing(/value="[^"]*"/, with: "")
        let acts = shown.unicodeScalars.contains { scalar in
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                || scalar.value == 0
        }
        #expect(
            !acts,
            "what turns the direction of text is escaped",
            sourceLocation: sourceLocation
        )
    }
}
