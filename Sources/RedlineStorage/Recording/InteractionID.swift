import Redline

/// Ids of interactions that come without one: `INT_YYYYMMDD_HHMMSS_ffffff`.
enum InteractionID {
    /// The id of that time.
    static func make(at time: Timestamp) -> String {
        "INT_\(time.compactSpelling)"
    }

    /// The id with a suffix, for where two would meet.
    ///
    /// The suffix comes of the content, so that the same record again is given the same one.
    static func suffixed(_ id: String, _ digest: RecordDigest) -> String {
        let digits = digest.bytes.prefix(4).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return id + "_" + digits.joined()
    }
}
