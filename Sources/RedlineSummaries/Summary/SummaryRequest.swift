import Redline

/// A document that is to be summarised.
public struct SummaryRequest: Sendable {
    /// Whose document it is.
    public let owner: Owner
    /// Its type, such as `invoice` (`document_type`).
    public let documentType: String
    /// Its data: as they were extracted, or as a person left them.
    public let data: JSONView
    /// What is known of its source: of that, `di_confidence` is read.
    public var source: JSONView?
    /// The confidences of single fields, by pointer (`field_confidence`).
    public var fieldConfidence: JSONView?
    /// What people corrected in such documents before, the most frequent first.
    public var examples: [CorrectionExample]
    /// What a person did and wants; nil for the first summary.
    public var review: Review?

    /// Creates a request.
    public init(
        owner: Owner,
        documentType: String,
        data: JSONView,
        source: JSONView? = nil,
        fieldConfidence: JSONView? = nil,
        examples: [CorrectionExample] = [],
        review: Review? = nil
    ) {
        self.owner = owner
        self.documentType = documentType
        self.data = data
        self.source = source
        self.fieldConfidence = fieldConfidence
        self.examples = examples
        self.review = review
    }
}
