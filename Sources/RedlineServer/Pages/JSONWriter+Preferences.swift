import Redline

extension JSONWriter {
    /// What somebody wants of the file, as a form has it.
    mutating func preferences(of form: FormValues) {
        name("user_preferences")
        beginObject()
        for field in ["export_format", "document_template"] {
            if let value = form.text(field) {
                name(field)
                string(value)
            }
        }
        if let text = form.text("transformation_instructions") {
            name("transformation_instructions")
            string(text)
        }
        let fields = (form.text("priority_fields") ?? "").split(separator: ",").map {
            String($0.trimmingPrefix { $0 == " " })
        }
        if !fields.isEmpty {
            name("priority_fields")
            beginArray()
            for field in fields { string(field) }
            endArray()
        }
        endObject()
    }
}
