import Redline
import Testing

@Suite("Texts that a spreadsheet would run")
struct FormulaTextTests {
    @Test(
        "are formulas, also behind blanks and in full width",
        arguments: [
            "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1", "\n1", " =1",
            "\u{00A0}=1", "\u{FEFF}=1", "\u{3000}@a", "\u{FF1D}1", "\u{FF0B}1", "\u{FF0D}1",
            "\u{FF20}a",
            "-", "+", "--1", "-1-", "+1,,2", "-1e", "-1e+", "-1e5x", "-1.", "-.5", "=", "-1\t",
        ]
    )
    func formulas(text: String) {
        #expect(FormulaText.isFormula(text))
        #expect(FormulaText.isFormula(Array(text.utf8)))
    }

    @Test(
        "are no numbers and no other texts",
        arguments: [
            "", "a", "1+1", "-5", "+1,234.50", "-1.5e-7", "-3E10", "a=1", "(=1)", "'=1", " a",
            "é=1", "{=1}",
            "\"=1\"", "\u{00A0}", "  ",
        ]
    )
    func others(text: String) {
        #expect(!FormulaText.isFormula(text))
        #expect(!FormulaText.isFormula(Array(text.utf8)))
    }
}
