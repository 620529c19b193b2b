import HTTPTypes

/// What a request says in its `Prefer` headers (RFC 7240), as far as redline follows it.
struct RequestWishes: Sendable, Equatable {
    /// Whether the sender does not want to wait for the database: `respond-async`.
    var isAsync = false
    /// So long the sender is ready to wait: `wait=SECONDS`, a minute at most.
    var wait: Duration?

    private static let longestWait = 60

    init(_ headers: HTTPFields) {
        for wish in headers[values: .prefer].flatMap({ $0.split(separator: ",") }) {
            // What stands behind a semicolon only explains the wish.
            let sides = wish.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map { side in
                side.filter { !" \t\"".contains($0) }.lowercased()
            }
            switch sides.first {
            case "respond-async": isAsync = true
            case "wait" where wait == nil && sides.count == 2:
                wait = Int(sides[1]).flatMap { seconds in
                    seconds < 0 ? nil : .seconds(min(seconds, Self.longestWait))
                }
            default: break
            }
        }
    }
}
