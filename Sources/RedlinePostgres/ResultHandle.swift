import CLibPQ

/// Owner of a libpq result, which never changes after it was received.
final class ResultHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }

    /// The bytes of a field, nil for NULL; row and column must exist.
    func bytes(_ row: Int32, _ column: Int32) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(pointer, row, column) == 0 else { return nil }
        let length = PQgetlength(pointer, row, column)
        let start: UnsafeMutablePointer<CChar>? = PQgetvalue(pointer, row, column)
        return UnsafeRawBufferPointer(start: start, count: Int(length))
    }

    func columnName(_ column: Int32) -> String {
        PQfname(pointer, column).map { String(cString: $0) } ?? ""
    }
}
