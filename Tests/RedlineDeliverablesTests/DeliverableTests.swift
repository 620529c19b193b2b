import Redline
import RedlineDeliverables
import Testing

@Suite struct DeliverableTests {
    @Test func whatCannotBeShownIsRefused() throws {
        #expect(throws: DeliverableError.invalid("document_id", "is empty")) {
            try Samples.deliverable("{}", id: "")
        }
        #expect(
            throws: DeliverableError.invalid("modified_data", "is neither an object nor an array")
        ) {
            try Samples.deliverable("7", extracted: "{}")
        }
        #expect(throws: DeliverableError.invalid("revision", "is below 1")) {
            try Samples.deliverable("{}", revision: 0)
        }
        #expect(throws: DeliverableError.invalid("di_confidence", "is not between 0 and 1")) {
            try Samples.deliverable("{}", confidence: .nan)
        }
        #expect(
            throws: DeliverableError.invalid(
                "language",
                "is not a language tag such as en or ar-EG"
            )
        ) {
            try Samples.deliverable("{}", language: "english, please")
        }
        let values = Array(repeating: "0", count: 50_001).joined(separator: ",")
        #expect(throws: DeliverableError.invalid("extracted_data", "has more than 50000 values")) {
            try Samples.deliverable("[\(values)]")
        }
    }

    @Test(arguments: [
        ("INV-1042", 1, "INV-1042.csv"), ("a/b\\c: d", 3, "a_b_c_d-r3.csv"),
        ("../../etc/passwd", 1, "_.._etc_passwd.csv"), ("发票", 1, "document.csv"),
        ("Rechnung Ä", 1, "Rechnung_.csv"), ("\"x\"\r\n", 2, "_x_-r2.csv"),
        (String(repeating: "a", count: 300), 1, String(repeating: "a", count: 100) + ".csv"),
    ])
    func namesOfFilesAreHarmless(id: String, revision: Int, name: String) throws {
        let deliverable = try Samples.deliverable("{}", id: id, revision: revision)
        #expect(try deliverable.file(as: .csv).name == name)
    }

    @Test func preferencesAreReadFromARecord() throws {
        let preferences = DeliverablePreferences(
            userPreferences: try Samples.json(
                #"""
                {"priority_fields": ["total", 7], "template_customization": {
                 "include_changes": false, "includeLineItems": true, "include_risk_factors": "yes",
                 "colour": "red"}}
                """#
            )
        )
        #expect(preferences.priorityFields == ["total"])
        #expect(preferences.included == [.changes: false, .lineItems: true])
    }

    @Test func summariesAreReadFromARecord() throws {
        let plain = DeliverableSummary(try Samples.json(#""All is well.""#))
        #expect(plain.executiveSummary == "All is well.")
        let parts = DeliverableSummary(
            try Samples.json(
                #"{"executive_summary": "A", "key_findings": ["B", 2, null], "risk_factors": "C"}"#
            )
        )
        #expect(parts.executiveSummary == "A")
        #expect(parts.keyFindings == ["B", "2"])
        #expect(parts.recommendations == [])
        #expect(parts.riskFactors == ["C"])
    }

    @Test func formatsAreFoundByName() {
        #expect(DeliverableFormat(name: "CSV") == .csv)
        #expect(DeliverableFormat(name: "docx") == nil)
    }
}
