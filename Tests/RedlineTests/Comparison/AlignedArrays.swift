@testable import Redline

/// The alignment of two arrays.
struct AlignedArrays {
    let found: Alignment

    init(_ original: String, _ modified: String, limit: Int = Alignment.fullSearchLimit) throws {
        let pair = DocumentPair(
            original: try JSONDocument(parsing: original),
            modified: try JSONDocument(parsing: modified)
        )
        found = Alignment(pair, 0, 0, limit: limit)
    }

    var pairs: [[Int]] {
        found.pairs.map { [$0.0, $0.1] }
    }
}
