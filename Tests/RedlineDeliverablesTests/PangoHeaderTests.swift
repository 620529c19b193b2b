import Foundation
import Testing

/// What Pango is declared to be is what its own headers say.
@Suite struct PangoHeaderTests {
    private static let flags = try? OtherProgram.run(["pkg-config", "--cflags", "pangocairo"])
        .split(whereSeparator: \.isWhitespace).map(String.init)

    @Test func declarationsAreThoseOfPango() throws {
        let flags = try #require(Self.flags)
        let header = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/CPangoCairo/pango.h")
        let text = try String(contentsOf: header, encoding: .utf8)
        // The values of its enumerations are held against Pango's by their names.
        let values = [
            "PANGO_DIRECTION_LTR == 0", "PANGO_DIRECTION_RTL == 1", "PANGO_WRAP_WORD == 0",
            "PANGO_WRAP_CHAR == 1", "PANGO_WRAP_WORD_CHAR == 2", "PANGO_WEIGHT_NORMAL == 400",
            "PANGO_WEIGHT_BOLD == 700", "PANGO_SCALE == 1024", "sizeof(PangoRectangle) == 16",
        ]
        let checks = values.map { "_Static_assert(\($0), \"\");" }.joined(separator: "\n")
        for others in ["", "#include <pango/pangocairo.h>\n"] {
            try OtherProgram.onFile(Array((others + text + checks).utf8), ending: "c") { path in
                _ = try OtherProgram.run(["clang", "-fsyntax-only", "-Werror"] + flags + [path])
            }
        }
    }
}
