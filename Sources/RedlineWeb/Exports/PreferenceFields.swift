import RedlineRendering

/// What somebody wants of the file.
enum PreferenceFields {
    static func html(
        formats: [String],
        templates: [String],
        format: String? = nil,
        template: String? = nil,
        instructions: String = ""
    ) -> HTML {
        """
        <div class="row">
        <div class="field"><label for="format">\(Words.Workflow.format)</label>
        <select id="format" name="export_format">\(options(formats, format ?? "pdf"))</select></div>
        <div class="field"><label for="template">\(Words.Workflow.template)</label>
        <select id="template" name="document_template">\
        \(options(templates, template ?? "standard"))</select></div>
        </div>
        <div class="field"><label for="instructions">\(Words.Workflow.instructions)</label>
        <textarea id="instructions" name="transformation_instructions" rows="2">
        \(HTML(value: instructions))</textarea></div>

        """
    }

    private static func options(_ words: [String], _ value: String) -> [HTML] {
        words.map { word in
            let mark: HTML = word == value ? " selected" : ""
            return "<option value=\"\(HTML(value: word))\"\(mark)>\(word)</option>"
        }
    }
}
