import RedlinePostgres

/// The statements that insert interactions, made before it is known which messages repeat the one
/// before them: that is asked of the database, and meanwhile there is time for all else.
struct InteractionInserts: Sendable {
    private struct Few: Sendable {
        let items: ArraySlice<InteractionBatch.Item>
        let rows: [String: Parameter]
        let calls: [String: Parameter]
        let callCount: Int
    }

    /// So many tool calls at most are inserted by the statement that inserts their interactions.
    private static let mostCallsBeside = 300

    private let inserts: [Few]

    init(_ items: [InteractionBatch.Item]) {
        let most = InteractionBatch.leastCopy
        inserts = stride(from: 0, to: items.count, by: most).map { first in
            let few = items[first..<min(first + most, items.count)]
            var rows = InteractionRows<ColumnLayout>(capacity: few.count)
            var calls = ToolCallRows<ColumnLayout>()
            for item in few {
                rows.append(item, repeatsPrevious: false)
                calls.append(item)
            }
            return Few(
                items: few,
                rows: rows.batch.parameters,
                calls: calls.batch.parameters,
                callCount: calls.batch.rows
            )
        }
    }

    /// The statements, with the positions of the messages that repeat others.
    func statements(repeating: Set<Int>) -> [Statement] {
        inserts.flatMap { Self.statements($0, repeating) }
    }

    private static func statements(_ few: Few, _ repeating: Set<Int>) -> [Statement] {
        var parameters = few.rows
        if !repeating.isEmpty {
            var column = BatchColumns(
                [("repeats_previous", PostgresType.bool)],
                capacity: few.items.count
            )
            for item in few.items {
                column.boolean(repeating.contains(item.position))
                column.endRow()
            }
            parameters.merge(column.parameters) { _, known in known }
        }
        guard few.callCount > 0 else { return [.recording(.insertInteractions, parameters)] }
        guard few.callCount <= mostCallsBeside else {
            return [
                .recording(.insertInteractions, parameters),
                .recording(.insertToolCalls, few.calls),
            ]
        }
        for (name, value) in few.calls { parameters["call_\(name)"] = value }
        return [.recording(.insertInteractionsWithCalls, parameters)]
    }
}
