extension ReportColumn {
    private static let contentNames: Set = [
        "example", "example_modified", "example_original", "modified", "original", "request",
        "signature", "top_error",
    ]

    /// Whether its cells show what people, or the AI, wrote, to those who may see that.
    public var showsContent: Bool {
        [.text, .json].contains(unit) && Self.contentNames.contains(name)
    }
}
