import Redline
import RedlineAnalytics
import RedlineRendering

/// Changes of data, field by field, as a redline.
enum ChangeTable {
    /// A change, wherever it is from.
    struct Row {
        let type: ChangeType
        let originalPath: String
        let modifiedPath: String
        let original: String?
        let modified: String?
        let pattern: String
        var reason: String?
    }

    private typealias Words = RedlineWeb.Words.Workflow

    /// The most changes of a table.
    private static let limit = 200

    /// The table; nil where there are no changes.
    static func html(_ rows: [Row]) -> HTML? {
        guard !rows.isEmpty else { return nil }
        let lines = rows.prefix(limit).map { line($0) }
        let rest: HTML? =
            rows.count > limit
            ? """
            <p class="note">\(RedlineWeb.Words.Reports.shortened(
                "\(limit)", "\(GroupedNumber(rows.count))"))</p>

            """ : nil
        return """
            <div class="table"><table><thead><tr><th scope="col">\(Words.field)</th>\
            <th scope="col">\(Words.what)</th><th scope="col">\(Words.pattern)</th></tr></thead>
            <tbody>
            \(lines)</tbody></table></div>
            \(rest)
            """
    }

    private static func line(_ row: Row) -> HTML {
        let path = row.type == .deletion ? row.originalPath : row.modifiedPath
        let isMoved = row.type == .modification && row.originalPath != row.modifiedPath
        let moved: HTML? =
            isMoved
            ? "<br><span class=\"note small\">\(Words.moved) \(row.originalPath)</span>" : nil
        let reason: HTML? = row.reason.map {
            "<br><span class=\"note small\">\(Words.reason) \($0)</span>"
        }
        let old = plain(row.original)
        let new = plain(row.modified)
        let redline: HTML
        switch row.type {
        case .modification: redline = LongText.difference(old, new, limit: LongText.cellLimit)
        case .addition: redline = "<ins>\(LongText.value(new))</ins>"
        case .deletion: redline = "<del>\(LongText.value(old))</del>"
        }
        return """
            <tr><th scope="row"><code>\(path)</code>\(moved)</th>\
            <td dir="auto">\(redline)\(reason)</td><td>\(row.pattern)</td></tr>

            """
    }

    /// A JSON value as text: a string without its quotation marks.
    private static func plain(_ json: String?) -> String {
        guard let json else { return "" }
        guard let value = try? JSONDocument(parsing: json).root, let string = value.string else {
            return json
        }
        return string.isEmpty ? "\"\"" : string
    }
}

extension ChangeTable.Row {
    init(_ correction: WorkflowDetail.Correction) {
        self.init(
            type: correction.changeType,
            originalPath: correction.originalPath,
            modifiedPath: correction.modifiedPath,
            original: correction.original,
            modified: correction.modified,
            pattern: correction.pattern,
            reason: correction.reason
        )
    }

    init(_ change: Change) {
        self.init(
            type: change.changeType,
            originalPath: change.originalPath,
            modifiedPath: change.modifiedPath,
            original: change.original?.text,
            modified: change.modified?.text,
            pattern: change.pattern.rawValue
        )
    }
}
