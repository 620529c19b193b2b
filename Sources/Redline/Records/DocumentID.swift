/// The id of a document, as its owner names it: 1 to 200 characters without control characters.
public struct DocumentID: Hashable, Sendable {
    /// The id.
    public let text: String

    /// The rule in words, for error messages.
    public static let rule = "1 to 200 characters without control characters"

    /// Takes a text as an id; nil where it breaks the rule.
    public init?(_ text: String) {
        let isFit = text.unicodeScalars.allSatisfy { scalar in
            // The control characters (category Cc) of Unicode, which no version changes.
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        }
        guard !text.isEmpty, text.unicodeScalars.count <= 200, isFit else { return nil }
        self.text = text
    }

    /// Whether both are the same to the code point.
    public static func == (a: DocumentID, b: DocumentID) -> Bool {
        ExactText(a.text) == ExactText(b.text)
    }

    /// Takes the id into a hash.
    public func hash(into hasher: inout Hasher) {
        ExactText(text).hash(into: &hasher)
    }
}
