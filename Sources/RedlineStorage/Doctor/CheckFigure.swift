/// Figures of checks, as people read them.
enum CheckFigure {
    /// Bytes in the largest unit that fits: `4.2 GB`.
    static func bytes(_ count: Int) -> String {
        let units = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB")]
        guard let (size, name) = units.first(where: { count >= $0.0 }) else {
            return "\(count / 1_000) kB"
        }
        let tenths = count / (size / 10)
        return "\(tenths / 10).\(tenths % 10) \(name)"
    }

    /// A span of time in whole units: `3 min`.
    static func span(microseconds: Int64) -> String {
        let seconds = max(microseconds, 0) / 1_000_000
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7_200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(seconds / 86_400) days"
        }
    }

    /// A count with its noun, whose plural ends in s: `1 record`, `3 records`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
