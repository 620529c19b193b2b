import RedlineAnalytics
import RedlineRendering

/// The form of a report, made from its declared parameters.
struct ReportForm {
    let definition: ReportDefinition
    /// What was asked, by the names of the parameters, as it was typed.
    let asked: [String: String]
    /// What is in effect, where the question could be answered.
    let inEffect: [String: String]

    var html: HTML {
        let fields = definition.parameters.map { field($0) }
        return """
            <form class="filters" method="get" action="/reports/\(definition.name)">
            \(fields)\
            <button class="main">\(Words.Reports.show)</button>
            </form>

            """
    }

    private func field(_ parameter: ReportParameter) -> HTML {
        let name = parameter.name
        if name == "by" { return groupings }
        let value = asked[name] ?? ""
        let id = "p-\(name)"
        let control: HTML
        switch parameter.type {
        case .boolean: control = choice(parameter, id: id, value)
        case .date: control = input(name, id, "date", inEffect[name] ?? value)
        case .integer: control = input(name, id, "number", value, parameter.defaultText)
        case .number, .text, .timestamp:
            control = input(name, id, "text", value, parameter.defaultText)
        }
        return """
            <div class="field"><label for="\(id)">\(label(name))</label>
            \(control)<span class="hint" id="\(id)-hint">\(hint(parameter))</span></div>

            """
    }

    private func label(_ name: String) -> String {
        switch name {
        case "from": Words.Filter.from
        case "to": Words.Filter.to
        case "owner": Words.Filter.owner
        case "as_of": Words.Reports.asOf
        default: name
        }
    }

    private func hint(_ parameter: ReportParameter) -> String {
        switch parameter.name {
        case "from": Words.Reports.from
        case "to": Words.Reports.to
        default: parameter.summary
        }
    }

    private func input(
        _ name: String,
        _ id: String,
        _ type: String,
        _ value: String,
        _ standard: String? = nil
    ) -> HTML {
        let standard = standard.flatMap { $0.isEmpty ? nil : $0 }
        let placeholder: HTML? = standard.map { " placeholder=\"\($0)\"" }
        return """
            <input id="\(id)" name="\(name)" type="\(type)" value="\(HTML(value: value))"\(placeholder) \
            aria-describedby="\(id)-hint">

            """
    }

    private func choice(_ parameter: ReportParameter, id: String, _ value: String) -> HTML {
        let current = value.isEmpty ? parameter.defaultText ?? "" : value
        return select(parameter.name, id: id, ["true", "false"], current)
    }

    /// Up to three groupings, each of which splits the one before it.
    private var groupings: HTML {
        let chosen = (inEffect["by"] ?? asked["by"] ?? "").split(separator: ",").map(String.init)
        let places = 0..<min(3, definition.groupings.count)
        let fields = places.map { place -> HTML in
            let words = (place == 0 ? [] : [""]) + definition.groupings
            let value = place < chosen.count ? chosen[place] : ""
            let label = place == 0 ? Words.Reports.by : Words.Reports.then
            return """
                <div class="field"><label for="p-by-\(place)">\(label)</label>
                \(select("by", id: "p-by-\(place)", words, value))</div>

                """
        }
        return "\(fields)"
    }

    private func select(_ name: String, id: String, _ words: [String], _ value: String) -> HTML {
        let options = words.map { word -> HTML in
            let mark: HTML = word == value ? " selected" : ""
            return
                "<option value=\"\(word)\"\(mark)>\(word.isEmpty ? Words.Reports.none : word)</option>"
        }
        return "<select id=\"\(id)\" name=\"\(name)\">\(options)</select>\n"
    }
}
