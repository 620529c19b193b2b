import Redline
import RedlinePostgres

/// A statement of `statements/compliance`, by its name.
struct ComplianceStatement: Sendable {
    let file: SQLFile

    init(_ name: String) {
        guard let text = EmbeddedStatements.files.first(where: { $0.name == "\(name).sql" })?.text
        else { preconditionFailure("statements/compliance/\(name).sql is missing") }
        file = SQLFile(text)
    }

    /// The statement with each row as a JSON object.
    var asJSON: String { "select row_to_json(item)::text from (\n\(file.sql)) as item" }

    /// The same, and where the content of each row lies, where that is in the folder of files.
    var asJSONWithFiles: String {
        "select row_to_json(item)::text, item.file_id, item.content_hash, item.content_length "
            + "from (\n\(file.sql)) as item"
    }

    /// The statement without its order, which a count has no use for and would pay for.
    var unsorted: Substring {
        guard let order = file.sql.firstRange(of: "\norder by ") else {
            preconditionFailure("a statement of statements/compliance has no order")
        }
        return file.sql[..<order.lowerBound]
    }
}
