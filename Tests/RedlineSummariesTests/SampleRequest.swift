import Redline
import RedlineSummaries
import Testing

/// Requests as tests make them.
enum SampleRequest {
    /// The owner of the documents.
    static func owner(_ name: String = "ada@example.com") throws -> Owner {
        try #require(Owner(name))
    }

    /// A document's data.
    static func view(_ json: String) throws -> JSONView {
        try JSONDocument(parsing: json).root
    }

    /// A request for the first summary of a document.
    static func first(
        _ type: String,
        _ data: String,
        source: String? = nil,
        confidences: String? = nil
    ) throws -> SummaryRequest {
        SummaryRequest(
            owner: try owner(),
            documentType: type,
            data: try view(data),
            source: try source.map(view),
            fieldConfidence: try confidences.map(view)
        )
    }

    /// A request for the final summary of a document that a person has changed.
    static func final(
        _ type: String,
        _ original: String,
        _ modified: String,
        template: String = "standard",
        priorityFields: [String] = []
    ) throws -> SummaryRequest {
        let modified = try view(modified)
        let comparison = Comparison(original: try view(original), modified: modified)
        return SummaryRequest(
            owner: try owner(),
            documentType: type,
            data: modified,
            review: Review(
                changes: comparison.changes,
                template: template,
                priorityFields: priorityFields
            )
        )
    }
}
