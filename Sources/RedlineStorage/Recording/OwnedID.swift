import Redline
import RedlinePostgres

/// An id within its owner's records; ids that merely look alike are two.
struct OwnedID: Hashable {
    let owner: Owner
    private let exact: ExactText

    var id: String { exact.text }

    init(owner: Owner, id: String) {
        self.owner = owner
        exact = ExactText(id)
    }

    /// Takes the columns `owner` and the one that holds the id; nil where a row has no such id.
    init?(_ row: Row, column: String) throws {
        guard let owner = try row["owner"].string.flatMap({ Owner($0) }),
            let id = try row[column].string
        else { return nil }
        self.init(owner: owner, id: id)
    }

    /// Takes the columns of all rows.
    static func all(_ rows: Rows, column: String) throws -> Set<OwnedID> {
        Set(try rows.compactMap { try OwnedID($0, column: column) })
    }
}
