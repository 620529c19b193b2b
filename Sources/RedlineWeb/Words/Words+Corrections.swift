extension Words {
    /// What people corrected.
    enum Corrections {
        static let title = "Corrections"
        static let explanation =
            "What people change in what the AI gives them, sorted into patterns: the most frequent "
            + "first, with the earliest correction of each. A pattern leads to its documents."
        static let filters = "Which corrections"
        static let field = "Field"
        static let fieldHint = "such as /lines/*/price; ** for any levels"
        static let type = "Document type"
        static let model = "Model"
        static let pattern = "Pattern"
        static let change = "Kind of change"
        static let count = "Corrections"
        static let owners = "Owners"
        static let share = "Share"
        static let example = "Earliest example"
        static let empty = "Nothing was corrected in this selection."
        static let reports = "The report with its chart, definitions and downloads"
        static let documents = "Documents"
        static let listTitle = "Corrected documents"
        static let listExplanation =
            "By owner, and of each owner from the oldest on: the order in which they are stored."
        static let table = "Corrections with their documents"
        static let noneHere = "No correction is recorded here."
        static let noneYet = "None was found so far; there is more to look through."
        static let first = "From the beginning"
        static let following = "Next"
        static let started = "Started"
        static let owner = "Owner"
        static let document = "Document"
        static let correction = "Correction"
        static let context = "Context"
        static let workflow = "Workflow"
        static let revision = "revision"
        static let whole = "The record"
        static let reason = "Reason"
        static let all = "All of these as NDJSON"
        static let back = "Patterns"

        static func shortened(_ shown: String, _ all: String) -> String {
            "The \(shown) most frequent of \(all) patterns are shown."
        }
        static func cut(_ path: String) -> String { "shortened at \(path)" }
    }

    /// Datasets.
    enum Dataset {
        static let title = "A dataset of what is filtered"
        static let explanation =
            "An archive (ZIP) with the lines, a manifest with counts and SHA-256, a card, and a list "
            + "of the records that are in it. It is made whole before the download begins, and "
            + "registered, so that an erasure names it."
        static let shape = "Shape"
        static let source = "Made from"
        static let granularity = "An example is"
        static let split = "Parts"
        static let splitHint = "shares add up to 1, such as train=0.9,test=0.1"
        static let most = "Most examples of one owner"
        static let mostHint = "no limit where empty"
        static let least = "Least owners of a pattern"
        static let redact = "Replace personal data (email, phone, card, account, IP address)"
        static let dropFormatOnly = "Leave out what was only written otherwise"
        static let untouched = "Learn from what was confirmed as it was, too (kto always does)"
        static let keepDuplicates = "Keep examples that say nearly the same as one before"
        static let options = "What goes in"
        static let button = "Download the dataset"
        static let command = "The same, and more, from the command line"
        static let more =
            "For prompts of your own (--prompt), another seed (--seed), packed files (.jsonl.gz), "
            + "and datasets so large that going on after an interruption matters (--resume):"
        static let badSplit = "split must be parts and shares that add up to 1"
        static let badMost = "max_per_owner must be a whole number from 1 on"
    }
}
