/// A figure that an independent reference gives, and redline's beside it.
struct ReferenceFigure: Sendable {
    /// The data set that both are of.
    let data: String
    /// The report's column, with what the row is of.
    let figure: String
    let reference: Double
    /// Redline's; nil where its report has none.
    let redline: Double?
    /// How far redline's may be away.
    var tolerance = 1e-9
    /// Whether redline's comes from the buckets of the roll-ups.
    var isRolledUp = false

    /// A figure; nil where the reference has none.
    init?(_ data: String, _ figure: String, _ reference: JSON, _ redline: JSON) {
        guard let number = reference.number else { return nil }
        self.init(data, figure, number, redline.number)
    }

    /// A figure.
    init(_ data: String, _ figure: String, _ reference: Double, _ redline: Double?) {
        self.data = data
        self.figure = figure
        self.reference = reference
        self.redline = redline
    }

    /// How far the two are apart.
    var difference: Double { redline.map { abs($0 - reference) } ?? .infinity }

    /// Percentiles that come from roll-ups, by the columns and the reference's names of them.
    static func rolledUp(
        _ data: String,
        _ names: KeyValuePairs<String, String>,
        of row: JSON,
        reference: JSON
    ) -> [ReferenceFigure] {
        all(data, names, of: row, reference: reference, place: "the roll-ups").map { figure in
            var figure = figure
            // A bucket's middle is up to 1 % away, and a bit more where it is rounded.
            figure.tolerance = 0.01001 * abs(figure.reference)
            figure.isRolledUp = true
            return figure
        }
    }

    /// A row for each of the report's columns, by the reference's names of them.
    static func all(
        _ data: String,
        _ names: KeyValuePairs<String, String>,
        of row: JSON,
        reference: JSON,
        place: String = ""
    ) -> [ReferenceFigure] {
        names.compactMap { ours, theirs in
            let figure = place.isEmpty ? "`\(ours)`" : "`\(ours)` of \(place)"
            return ReferenceFigure(data, figure, reference[theirs], row[ours])
        }
    }
}

/// Figures of one kind, and where their references come from.
struct ReferenceSection: Sendable {
    let heading: String
    let text: String
    let figures: [ReferenceFigure]
}
