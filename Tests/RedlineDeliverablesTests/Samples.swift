import Redline
import RedlineDeliverables

/// Deliverables to render.
enum Samples {
    static let workflow = "01a1fc47-b3d3-742d-8811-cae5399a6149"

    static func json(_ text: String) throws -> JSONView {
        try JSONDocument(parsing: text).root
    }

    static func createdAt() throws -> Timestamp {
        guard let time = Timestamp("2026-11-21T10:30:00.5Z") else { throw Missing() }
        return time
    }

    struct Missing: Error {}

    /// A deliverable of these data, with everything else simple.
    static func deliverable(
        _ data: String,
        id: String = "INV-1042",
        extracted: String? = nil,
        title: String? = nil,
        language: String? = nil,
        revision: Int = 1,
        confidence: Double? = 0.93,
        modifications: [FieldModification] = [],
        summary: DeliverableSummary = DeliverableSummary(),
        preferences: DeliverablePreferences = DeliverablePreferences()
    ) throws -> Deliverable {
        guard let workflow = WorkflowID(workflow) else { throw Missing() }
        return try Deliverable(
            document: DeliverableDocument(
                id: id,
                type: "invoice",
                extractedData: try json(extracted ?? data),
                finalData: try json(data),
                title: title,
                language: language
            ),
            workflow: DeliverableWorkflow(
                id: workflow,
                revision: revision,
                createdAt: try createdAt()
            ),
            source: DeliverableSource(
                extractionMethod: "OCR",
                confidence: confidence,
                model: "gpt-4o"
            ),
            modifications: modifications,
            summary: summary,
            preferences: preferences
        )
    }

    static let invoiceData = #"""
        {"invoice_number": "0042", "vendor": {"name": "Müller \"& Söhne\" <AG>", "country": "CH"},
         "issued": "2026-11-20", "paid": false, "tags": ["paper", "office"], "notes": null,
         "line_items": [
           {"description": "Paper, A4", "quantity": 20, "price": 4.50, "tax": {"rate": 0.081}},
           {"description": "=HYPERLINK(\"http://x\")", "quantity": -5, "discount": "-10"}
         ],
         "total": 97.80}
        """#

    /// An invoice in which a person changed the vendor and the total.
    static func invoice(
        language: String? = nil,
        preferences: DeliverablePreferences = DeliverablePreferences()
    ) throws -> Deliverable {
        try deliverable(
            invoiceData,
            extracted: #"{"vendor": {"name": "Muller"}, "total": 97.8, "fax": "1"}"#,
            language: language,
            modifications: [
                FieldModification(
                    path: "/vendor/name",
                    changeType: .modification,
                    original: try json(#""Muller""#),
                    modified: try json(#""Müller \"& Söhne\" <AG>""#),
                    reason: "misread"
                ),
                FieldModification(
                    path: "/fax",
                    changeType: .deletion,
                    original: try json(#""1""#),
                    modified: nil
                ),
            ],
            summary: DeliverableSummary(
                executiveSummary: "Invoice 0042 over 97.80.",
                keyFindings: ["Two items.", "Not paid."],
                recommendations: ["Pay it."],
                riskFactors: ["Late fees."],
                actionItems: ["Ask the vendor."]
            ),
            preferences: preferences
        )
    }
}
