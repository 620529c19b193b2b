/// Words that no answer may hold: they are the database's and the program's own.
enum Innards {
    // A Regex is not Sendable: it is made anew for each answer.
    private static let patterns = [
        #"\b(select|insert|update|delete)\b.+\b(from|into|set)\b"#, "sqlstate", "pg_",
        #"redline\.[a-z]"#, #"\.swift\b"#, "PostgresError", "Fatal error", "stack ?trace",
        "backtrace", "0x[0-9a-f]{6}",
    ]

    /// What an answer that tells of a fault gives away; nil where it is nothing.
    static func found(in answer: HTTPAnswer) throws -> String? {
        guard answer.status >= 400 else { return nil }
        let pattern = try Regex(patterns.joined(separator: "|")).ignoresCase()
        return answer.text.firstMatch(of: pattern).map { String(answer.text[$0.range]) }
    }
}
