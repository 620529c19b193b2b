import RedlineRendering
import Testing

@Suite("Text tables")
struct TextTableTests {
    private static let history = TextTable(
        columns: [
            .text("workflow", isKey: true), .text("document"), .figure("edits"), .text("status"),
        ],
        rows: [
            ["0191-a", "invoice\n2026.pdf", "12", "completed"],
            ["0191-b", "", "1,234", "awaiting_user_review"], ["0191-c"],
        ],
        totals: ["total", "", "1,246"]
    )

    @Test("are aligned, without blanks at the ends of lines")
    func aligned() {
        #expect(
            Self.history.text() == """
                workflow  document           edits  status
                ────────  ─────────────────  ─────  ────────────────────
                0191-a    invoice\\n2026.pdf     12  completed
                0191-b                       1,234  awaiting_user_review
                0191-c
                ────────  ─────────────────  ─────  ────────────────────
                total                        1,246

                """
        )
    }

    @Test("are shortened before they are split")
    func shortened() {
        #expect(
            Self.history.text(TextStyle(width: 45)) == """
                workflow  document       edits  status
                ────────  ─────────────  ─────  ─────────────
                0191-a    invoice\\n202…     12  completed
                0191-b                   1,234  awaiting_use…
                0191-c
                ────────  ─────────────  ─────  ─────────────
                total                    1,246

                """
        )
    }

    @Test("are split where they do not fit otherwise")
    func split() {
        #expect(
            Self.history.text(TextStyle(width: 30)) == """
                workflow  document       edits
                ────────  ─────────────  ─────
                0191-a    invoice\\n202…     12
                0191-b                   1,234
                0191-c
                ────────  ─────────────  ─────
                total                    1,246

                workflow  status
                ────────  ────────────────────
                0191-a    completed
                0191-b    awaiting_user_review
                0191-c
                ────────  ────────────────────
                total

                """
        )
    }

    @Test("never break figures, however narrow the terminal")
    func figures() {
        let table = TextTable(columns: [.figure("n")], rows: [["1,234,567,890"]])
        #expect(table.text(TextStyle(width: 5)) == table.text())
    }

    @Test("keep to the width", arguments: 25...90)
    func widths(width: Int) {
        for line in Self.history.text(TextStyle(width: width)).split(separator: "\n") {
            #expect(DisplayText.width(of: String(line)) <= width)
        }
    }

    @Test("may be empty")
    func empty() {
        #expect(TextTable(columns: [], rows: []).text() == "")
        #expect(TextTable(columns: [.text("a")], rows: []).text() == "a\n─\n")
    }
}
