import Testing

/// No file of the repository says what belongs to one machine or one day.
@Suite struct WordingTests {
    /// In pieces, as this file is read too.
    private static let forbidden = [
        ["/wo", "rk/"], ["/tmp/br", "ief"], ["/opt/swift", "-packages"], ["py", "pi.org"],
        ["registry.np", "mjs.org"], ["cra", "tes.io"], ["proxy.go", "lang.org"],
        ["registry-1.do", "cker.io"],
    ].map { $0.joined() }

    @Test func noFileNamesThem() throws {
        let paths = try Repository.files()
        #expect(paths.count > 100)
        for path in paths {
            guard let text = try? Repository.text(path) else { continue }
            #expect(Self.forbidden.filter { text.contains($0) } == [], "\(path)")
        }
    }

    @Test(arguments: Repository.documents)
    func linesAreOfTextWidth(path: String) throws {
        let document = try Repository.document(path)
        let long = document.prose.filter { !$0.hasPrefix("|") && $0.count > 100 }
        #expect(long == [])
    }
}
