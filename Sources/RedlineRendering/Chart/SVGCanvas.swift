/// The elements of a drawing, written one after the other.
struct SVGCanvas {
    /// Where a text is held.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    private(set) var elements = ""

    /// A length in the drawing's units: one decimal place, the same on every machine.
    static func length(_ value: Double) -> String {
        let text = FixedPoint.text(value, places: 1) ?? "0"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
        let places = zip(["x1", "y1", "x2", "y2"], [x1, y1, x2, y2])
        let attributes = places.map { "\($0)=\"\(Self.length($1))\"" }.joined(separator: " ")
        elements += "<line class=\"\(kind)\" \(attributes)/>\n"
    }

    mutating func rectangle(
        _ x: Double,
        _ y: Double,
        width: Double,
        height: Double,
        _ kind: String
    ) {
        elements +=
            "<rect class=\"\(kind)\" x=\"\(Self.length(x))\" y=\"\(Self.length(y))\" "
            + "width=\"\(Self.length(width))\" height=\"\(Self.length(height))\"/>\n"
    }

    /// A line through points, or the area that they enclose.
    mutating func path(
        _ points: [(x: Double, y: Double)],
        isClosed: Bool = false,
        dashes: String? = nil,
        _ kind: String
    ) {
        guard !points.isEmpty else { return }
        let steps = points.enumerated().map { index, point in
            "\(index == 0 ? "M" : "L")\(Self.length(point.x)) \(Self.length(point.y))"
        }
        let dashed = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
        elements +=
            "<path class=\"\(kind)\"\(dashed) d=\"\(steps.joined())\(isClosed ? "Z" : "")\"/>\n"
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, _ kind: String) {
        elements +=
            "<circle class=\"\(kind)\" cx=\"\(Self.length(x))\" cy=\"\(Self.length(y))\" "
            + "r=\"\(Self.length(radius))\"/>\n"
    }

    mutating func text(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: Anchor = .start,
        isTurned: Bool = false
    ) {
        let place = "x=\"\(Self.length(x))\" y=\"\(Self.length(y))\""
        let turn = isTurned ? " transform=\"rotate(-90 \(Self.length(x)) \(Self.length(y)))\"" : ""
        elements +=
            "<text \(place) text-anchor=\"\(anchor.rawValue)\"\(turn)>"
            + "\(Markup.escaped(text))</text>\n"
    }

    /// Elements that say together what they are when one points at them.
    mutating func group(saying title: String, _ draw: (inout SVGCanvas) -> Void) {
        elements += "<g><title>\(Markup.escaped(title))</title>\n"
        draw(&self)
        elements += "</g>\n"
    }
}
