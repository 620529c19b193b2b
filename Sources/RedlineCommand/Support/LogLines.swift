import Foundation
import Logging
import Redline

/// Writes the log to standard error: a line an event, with the time in UTC, the level, the message
/// and what belongs to it as `name=value`, sorted by name.
///
/// Nothing in an event can begin a line of its own.
struct LogLines: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey name: String) -> Logger.Metadata.Value? {
        get { metadata[name] }
        set { metadata[name] = newValue }
    }

    func log(event: LogEvent) {
        let line = line(event, at: .now)
        // One call, so that lines of several threads do not get into each other.
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The line of an event, with its end.
    func line(_ event: LogEvent, at time: Timestamp) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(320)
        line += "\(time)".utf8
        line += " \(event.level) ".utf8
        Self.append(event.message.description, to: &line)
        var members = metadata
        if let more = event.metadata { members.merge(more) { $1 } }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            line.append(UInt8(ascii: " "))
            line += name.utf8
            line.append(UInt8(ascii: "="))
            let text = value.description
            if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x22 || $0 == 0x3D }) {
                line.append(UInt8(ascii: "\""))
                Self.append(text, quoted: true, to: &line)
                line.append(UInt8(ascii: "\""))
            } else {
                Self.append(text, to: &line)
            }
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private static func append(_ text: String, quoted: Bool = false, to line: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"" where quoted: line += #"\""#.utf8
            case "\\" where quoted: line += #"\\"#.utf8
            case " "..."~": line.append(UInt8(truncatingIfNeeded: scalar.value))
            case "\n": line += #"\n"#.utf8
            case _ where scalar.endsLineOrControls:
                line += "\\u{\(String(scalar.value, radix: 16))}".utf8
            default: line += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a reader of lines would take it for more than a character.
    fileprivate var endsLineOrControls: Bool {
        [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
    }
}
