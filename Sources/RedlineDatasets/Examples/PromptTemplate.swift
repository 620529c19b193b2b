import Mustache
import Redline

/// The words in which an example asks the AI: a mustache template.
///
/// `{{name}}` is put in as it is, without any escaping.
public struct PromptTemplate: Sendable {
    /// The text of the template.
    public let text: String
    private let template: MustacheTemplate

    /// Reads a template.
    ///
    /// - Throws: `PromptTemplateError` where it is not a valid one.
    public init(_ text: String) throws(PromptTemplateError) {
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
        } catch {
            throw PromptTemplateError(reason: "\(error)")
        }
        self.text = text
    }

    /// The prompt of these values.
    func render(_ values: [String: Any]) -> String {
        template.render(values)
    }
}

/// A prompt's template cannot be read.
public struct PromptTemplateError: Error, CustomStringConvertible {
    let reason: String

    /// What is wrong, for people.
    public var description: String { "not a valid mustache template: \(reason)" }
}

/// The templates of a dataset's prompts.
public struct PromptTemplates: Sendable {
    let document: PromptTemplate
    let field: PromptTemplate
    let summary: PromptTemplate

    /// One template for everything.
    public init(_ template: PromptTemplate) {
        document = template
        field = template
        summary = template
    }

    /// The templates that are used where nobody gives another.
    public static func standard() throws(PromptTemplateError) -> PromptTemplates {
        PromptTemplates(
            document: try PromptTemplate(
                """
                Give the data of this {{#document_type}}{{document_type}}{{/document_type}}\
                {{^document_type}}document{{/document_type}} as JSON.\
                {{#extraction_method}} They were read by {{extraction_method}}.\
                {{/extraction_method}}{{#summary}}

                Summary:
                {{summary}}{{/summary}}
                """
            ),
            field: try PromptTemplate(
                """
                What is the value of {{path}} in this {{#document_type}}{{document_type}}\
                {{/document_type}}{{^document_type}}document{{/document_type}}?{{#context}}

                Beside it stands:
                {{context}}{{/context}}
                """
            ),
            summary: try PromptTemplate(
                """
                Summarise this {{#document_type}}{{document_type}}{{/document_type}}\
                {{^document_type}}document{{/document_type}}.{{#instructions}} {{instructions}}\
                {{/instructions}}{{#data}}

                Data:
                {{data}}{{/data}}
                """
            )
        )
    }

    private init(document: PromptTemplate, field: PromptTemplate, summary: PromptTemplate) {
        self.document = document
        self.field = field
        self.summary = summary
    }

    /// The texts, for what depends on them.
    var texts: [String] { [document.text, field.text, summary.text] }
}
