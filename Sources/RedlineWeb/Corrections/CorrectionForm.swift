import Redline
import RedlineAnalytics
import RedlineRendering

/// The form of filters of corrections.
struct CorrectionForm {
    let question: CorrectionQuestion
    let path: String
    /// The document types and the models to choose from; nil where they are not known.
    var choices: ReportChoices?

    var html: HTML {
        """
        <form class="filters" method="get" action="\(path)" \
        aria-label="\(Words.Corrections.filters)">
        <div class="field"><label for="f-field">\(Words.Corrections.field)</label>
        <input id="f-field" name="field" value="\(HTML(value: question.text("field")))" \
        aria-describedby="f-field-hint"><span class="hint" id="f-field-hint">\
        \(Words.Corrections.fieldHint)</span></div>
        \(word("pattern", Words.Corrections.pattern, PatternClass.allCases.map(\.rawValue)))\
        \(word("change_type", Words.Corrections.change, ChangeType.allCases.map(\.rawValue)))\
        \(context("document_type", Words.Corrections.type, choices?.types))\
        \(context("model", Words.Corrections.model, choices?.models))\
        \(FilterField.input("owner", Words.Filter.owner, question.text("owner")))\
        \(FilterField.input("from", Words.Filter.from, day("from"), type: "date"))\
        \(FilterField.input("to", Words.Filter.to, day("to"), type: "date"))\
        <button class="main">\(Words.Filter.show)</button>
        </form>

        """
    }

    private func context(_ name: String, _ label: String, _ words: [String]?) -> HTML {
        words.map { word(name, label, $0) }
            ?? FilterField.input(name, label, question.text(name))
    }

    private func word(_ name: String, _ label: String, _ words: [String]) -> HTML {
        FilterField.choice(name, label, words, question.values[name], none: Words.Filter.all)
    }

    /// A field for a date takes the day of a time alone.
    private func day(_ name: String) -> String { String(question.text(name).prefix(10)) }
}
