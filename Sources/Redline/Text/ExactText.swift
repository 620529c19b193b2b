/// A text that equals another one only where both have the same code points.
///
/// `String` counts texts as equal that merely look the same, such as é written as one code point and
/// as two; PostgreSQL and the metric definitions tell them apart.
public struct ExactText: Hashable, Sendable {
    /// The text.
    public let text: String

    /// Takes a text.
    public init(_ text: String) {
        self.text = text
    }

    /// Whether both have the same code points.
    public static func == (a: ExactText, b: ExactText) -> Bool {
        a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// Takes the text's UTF-8 into a hash.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
