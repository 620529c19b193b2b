/// A connection that broke, or an answer that is no HTTP.
struct HTTPFailure: Error, CustomStringConvertible {
    let description: String
    /// Whether the server had closed the connection before a byte of an answer came.
    var isUnanswered = false
}
