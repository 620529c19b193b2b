import CXlsxWriter
import Redline

/// A workbook that is being written, by libxlsxwriter.
///
/// Texts are written as texts, whatever they start with: nothing becomes a formula or a link.
final class ExcelWorkbook {
    private let book: UnsafeMutablePointer<lxw_workbook>
    private var isOpen = true
    private var names = SheetNames()
    private var formats: [ExcelFormat: UnsafeMutablePointer<lxw_format>] = [:]
    /// The first few of them, which are those of nearly all cells: to compare them costs less than to
    /// look one up.
    private var firstFormats: [(kind: ExcelFormat, format: UnsafeMutablePointer<lxw_format>)] = []
    private static let firstFormatLimit = 8
    /// Whether a text was too long for its cell.
    private(set) var isCut = false

    static let fileName = "deliverable.xlsx"

    /// Starts a workbook in a folder.
    init(in folder: borrowing ScratchFolder) throws(DeliverableError) {
        let made = folder.path.withCString { path in
            var options = lxw_workbook_options()
            options.tmpdir = UnsafeMutablePointer(mutating: path)
            return workbook_new_opt("\(folder.path)/\(Self.fileName)", &options)
        }
        guard let made else { throw .notWritten("libxlsxwriter has no memory") }
        book = made
    }

    deinit {
        if isOpen { lxw_workbook_free(book) }
    }

    /// What the file says of itself.
    func describe(title: String, subject: String, createdAt: Timestamp) {
        let title = ExcelText.cell(title).text
        let subject = ExcelText.cell(subject).text
        title.withCString { title in
            subject.withCString { subject in
                "redline".withCString { author in
                    var properties = lxw_doc_properties()
                    properties.title = UnsafeMutablePointer(mutating: title)
                    properties.subject = UnsafeMutablePointer(mutating: subject)
                    properties.author = UnsafeMutablePointer(mutating: author)
                    // Without a time the library takes the clock's; zero counts as none.
                    let seconds = createdAt.milliseconds / 1_000
                    properties.created = time_t(seconds == 0 ? 1 : seconds)
                    workbook_set_properties(book, &properties)
                }
            }
        }
    }

    /// Adds a sheet with a name like this.
    func sheet(
        named name: String,
        direction: TextDirection
    ) throws(DeliverableError) -> ExcelSheet {
        guard let sheet = workbook_add_worksheet(book, names.name(name)) else {
            throw .notWritten("libxlsxwriter refuses a sheet")
        }
        if direction == .rightToLeft { worksheet_right_to_left(sheet) }
        return ExcelSheet(sheet: sheet, book: self)
    }

    /// Ends the file; nothing can be written afterwards.
    func close() throws(DeliverableError) {
        isOpen = false
        let outcome = workbook_close(book)
        guard outcome == LXW_NO_ERROR else {
            let reason = lxw_strerror(outcome).map { String(cString: $0) } ?? "\(outcome.rawValue)"
            throw .notWritten("libxlsxwriter: \(reason)")
        }
    }

    func text(_ text: String) -> String {
        let cell = ExcelText.cell(text)
        if cell.isCut { isCut = true }
        return cell.text
    }

    /// The library's format of that kind, made once.
    func format(_ wanted: ExcelFormat) -> UnsafeMutablePointer<lxw_format>? {
        for known in firstFormats where known.kind == wanted { return known.format }
        if let known = formats[wanted] { return known }
        guard let format = workbook_add_format(book) else { return nil }
        wanted.apply(to: format)
        formats[wanted] = format
        if firstFormats.count < Self.firstFormatLimit { firstFormats.append((wanted, format)) }
        return format
    }
}
