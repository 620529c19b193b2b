import Redline
import RedlineDeliverables

/// The file that a person wants, known to exist before anything is recorded.
struct FileWishes: Sendable {
    let format: DeliverableFormat
    let template: DeliverableTemplate
    let preferences: JSONView

    init(_ review: ExportReview, _ templates: DeliverableTemplates) throws(RecordFaults) {
        var faults: [RecordFault] = []
        let format = DeliverableFormat(name: review.format)
        if format == nil {
            let names = DeliverableFormat.allCases.map(\.rawValue).joined(separator: ", ")
            faults.append(
                RecordFault("/user_preferences/export_format", "must be one of \(names)")
            )
        }
        let look = review.preferences["template_customization"]?["language"]?.string
        if let look, !DeliverableDocument.isLanguageTag(look) {
            faults.append(
                RecordFault(
                    "/user_preferences/template_customization/language",
                    "must be a language tag such as en or ar-EG"
                )
            )
        }
        var template: DeliverableTemplate?
        do throws(DeliverableError) {
            template = try templates.template(named: review.template)
        } catch {
            faults.append(RecordFault("/user_preferences/document_template", "\(error)"))
        }
        guard faults.isEmpty, let format, let template else { throw RecordFaults(faults) }
        self.format = format
        self.template = template
        preferences = review.preferences
    }
}
