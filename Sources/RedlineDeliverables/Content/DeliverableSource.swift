/// How the data of a deliverable came out of the document.
public struct DeliverableSource: Sendable {
    /// The method of extraction, such as `OCR`.
    public let extractionMethod: String
    /// The confidence of the extraction, 0 to 1.
    public let confidence: Double?
    /// The model that wrote the summary.
    public let model: String?

    /// Creates a source.
    public init(extractionMethod: String, confidence: Double? = nil, model: String? = nil) {
        self.extractionMethod = extractionMethod
        self.confidence = confidence
        self.model = model
    }
}
