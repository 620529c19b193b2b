import Foundation
import RedlineRendering

/// The terminal, where there is one.
enum Terminal {
    /// How to write for whoever reads standard output: in colour and to the width of a terminal,
    /// plain otherwise.
    static var style: TextStyle {
        guard isatty(STDOUT_FILENO) == 1 else { return .plain }
        let wantsNoColour = ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
        return TextStyle(width: width, isTerminal: !wantsNoColour)
    }

    /// Whether standard output is a terminal, whose screen can be drawn anew.
    static var isScreen: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether progress can be shown on standard error.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Which of the standard streams are a terminal that is still there.
    static var descriptors: [Int32] {
        [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].filter { isatty($0) == 1 }
    }

    private static var width: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    /// Writes data to standard output.
    static func write(_ bytes: [UInt8]) throws {
        try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    }

    /// Writes text to standard output.
    static func write(_ text: String) throws {
        try write(Array(text.utf8))
    }
}
