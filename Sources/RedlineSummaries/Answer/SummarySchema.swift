import Redline

/// The form that a model's answer has to have.
enum SummarySchema {
    /// The most code points of the executive summary.
    static let executiveLimit = 4_000
    /// The most statements of any other part.
    static let statementLimit = 20
    /// The most code points of such a statement.
    static let statementCharacters = 1_000

    /// `response_format` as OpenAI's protocol has it.
    static let responseFormat = """
        {"type":"json_schema","json_schema":{"name":"document_summary","strict":true,\
        "schema":\(schema)}}
        """

    /// The JSON schema of an answer.
    static let schema: String = {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("type")
        writer.string("object")
        writer.name("properties")
        writer.beginObject()
        for part in SummaryPart.allCases {
            writer.name(part.rawValue)
            writer.beginObject()
            writer.name("type")
            writer.string(part == .executiveSummary ? "string" : "array")
            writer.name("description")
            writer.string(meaning(of: part))
            if part != .executiveSummary {
                writer.name("items")
                writer.raw(#"{"type":"string"}"#)
            }
            writer.endObject()
        }
        writer.endObject()
        writer.name("required")
        writer.beginArray()
        for part in SummaryPart.allCases { writer.string(part.rawValue) }
        writer.endArray()
        writer.name("additionalProperties")
        writer.boolean(false)
        writer.endObject()
        return writer.text
    }()

    /// What a part is, in words for a model.
    static func meaning(of part: SummaryPart) -> String {
        switch part {
        case .executiveSummary:
            "what the document is and says, in two to five sentences"
        case .keyFindings:
            "what stands out in the data, one statement each"
        case .recommendations:
            "what the reader should do with the document, only where the data call for it"
        case .riskFactors:
            "what may be wrong or risky: values that disagree, are missing or doubtful"
        case .actionItems:
            "single concrete things to do, with the days that the data give for them"
        }
    }
}
