extension Words {
    /// Content of records.
    enum Content {
        static let nothing = "–"

        static func all(_ characters: String) -> String { "All \(characters) characters" }
        static func rest(_ characters: String) -> String {
            "Too long for this page: all \(characters) characters"
        }
    }
}
