@testable import Redline

/// A comparison's changes as the tests write them down.
struct ChangeList {
    let changes: [Change]

    init(_ original: String, _ modified: String) throws {
        changes =
            Comparison(
                original: try JSONDocument(parsing: original).root,
                modified: try JSONDocument(parsing: modified).root
            ).changes
    }

    /// `M path old new`, `D path old` or `A path new`, sorted.
    var lines: [String] {
        changes.map { change in
            let values = [change.original, change.modified].compactMap { $0?.text }
            let letter = change.changeType.rawValue.prefix(1).uppercased()
            return ([letter, change.path] + values).joined(separator: " ")
        }.sorted()
    }

    /// Field name and both paths of each change, sorted.
    var places: [String] {
        changes.map { "\($0.field) \($0.originalPath) \($0.modifiedPath)" }.sorted()
    }
}
