/// What a terminal is sent so that a text takes the place of the one before it.
enum ScreenFrame {
    /// The text, drawn from the top of the screen.
    ///
    /// In one piece, and each line with what clears the rest of its own, so that nothing flickers.
    static func bytes(_ text: [UInt8], isFirst: Bool) -> [UInt8] {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let drawn = lines.joined(separator: Array("\u{1B}[K\n".utf8))
        return Array("\u{1B}[\(isFirst ? "2J\u{1B}[H" : "H")".utf8) + drawn + Array("\u{1B}[J".utf8)
    }
}
