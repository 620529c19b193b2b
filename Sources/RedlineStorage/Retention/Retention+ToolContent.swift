import RedlinePostgres

extension Retention {
    /// Partitions that one run looks through at most; the others come with the next one.
    static let mostParts = 32

    /// Removes what was sent to tools and what came back, where that is past its time.
    ///
    /// The interactions stay, with all their figures. A partition at a time, so that nobody who
    /// records late waits for long.
    static func removeToolContent(
        on connection: Connection,
        _ run: inout RetentionRun,
        _ progress: @Sendable (RetentionWeek.Place) -> Void
    ) async throws {
        let parts = try await step(on: connection) { connection in
            try connection.run(.toolContentParts, ["limit": .integer(mostParts)])
                .compactMap { row -> (name: String, week: String)? in
                    guard let name = try row["part"].string, let week = try row["week"].string
                    else { return nil }
                    return (name, week)
                }
        }
        for part in parts {
            try Task.checkCancellation()
            let done = try await patiently(on: connection) { connection in
                let rows = try connection.run(.removeToolContent, ["part": .text(part.name)])
                return (
                    contents: try rows.first?["removed"].int ?? 0,
                    bytes: try rows.first?["freed_bytes"].int ?? 0
                )
            }
            guard let done else {
                run.left += 1
                continue
            }
            guard done.contents > 0 else { continue }
            run.contents += done.contents
            run.freedBytes += max(0, done.bytes)
            progress(.init(kind: RetentionKind.toolContent.rawValue, week: part.week))
        }
    }
}

extension RecordingStatement {
    fileprivate static let toolContentParts = Self("tool_content_parts")
    fileprivate static let removeToolContent = Self("remove_tool_content")
}
