import Redline
import RedlineAnalytics
import RedlineRendering

/// The review of an export: the AI's summary, the data as a form, and what is wanted of the file.
public struct ReviewPage {
    /// What somebody wants of the file, as they typed it.
    public struct Wishes: Sendable {
        /// The format of the file.
        public var format: String?
        /// The template.
        public var template: String?
        /// What the AI is told about the final summary.
        public var instructions = ""
        /// The fields that matter most, with commas between them.
        public var priorityFields = ""

        /// Creates wishes without any.
        public init() {}
    }

    /// Why the file was not made.
    public enum Refusal: Sendable {
        /// Somebody was faster; the pointers of what they changed.
        case outdated([String])
        /// Texts stand where numbers were, and nobody has said that they are meant.
        case kinds
        /// Anything else, in a sentence.
        case other(String)
    }

    private let workflow: WorkflowDetail
    private let address: ExportAddress
    private let revision: Int
    private let draft: Draft
    private let visitor: Visitor

    /// Whether the revision has its file, so that another one is to follow it.
    public var isAnew = false
    /// What is wanted of the file.
    public var wishes = Wishes()
    /// The seconds that somebody has edited so far.
    public var editingSeconds = ""
    /// Why the file was not made, where it was not.
    public var refusal: Refusal?
    /// The templates that there are.
    public var templates: [String] = []
    /// The formats that there are.
    public var formats: [String] = []

    /// Takes an export, the revision that is reviewed, and the data as they are typed so far.
    public init(
        _ workflow: WorkflowDetail,
        at address: ExportAddress,
        revision: Int,
        _ draft: Draft,
        for visitor: Visitor
    ) {
        self.workflow = workflow
        self.address = address
        self.revision = revision
        self.draft = draft
        self.visitor = visitor
    }

    private typealias Words = RedlineWeb.Words.Review

    /// The page.
    public func page() -> WebPage {
        let version = workflow.version(revision, .draft)
        let form = draft.isEditable ? form : "<p class=\"said\">\(Words.tooLarge)</p>\n"
        return WebPage(
            title: "\(Words.title) · \((workflow.documentID ?? "").prefix(60))",
            section: .exports,
            content: """
                <p class="small" dir="auto"><a href="\(address.page())">\
                \(LongText.value(workflow.documentID ?? "–"))</a></p>
                <h1>\(Words.title)</h1>
                \(StepList.html(reached: 1))\
                \(said)\
                <h2>\(Words.summary)</h2>
                <section class="sheet">\(LongText.prose(version.summary ?? "–"))</section>
                <h2>\(Words.data)</h2>
                \(form)
                """
        )
    }

    private var said: HTML? {
        switch refusal {
        case nil: return nil
        case .kinds:
            return """
                <div class="said" role="alert" tabindex="-1" autofocus><p><strong>\(Words.kinds)</strong></p>
                <p>\(Words.kindsAdvice)</p></div>

                """
        case .other(let reason):
            return """
                <div class="said" role="alert" tabindex="-1" autofocus><p><strong>\(Words.refused)</strong></p>
                <p>\(reason)</p></div>

                """
        case .outdated(let pointers):
            let list = pointers.map { pointer -> HTML in "<li><code>\(pointer)</code></li>\n" }
            return """
                <div class="said" role="alert" tabindex="-1" autofocus><p><strong>\(Words.outdated)</strong></p>
                <p>\(Words.outdatedAdvice)</p>
                <ul>
                \(list)</ul>
                <p><a href="\(address.page())">\(Words.look)</a></p></div>

                """
        }
    }

    private var confidence: [ExactText: Double] {
        let first = workflow.stages.last {
            $0.stage == .initialAISummary && $0.revision <= revision
        }
        guard let first, let record = try? JSONDocument(parsing: first.record).root,
            let members = record["field_confidence"]?.members
        else { return [:] }
        return Dictionary(
            members.compactMap { name, value in value.double.map { (ExactText(name), $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private var preferences: HTML {
        PreferenceFields.html(
            formats: formats,
            templates: templates,
            format: wishes.format,
            template: wishes.template,
            instructions: wishes.instructions
        )
    }

    private var form: HTML {
        let anew: HTML? = isAnew ? "<input type=\"hidden\" name=\"anew\" value=\"1\">\n" : nil
        return """
            <p>\(Words.explanation)</p>
            <p class="said good" data-restored role="status" hidden>\(Words.restored)</p>
            <form method="post" action="\(address.page("/review"))" data-keep="\(address.keptUnder)\
            \(revision)">\(visitor.tokenField)
            <button class="unseen" name="action" value="show" tabindex="-1" aria-hidden="true">\(Words.show)</button>
            <input type="hidden" name="revision" value="\(revision)">
            \(anew)\
            <input type="hidden" name="editing_time_seconds" value="\(editingSeconds)" \
            data-editing-seconds>
            \(ReviewFields(draft: draft, confidence: confidence).html)
            <h2>\(Words.wishes)</h2>
            \(preferences)\
            <div class="field"><label for="priority">\(Words.priority)</label>
            <input id="priority" name="priority_fields" value="\(HTML(value: wishes.priorityFields))"></div>
            <div class="row"><button class="main" name="action" value="finish">\(Words.finish)</button></div>
            </form>

            """
    }
}
