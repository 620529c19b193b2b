import CXlsxWriter

/// A sheet that is being written, row by row.
struct ExcelSheet {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let book: ExcelWorkbook
    private var row: UInt32 = 0
    private var widths: [Int] = []

    /// The narrowest and the widest column, in characters.
    private static let widthRange = 8...60

    init(sheet: UnsafeMutablePointer<lxw_worksheet>, book: ExcelWorkbook) {
        self.sheet = sheet
        self.book = book
    }

    /// Writes names above columns that stay where they are when the rest is scrolled.
    mutating func header(_ names: [String]) {
        for (column, name) in names.enumerated() { text(name, column, .header) }
        row += 1
        worksheet_freeze_panes(sheet, row, 0)
        worksheet_repeat_rows(sheet, row - 1, row - 1)
        worksheet_set_landscape(sheet)
        worksheet_fit_to_pages(sheet, 1, 0)
    }

    /// Writes a row of values.
    mutating func append(_ values: [TypedValue]) {
        for (column, value) in values.enumerated() { write(value, column) }
        row += 1
    }

    /// Writes a row of texts in one format.
    mutating func append(_ texts: [String], _ format: ExcelFormat) {
        for (column, text) in texts.enumerated() { self.text(text, column, format) }
        row += 1
    }

    /// Writes a name in front of a value.
    mutating func append(label: String, _ value: TypedValue) {
        text(label, 0, .label)
        write(value, 1)
        row += 1
    }

    /// Leaves a row empty.
    mutating func skip() { row += 1 }

    /// Sets columns as wide as what is in them, and arrows above the rows to filter by.
    func finish(isFiltered: Bool = false) {
        for (column, width) in widths.enumerated() {
            let fitting = min(
                max(width + 2, Self.widthRange.lowerBound),
                Self.widthRange.upperBound
            )
            let place = UInt16(column)
            worksheet_set_column(sheet, place, place, Double(fitting), nil)
        }
        if isFiltered, row > 1, !widths.isEmpty {
            worksheet_autofilter(sheet, 0, 0, row - 1, UInt16(widths.count - 1))
        }
    }

    private mutating func write(_ value: TypedValue, _ column: Int) {
        let place = UInt16(column)
        switch value {
        case .empty: break
        case .boolean(let value):
            worksheet_write_boolean(sheet, row, place, value ? 1 : 0, nil)
            widen(column, 5)
        case .number(let number, let style):
            worksheet_write_number(sheet, row, place, number, book.format(.number(style)))
            widen(column, 12)
        case .day(let moment):
            date(moment, column, .day)
        case .moment(let moment):
            date(moment, column, .moment)
        case .text(let value): text(value, column, .text)
        }
    }

    private mutating func date(_ moment: CalendarMoment, _ column: Int, _ format: ExcelFormat) {
        guard let serial = moment.serial else {
            text(moment.spelling, column, .text)
            return
        }
        worksheet_write_number(sheet, row, UInt16(column), serial, book.format(format))
        widen(column, format == .day ? 10 : 19)
    }

    private mutating func text(_ text: String, _ column: Int, _ format: ExcelFormat) {
        guard !text.isEmpty else { return }
        worksheet_write_string(sheet, row, UInt16(column), book.text(text), book.format(format))
        // The title runs over the columns beside it.
        if format != .title, format != .heading { widen(column, Self.width(of: text)) }
    }

    private mutating func widen(_ column: Int, _ width: Int) {
        while widths.count <= column { widths.append(0) }
        widths[column] = max(widths[column], width)
    }

    /// The characters of the first line, those of full width counted twice, up to what can matter.
    private static func width(of text: String) -> Int {
        var width = 0
        for scalar in text.unicodeScalars {
            if scalar == "\n" || width >= widthRange.upperBound { break }
            width += scalar.value >= 0x1100 && scalar.properties.isIdeographic ? 2 : 1
        }
        return width
    }
}
