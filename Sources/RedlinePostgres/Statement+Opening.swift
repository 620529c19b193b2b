extension Statement {
    // Prepared, because the server would read their few letters again for each transaction.
    static let begin = Statement("begin", isPrepared: true)
    static let commit = Statement("commit", isPrepared: true)

    /// The statements that give a transaction its role and settings, to its end.
    static func opening(role: String?, settings: [String: String]) -> [Statement] {
        // Both even without any, so that what was left in the session does not count.
        let name = role.map { PostgresSyntax.quoteIdentifier($0) } ?? "none"
        var statements = [Statement("reset all"), Statement("set local role \(name)")]
        guard !settings.isEmpty else { return statements }
        let sorted = settings.sorted { $0.key < $1.key }
        let calls = sorted.indices.map { "set_config($\($0 * 2 + 1), $\($0 * 2 + 2), true)" }
        let parameters = sorted.flatMap { [Parameter.text($0.key), Parameter.text($0.value)] }
        statements.append(
            Statement(
                "select \(calls.joined(separator: ", "))",
                parameters,
                isPrepared: true
            )
        )
        return statements
    }
}
