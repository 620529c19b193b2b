extension Words {
    /// The reports.
    enum Reports {
        static let title = "Reports"
        static let explanation =
            "Each report is one query with declared parameters. Its page has the figures, what each "
            + "of them means, and the command and the psql line that give the same."
        static let show = "Show the report"
        static let by = "Group by"
        static let then = "then by"
        static let none = "–"
        static let asOf = "As of"
        static let standard = "unless told: "
        static let from = "30 days unless told"
        static let to = "up to today unless told"
        static let downloads = "Download"
        static let keep = "The address of this page keeps what you asked for."
        static let again = "The same again"
        static let meaning = "What the columns mean"
        static let empty = "There is nothing in this selection."
        static let masked =
            "Columns that show content are masked for this key: a miner's or a compliance key shows "
            + "them."
        static let wrong = "This cannot be asked"

        static func shortened(_ shown: String, _ all: String) -> String {
            "The first \(shown) of \(all) rows are shown; a download has all."
        }
    }
}
