/// The look of one line among others, told apart without colour: its dashes and its points.
struct SVGMarker {
    /// How many lines are told apart.
    static let count = 6

    let index: Int

    /// The dashes of the line; nil where it has none.
    var dashes: String? { [nil, "7 4", "2 3", "10 3 2 3", "5 2", "12 4"][index % Self.count] }

    /// The class that colours it.
    var kind: String { "s\(index % Self.count)" }

    /// Draws the marker around a point.
    func draw(_ x: Double, _ y: Double, on canvas: inout SVGCanvas) {
        let size = 3.5
        let shapes: [[(x: Double, y: Double)]] = [
            [], [(-1, -1), (1, -1), (1, 1), (-1, 1)], [(0, -1.2), (1.2, 1), (-1.2, 1)],
            [(0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)], [(-1.2, -1), (1.2, -1), (0, 1.2)],
            [(-1.4, -0.6), (1.4, -0.6), (1.4, 0.6), (-1.4, 0.6)],
        ]
        let shape = shapes[index % Self.count]
        guard !shape.isEmpty else {
            canvas.circle(x, y, radius: size, "mark \(kind)")
            return
        }
        let corners = shape.map { (x: x + $0.x * size, y: y + $0.y * size) }
        canvas.path(corners, isClosed: true, "mark \(kind)")
    }
}
