import CLibPQ

/// The result of a statement: rows of text values, read from libpq's own memory when asked for.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ResultHandle
    /// The number of rows.
    public let count: Int
    /// The number of columns, 0 for a statement that returns no rows.
    public let columnCount: Int

    init(_ result: ResultHandle) {
        self.result = result
        count = Int(PQntuples(result.pointer))
        columnCount = Int(PQnfields(result.pointer))
    }

    /// Always 0.
    public var startIndex: Int { 0 }

    /// The number of rows.
    public var endIndex: Int { count }

    /// A row, from 0; like an array it stops the program for a row that does not exist.
    public subscript(index: Int) -> Row {
        precondition(index >= 0 && index < count, "row \(index) of \(count)")
        return Row(result: result, index: Int32(index), columnCount: columnCount)
    }

    /// The columns' names.
    public var columnNames: [String] {
        (0..<columnCount).map { result.columnName(Int32($0)) }
    }

    /// The object ids of the columns' types.
    public var columnTypes: [UInt32] {
        (0..<columnCount).map { PQftype(result.pointer, Int32($0)) }
    }

    /// The rows that the statement inserted, updated, deleted or selected.
    public var affectedCount: Int {
        PQcmdTuples(result.pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// What the statement was, such as `INSERT 0 1`.
    public var commandTag: String {
        PQcmdStatus(result.pointer).map { String(cString: $0) } ?? ""
    }

    /// Gives the bytes of a field without copying them, nil for NULL; they are gone after the call.
    ///
    /// - Throws: What `body` throws.
    public func withBytes<Value>(
        row: Int,
        column: Int,
        _ body: (UnsafeRawBufferPointer?) throws -> Value
    ) rethrows -> Value {
        precondition(row >= 0 && row < count, "row \(row) of \(count)")
        precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
        return try withExtendedLifetime(result) {
            try body(result.bytes(Int32(row), Int32(column)))
        }
    }
}
