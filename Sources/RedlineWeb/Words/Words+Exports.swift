extension Words {
    /// The list of exports.
    enum Exports {
        static let title = "Exports"
        static let explanation =
            "What the AI drafted, what people made of it, and what went out. Newest first."
        static let toDo = "To do"
        static let nothingToDo = "Nothing waits for you."
        static let begin = "Begin the export"
        static let review = "Review"
        static let history = "History"
        static let empty = "There are no such exports."
        static let started = "Started"
        static let document = "Document"
        static let type = "Type"
        static let model = "Model"
        static let status = "Status"
        static let revision = "Revision"
        static let file = "File"
        static let keptUntil = "Kept until"
        static let owner = "Owner"
        static let stored = "stored"
        static let new = "A new document"
        static let newExplanation =
            "The data that were extracted from it, as a JSON object. The AI summarises them, and you "
            + "review both."
        static let documentID = "Document id"
        static let documentType = "Document type"
        static let data = "Extracted data (JSON)"
        static let notJSON = "The data are no JSON object"

        static func name(ofStatus status: String) -> String {
            switch status {
            case "awaiting_user_review": "awaiting review"
            case "awaiting_final_processing": "awaiting the file"
            default: status
            }
        }
    }

    /// One export.
    enum Workflow {
        static let facts = "Facts"
        static let workflow = "Workflow"
        static let owner = "Owner"
        static let started = "Started"
        static let keptUntil = "Kept until"
        static let status = "Status"
        static let steps = "How far it has come"
        static let summaryStep = "Summary"
        static let reviewStep = "Review"
        static let fileStep = "File"
        static let feedbackStep = "Feedback"
        static let timeline = "What happened"
        static let changes = "Changes"
        static let noChanges = "Nothing was changed in the data."
        static let field = "Field"
        static let what = "Before and after"
        static let pattern = "Pattern"
        static let reason = "because"
        static let moved = "moved from"
        static let toBeMeasured = "Its changes wait to be measured."
        static let figures = "Measured and reported"
        static let figuresMeaning =
            "What redline measured, beside what the client reported. Where both cannot be true, the "
            + "row is marked."
        static let figure = "Figure"
        static let measured = "Measured"
        static let reported = "Reported"
        static let contradiction = "cannot be true"
        static let differs = "differs"
        static let accuracy = "Fields right"
        static let edited = "Fields edited"
        static let pace = "Edits a minute"
        static let time = "Total time against time of editing"
        static let summaryEdits = "Edits of the summary, by words"
        static let download = "Download"
        static let elsewhere = "Another program delivered this file and has it."
        static let review = "Review it"
        static let editAgain = "Edit again"
        static let compare = "Compare versions"
        static let compareButton = "Compare"
        static let before = "Before"
        static let after = "After"
        static let draft = "as the AI had it"
        static let final = "as it went out"
        static let same = "Both are the same."
        static let notRecorded = "not recorded"
        static let summary = "Summary"
        static let data = "Data"
        static let regenerate = "Make the file anew"
        static let regenerateMeaning = "One more revision, from the data that this one ended with."
        static let regenerateButton = "Make it"
        static let format = "Format"
        static let template = "Template"
        static let instructions = "Instructions to the AI"
        static let feedback = "Feedback"
        static let rating = "Satisfaction, 1 to 5"
        static let comment = "What would you say to whoever made it?"
        static let send = "Send"
        static let thanks = "Your feedback was recorded."
        static let done = "The file is ready."

        static func revision(_ number: Int) -> String { "revision \(number)" }
        static func whole(_ characters: String) -> String { "… (\(characters) characters in all)" }
    }
}
