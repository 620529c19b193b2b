import Redline

/// Ids of interactions that come without one: `INT_YYYYMMDD_HHMMSS_ffffff`.
enum InteractionID {
    /// The id of that time.
    static func make(at time: Timestamp) -> String {
        "INT_\(time.compactSpelling)"
    }

    /// The id with a suffix, for where two would meet.
    static func suffixed(_ id: String) -> String {
        let suffix = UInt32.random(in: .min ... .max)
        let digits = String(suffix, radix: 16)
        return id + "_" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
