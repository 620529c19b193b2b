/// What is fuzzed: each takes any bytes, and has to keep its promises about them.
enum FuzzTarget: String, CaseIterable, Sendable {
    /// A text that may be JSON.
    case json
    /// Two texts on two lines that may be documents.
    case comparison
    /// A text that may be a record, or lines of them.
    case record
    /// Bytes that may be gzip.
    case gzip

    /// Puts the bytes in and checks what is promised.
    ///
    /// - Returns: Whether the bytes were taken, rather than refused in order.
    /// - Throws: `BrokenPromise`.
    @discardableResult
    func run(_ bytes: [UInt8]) throws -> Bool {
        switch self {
        case .json: try FuzzedJSON(bytes).check()
        case .comparison: try FuzzedComparison(bytes).check()
        case .record: try FuzzedRecords(bytes).check()
        case .gzip: try FuzzedGzip(bytes).check()
        }
    }
}

/// A promise about an input that was not kept.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Throws where a promise is not kept.
    static func unless(_ isKept: Bool, _ promise: String) throws {
        guard isKept else { throw BrokenPromise(promise) }
    }
}
