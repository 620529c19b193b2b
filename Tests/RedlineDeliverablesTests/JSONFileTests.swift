import Redline
import RedlineDeliverables
import Testing

@Suite struct JSONFileTests {
    private static let head =
        #"{"document_id":"INV-1042","document_type":"invoice","title":"Invoice INV-1042","#
        + #""template":"standard","export_workflow_id":"01a1fc47-b3d3-742d-8811-cae5399a6149","#
        + #""revision":1,"created_at":"2026-11-21T10:30:00.5Z","#
        + #""source":{"extraction_method":"OCR","di_confidence":0.93,"ai_model":"gpt-4o"},"#
        + #""summary":{"executive_summary":"Invoice 0042 over 97.80.","#
        + #""key_findings":["Two items.","Not paid."],"recommendations":["Pay it."],"#
        + #""risk_factors":["Late fees."],"action_items":["Ask the vendor."]},"data":"#

    private static let tail =
        #","extracted_data":{"vendor": {"name": "Muller"}, "total": 97.8, "fax": "1"},"#
        + #""changes":[{"path":"/vendor/name","change_type":"modification","#
        + #""original_value":"Muller","modified_value":"Müller \"& Söhne\" <AG>","#
        + #""user_reason":"misread"},"#
        + #"{"path":"/fax","change_type":"deletion","original_value":"1"}]"#

    @Test func everythingIsInOneObjectAndDataAreAsTheyCame() throws {
        let file = try Samples.invoice().file(as: .json)
        let text = String(decoding: file.bytes, as: UTF8.self)
        #expect(text == Self.head + Samples.invoiceData + Self.tail + "}\n")
        #expect(file.mediaType == "application/json")
        #expect(file.name == "INV-1042.json")
        let parsed = try JSONDocument(parsing: text)
        #expect(parsed.root["data"]?["total"]?.text == "97.80")
    }

    @Test func changesAreLeftOutWhereTheyAreNotWanted() throws {
        let preferences = DeliverablePreferences(included: [.changes: false])
        let file = try Samples.invoice(preferences: preferences).file(as: .json)
        #expect(
            String(decoding: file.bytes, as: UTF8.self)
                == Self.head + Samples.invoiceData + "}\n"
        )
    }
}
