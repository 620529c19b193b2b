import Foundation

/// What is said to people beside the data: on standard error, so that data stays data.
enum Messages {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Replaces the last line of a terminal, for progress.
    static func replaceLine(_ text: String) {
        FileHandle.standardError.write(Data(("\r\u{1B}[2K" + text).utf8))
    }
}

/// Something that a command cannot do, in words that say what to do instead.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
