/// The reason of an error on one line, without what could be part of a password or a person's name.
struct SafeReason: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        // Of a URL whose password has an @ or a / in it, libpq takes the rest for host and port.
        let said = error is OutOfPatience ? "the server does not answer" : "\(error)"
        let masked =
            said
            .replacing(#/"[^"]*@/#, with: "\"…@")
            .replacing(#/(invalid (?:port number:|integer value)) "[^"]*"/#) { "\($0.1) \"…\"" }
        let words = masked.split { $0.isWhitespace || $0.isNewline }
        let text = words.joined(separator: " ")
        description = text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
