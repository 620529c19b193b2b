import Redline

/// Writes lines of CSV.
struct CSVLine {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    /// Starts a line with cells that have been written elsewhere.
    mutating func begin(with cells: CSVLine, columns: Int) {
        guard columns > 0 else { return }
        bytes.append(contentsOf: cells.bytes)
        isFirst = false
    }

    mutating func append(cells: [FlatCell]) {
        for cell in cells {
            separate()
            switch cell {
            case .null: break
            // A number is a number, whatever its sign.
            case .number(let text): bytes.append(contentsOf: text.utf8)
            case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
            case .text(let text): append(text)
            }
        }
    }

    /// Leaves cells empty.
    mutating func skip(_ count: Int) {
        for _ in 0..<max(0, count) { separate() }
    }

    mutating func end() {
        bytes.append(contentsOf: "\r\n".utf8)
        isFirst = true
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func append(_ text: String) {
        let text = FormulaText.isFormula(text) ? "'" + text : text
        CSVField.append(text.utf8, isQuoted: CSVField.mustBeQuoted(text.utf8), to: &bytes)
    }
}
