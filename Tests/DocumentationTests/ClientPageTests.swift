import Testing

/// The program on the page of the Swift client is the one that is built and run.
@Suite struct ClientPageTests {
    @Test func programIsTheOneThatIsBuilt() throws {
        let page = try Repository.text("docs/client.md")
        let program = try Repository.text("Tests/RecordingExample/main.swift")
        #expect(page.contains("```swift\n\(program)```\n"))
    }
}
