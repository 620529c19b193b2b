/// What a deliverable looks like: which sections in which order, and the page that they are set on.
public struct DeliverableTemplate: Sendable {
    /// The template's name (`document_template`).
    public let name: String
    /// What it shows, in order.
    let parts: [TemplatePart]
    /// The page of its PDF.
    public let page: PageDefinition

    init(name: String, parts: [TemplatePart], page: PageDefinition) {
        self.name = name
        self.parts = parts
        self.page = page
    }

    private init(
        _ name: String,
        _ sections: [DeliverableSection],
        fontSize: Double = PageDefinition().fontSize
    ) {
        var page = PageDefinition()
        page.fontSize = fontSize
        self.init(name: name, parts: sections.map { .section($0, heading: nil) }, page: page)
    }

    /// The summary's main parts, all data and what was changed in them.
    public static let standard = DeliverableTemplate(
        "standard",
        [
            .title, .executiveSummary, .keyFindings, .recommendations, .fields, .lineItems,
            .changes, .source,
        ]
    )

    /// The summary and the amounts, for those who read no tables.
    public static let executiveSummary = DeliverableTemplate(
        "executive_summary",
        [
            .title, .executiveSummary, .keyFindings, .recommendations, .riskFactors, .actionItems,
            .amounts,
        ],
        fontSize: 10.5
    )

    /// Everything.
    public static let detailed = DeliverableTemplate(
        "detailed",
        [
            .title, .executiveSummary, .keyFindings, .recommendations, .riskFactors, .actionItems,
            .amounts, .fields, .lineItems, .changes, .source,
        ]
    )

    /// Amounts and line items first.
    public static let financial = DeliverableTemplate(
        "financial",
        [
            .title, .executiveSummary, .amounts, .lineItems, .fields, .riskFactors, .changes,
            .source,
        ]
    )

    /// The templates that are always there.
    public static let builtIn = [standard, executiveSummary, detailed, financial]
}

/// One part of a template.
enum TemplatePart: Sendable {
    /// A section, under its own heading or another.
    case section(DeliverableSection, heading: String?)
    /// A text of the template's own.
    case text(TemplateText)
}
