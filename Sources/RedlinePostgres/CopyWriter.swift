/// The data of a `COPY ... FROM STDIN`, used where the connection is isolated.
///
/// A writer that is dropped without `finish` copies nothing.
public final class CopyWriter {
    private let wire: Wire

    init(_ wire: Wire) {
        self.wire = wire
    }

    /// Sends data in the format the statement named; rows may be cut anywhere.
    ///
    /// - Throws: `cancelled` in a cancelled task, `connectionLost`, `badValue` after the end.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        try wire.putCopy(bytes)
    }

    /// Sends data in the format the statement named; rows may be cut anywhere.
    ///
    /// - Throws: `cancelled` in a cancelled task, `connectionLost`, `badValue` after the end.
    public func write(_ bytes: [UInt8]) throws(PostgresError) {
        let written: Result<Void, PostgresError> = bytes.withUnsafeBytes { buffer in
            do throws(PostgresError) {
                return .success(try wire.putCopy(buffer))
            } catch {
                return .failure(error)
            }
        }
        try written.get()
    }

    /// Ends the data and returns the number of rows copied.
    ///
    /// - Throws: What the server has against the data.
    @discardableResult
    public func finish() throws(PostgresError) -> Int {
        try wire.endCopy(reason: nil)
    }

    /// Ends the COPY so that nothing is copied; an open transaction is then failed.
    ///
    /// - Throws: `connectionLost`, or `badValue` after the end.
    public func cancel(reason: String) throws(PostgresError) {
        do throws(PostgresError) {
            _ = try wire.uncancellable { () throws(PostgresError) in
                try wire.endCopy(reason: reason)
            }
        } catch {
            // The server's answer to a COPY that the client ended.
            guard error.sqlState == "57014" else { throw error }
        }
    }
}
