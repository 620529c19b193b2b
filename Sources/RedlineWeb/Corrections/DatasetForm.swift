import Redline
import RedlineAnalytics
import RedlineDatasets
import RedlineRendering

/// The form that makes a dataset of what is filtered.
struct DatasetForm {
    let question: CorrectionQuestion
    let visitor: Visitor

    var html: HTML {
        let kept = question.parameters.filter { !$0.1.isEmpty }.map { name, value -> HTML in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTML(value: value))\">\n"
        }
        return """
            <section class="sheet" aria-labelledby="dataset">
            <h2 id="dataset">\(Words.Dataset.title)</h2>
            <p>\(Words.Dataset.explanation)</p>
            <form method="post" action="/corrections/dataset">\(visitor.tokenField)
            \(kept)\
            <div class="row">
            \(choice("shape", Words.Dataset.shape, DatasetShape.allCases.map(\.rawValue)))\
            \(choice("source", Words.Dataset.source, DatasetSource.allCases.map(\.rawValue)))\
            \(choice("granularity", Words.Dataset.granularity,
                DatasetGranularity.allCases.map(\.rawValue)))\
            \(input("split", Words.Dataset.split, "", hint: Words.Dataset.splitHint))\
            \(input("max_per_owner", Words.Dataset.most, "", hint: Words.Dataset.mostHint))\
            \(input("min_pattern_owners", Words.Dataset.least, "1"))</div>
            <fieldset><legend>\(Words.Dataset.options)</legend>
            \(box("redact", Words.Dataset.redact, isChecked: true))\
            \(box("drop_format_only", Words.Dataset.dropFormatOnly))\
            \(box("include_untouched", Words.Dataset.untouched))\
            \(box("keep_near_duplicates", Words.Dataset.keepDuplicates))</fieldset>
            <button class="main">\(Words.Dataset.button)</button>
            </form>
            <h3>\(Words.Dataset.command)</h3>
            <p>\(Words.Dataset.more)</p>
            <pre><code>\(command)</code></pre>
            </section>

            """
    }

    private var command: String {
        let words = ["redline", "corrections", "export", "--shape", "pairs", "--to", "dataset/"]
        return ShellWord.line(words + question.options(upTo: "before"))
    }

    private func choice(_ name: String, _ label: String, _ words: [String]) -> HTML {
        let options = words.map { "<option>\($0)</option>" as HTML }
        return """
            <div class="field"><label for="d-\(name)">\(label)</label>
            <select id="d-\(name)" name="\(name)">\(options)</select></div>

            """
    }

    private func input(
        _ name: String,
        _ label: String,
        _ value: String,
        hint: String? = nil
    ) -> HTML {
        let described: HTML? = hint.map { _ in " aria-describedby=\"d-\(name)-hint\"" }
        let hint: HTML? = hint.map {
            "<span class=\"hint\" id=\"d-\(name)-hint\">\($0)</span>"
        }
        return """
            <div class="field"><label for="d-\(name)">\(label)</label>
            <input id="d-\(name)" name="\(name)" value="\(value)"\(described)>\(hint)</div>

            """
    }

    private func box(_ name: String, _ label: String, isChecked: Bool = false) -> HTML {
        let mark: HTML = isChecked ? " checked" : ""
        return """
            <p><label><input type="checkbox" name="\(name)" value="true"\(mark)> \(label)</label></p>

            """
    }
}
