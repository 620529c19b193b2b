import RedlineRendering

/// The room that a page has for content, so that no record makes it larger than a phone takes well.
struct PageRoom {
    /// The bytes of markup that are left.
    private(set) var bytes: Int

    /// The room for the content of most pages: with the frame around it, they stay below 200 kB.
    static let standard = PageRoom(bytes: 80_000)

    init(bytes: Int) {
        self.bytes = bytes
    }

    /// Whether nothing more fits; what is still to be shown is shown as short as can be.
    var isFull: Bool { bytes <= 0 }

    /// Takes up what a piece needs.
    mutating func take(_ piece: HTML) {
        bytes -= piece.markup.utf8.count
    }

    /// Takes up what a piece needs where there is room for it; nil where there is none.
    mutating func fit(_ piece: HTML) -> HTML? {
        guard piece.markup.utf8.count <= bytes else { return nil }
        take(piece)
        return piece
    }
}
