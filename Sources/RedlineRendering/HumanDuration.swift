/// A time span for people, in the two largest units that matter: `340 ms`, `1.2 s`, `4 min 45 s`.
public struct HumanDuration: CustomStringConvertible, Sendable {
    /// The time span as text.
    public let description: String

    /// Makes a time span of so many seconds.
    public init(seconds: Double) {
        let sign = seconds < 0 ? "-" : ""
        description = sign + Self.text(seconds.magnitude)
    }

    /// Makes a time span of so many milliseconds.
    public init(milliseconds: Double) {
        self.init(seconds: milliseconds / 1000)
    }

    private static func text(_ seconds: Double) -> String {
        let milliseconds = seconds * 1000
        if seconds == 0 { return "0 s" }
        if milliseconds < 0.05 { return "<0.1 ms" }
        if milliseconds < 9.95 { return "\(trimmed(milliseconds)) ms" }
        if milliseconds.rounded() < 1000 { return "\(Int(milliseconds.rounded())) ms" }
        if (seconds * 10).rounded() < 600 { return "\(trimmed(seconds)) s" }
        if seconds.rounded() < 3600 { return pair(seconds, 60, "min", "s") }
        if (seconds / 60).rounded() < 1440 { return pair(seconds / 60, 60, "h", "min") }
        guard seconds < 1e15 else { return "\(seconds) s" }
        return pair(seconds / 3600, 24, "d", "h")
    }

    /// One decimal place, or none where it is zero.
    private static func trimmed(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func pair(
        _ value: Double,
        _ size: Int,
        _ larger: String,
        _ smaller: String
    ) -> String {
        let whole = Int(value.rounded())
        let first = "\(GroupedNumber(whole / size)) \(larger)"
        return whole % size == 0 ? first : "\(first) \(whole % size) \(smaller)"
    }
}
