import CLibPQ
import Foundation

/// One row of a result.
public struct Row: Sendable {
    let result: ResultHandle
    let index: Int32
    let columnCount: Int

    /// The field of a column by its position, from 0; `badValue` for a column that does not exist.
    public subscript(column: Int) -> Field {
        get throws(PostgresError) {
            guard column >= 0, column < columnCount else {
                throw PostgresError(.badValue, "no column \(column) among \(columnCount)")
            }
            return Field(result: result, row: index, column: Int32(column))
        }
    }

    /// The field of the first column of that exact name; `badValue` where there is none.
    public subscript(name: String) -> Field {
        get throws(PostgresError) {
            for column in 0..<Int32(columnCount) {
                guard let candidate = PQfname(result.pointer, column) else { continue }
                if strcmp(candidate, name) == 0 {
                    return Field(result: result, row: index, column: column)
                }
            }
            throw PostgresError(.badValue, "no column named \(name)")
        }
    }
}
