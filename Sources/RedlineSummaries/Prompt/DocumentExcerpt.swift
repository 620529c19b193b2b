import Redline

/// A document as a prompt holds it: on one line, and cut where it is too large.
///
/// It is cut step by step until it fits. First long texts and long arrays are shortened, so that all
/// fields stay and line items are given by their first few and their number. Where even that is too
/// large, single fields are listed by pointer, those at the top before those further down, as far
/// as there is room. What is left out is counted under `(omitted)`.
struct DocumentExcerpt: Sendable, Equatable {
    /// The document as JSON without line ends.
    let json: String
    /// Whether nothing was cut.
    let isWhole: Bool

    /// The most code points of a text and elements of an array, step by step.
    private static let steps = [(2_000, 50), (500, 10), (200, 3), (80, 1)]

    /// Brings a document to at most so many bytes.
    init(_ data: JSONView, limit: Int) {
        if data.withTextBytes(\.count) <= 4 * limit {
            var writer = ExcerptWriter(characters: .max, elements: .max)
            writer.write(data)
            if writer.json.bytes.count <= limit {
                self.init(json: writer.json.text, isWhole: true)
                return
            }
        }
        for (characters, elements) in Self.steps {
            var writer = ExcerptWriter(characters: characters, elements: elements)
            writer.write(data)
            if writer.json.bytes.count <= limit {
                self.init(json: writer.json.text, isWhole: false)
                return
            }
        }
        self.init(json: ExcerptWriter.fields(of: data, limit: limit), isWhole: false)
    }

    private init(json: String, isWhole: Bool) {
        self.json = json
        self.isWhole = isWhole
    }
}
