import RedlineRendering
import Testing

@Suite("Texts side by side")
struct SideBySideTests {
    /// Two columns of 12 cells.
    private let narrow = SideBySide(TextStyle(width: 31))

    private func text(_ old: String?, _ new: String?, _ columns: SideBySide) -> String {
        columns.text(
            TextDifference.words(old ?? "", new ?? ""),
            hasOld: old != nil,
            hasNew: new != nil
        )
    }

    @Test("are wrapped each to its column, and what differs is marked")
    func wrapped() {
        let old = "Invoice 1042 of Acme Corporaton, due soon."
        let new = "Invoice 1042 of Acme Corporation, due on Monday."
        let expected = """
                Invoice 1042 │ Invoice 1042
                of Acme      │ of Acme
                [-Corporaton │ {+Corporatio
                ,-] due      │ n,+] due
                [-soon.-]    │ {+on
                             │ Monday.+}

            """.replacing("+]", with: "+}")
        #expect(text(old, new, narrow) == expected)
    }

    @Test("have nothing on the side that has none, and keep line breaks")
    func sides() {
        #expect(
            text("a\n\nb", nil, narrow)
                == "    [-a          │\n                 │\n    b-]          │\n"
        )
        #expect(text(nil, "1", narrow) == "                 │ {+1+}\n")
        #expect(text(nil, nil, narrow) == "")
        #expect(text("", "", narrow) == "                 │\n")
    }

    @Test("are as wide as the terminal, coloured there, and of 100 cells elsewhere")
    func styles() {
        let terminal = SideBySide(TextStyle(width: 47, isTerminal: true))
        let red = "\u{1B}[31;9mold\u{1B}[0m"
        let green = "\u{1B}[32;4mnew\u{1B}[0m"
        let blanks = String(repeating: " ", count: 20 - 5)
        #expect(text("a old", "a new", terminal) == "    a \(red)\(blanks) │ a \(green)\n")
        let plain = text("same", "same", SideBySide(.plain))
        #expect(plain == "    same" + String(repeating: " ", count: 42) + " │ same\n")
    }

    @Test("count the cells of wide characters, and show no control character")
    func cells() {
        #expect(
            text("合同编号合同编号", "a\u{1B}[2Jb", narrow)
                == """
                    [-合同编号合 │ {+a\\u001B[2J
                    同编号-]     │ b+}

                """
        )
    }

    @Test("have headings, cut to the column")
    func headings() {
        let rule = String(repeating: "─", count: 12)
        #expect(
            narrow.headings("as the AI had it", "final")
                == "    as the AI h… │ final\n    \(rule) │ \(rule)\n"
        )
    }
}
