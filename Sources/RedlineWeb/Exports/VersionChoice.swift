import RedlineAnalytics
import RedlineRendering

/// A version of an export, as a form and an address name it: `2-final`.
public enum VersionChoice {
    /// The revision and the end of it that a word names; nil where it names none.
    public static func version(_ word: String) -> (revision: Int, point: WorkflowVersion.Point)? {
        let parts = word.split(separator: "-")
        guard parts.count == 2, let revision = Int(parts[0]),
            let point = WorkflowVersion.Point(rawValue: String(parts[1]))
        else { return nil }
        return (revision, point)
    }

    /// What a version is called.
    static func name(_ revision: Int, _ point: WorkflowVersion.Point) -> String {
        let end = point == .draft ? Words.Workflow.draft : Words.Workflow.final
        return "\(Words.Workflow.revision(revision)), \(end)"
    }

    static func field(_ name: String, _ label: String, _ words: [String], _ value: String?) -> HTML
    {
        let options = words.map { word -> HTML in
            let mark: HTML = word == value ? " selected" : ""
            let text = version(word).map { Self.name($0.revision, $0.point) } ?? word
            return "<option value=\"\(word)\"\(mark)>\(text)</option>"
        }
        return """
            <div class="field"><label for="v-\(name)">\(label)</label>
            <select id="v-\(name)" name="\(name)">\(options)</select></div>

            """
    }
}
