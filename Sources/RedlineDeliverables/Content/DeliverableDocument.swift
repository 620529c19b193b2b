import Redline

/// The document of a deliverable.
public struct DeliverableDocument: Sendable {
    /// The document's id, as `document_id`.
    public let id: String
    /// What kind of document it is, such as `invoice`.
    public let type: String
    /// The data as the AI extracted them.
    public let extractedData: JSONView
    /// The data as the person left them.
    public let finalData: JSONView
    /// The heading of the file; nil for the document's type and id.
    public let title: String?
    /// The language that the document is in, as a BCP 47 tag such as `ar`; nil where nobody said.
    public let language: String?
    /// The side that its lines start from; nil to follow the language.
    public let direction: TextDirection?

    /// Creates a document.
    public init(
        id: String,
        type: String,
        extractedData: JSONView,
        finalData: JSONView,
        title: String? = nil,
        language: String? = nil,
        direction: TextDirection? = nil
    ) {
        self.id = id
        self.type = type
        self.extractedData = extractedData
        self.finalData = finalData
        self.title = title
        self.language = language
        self.direction = direction
    }

    /// The heading of the file.
    var heading: String {
        if let title, !title.isEmpty { return title }
        return "\(FieldLabel.text(type)) \(id)"
    }

    /// The side that lines start from: as given, or as the language is written.
    var readingDirection: TextDirection {
        direction ?? TextDirection(language: language ?? "")
    }

    /// Whether a text has the form of a BCP 47 tag: letters, then parts of up to eight characters.
    public static func isLanguageTag(_ text: String) -> Bool {
        text.utf8.count <= 35 && text.wholeMatch(of: /[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*/) != nil
    }
}
