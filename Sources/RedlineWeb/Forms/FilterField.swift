import RedlineRendering

/// The fields of a form of filters.
enum FilterField {
    /// A field to type in.
    static func input(
        _ name: String,
        _ label: String,
        _ value: String,
        type: String = "text"
    ) -> HTML {
        """
        <div class="field"><label for="f-\(name)">\(label)</label>
        <input id="f-\(name)" name="\(name)" type="\(type)" value="\(HTML(value: value))"></div>

        """
    }

    /// A field to choose from words; `none` stands for no choice.
    ///
    /// A word that was asked for and is
    /// not among them can be chosen all the same.
    static func choice(
        _ name: String,
        _ label: String,
        _ words: [String],
        _ value: String?,
        none: String
    ) -> HTML {
        let value = value ?? ""
        let others = words.contains(value) || value.isEmpty ? words : words + [value]
        let options = others.map { word -> HTML in
            let mark: HTML = word == value ? " selected" : ""
            return "<option value=\"\(HTML(value: word))\"\(mark)>\(word)</option>"
        }
        return """
            <div class="field"><label for="f-\(name)">\(label)</label>
            <select id="f-\(name)" name="\(name)"><option value="">\(none)</option>\(options)</select>\
            </div>

            """
    }
}
