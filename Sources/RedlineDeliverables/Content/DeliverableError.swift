/// Why there is no file.
public enum DeliverableError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A part of the deliverable cannot be shown: its name, and what is wrong with it.
    case invalid(String, String)
    /// No template has this name; the names that there are, of which one may be meant.
    case unknownTemplate(String, known: [String])
    /// A template cannot be used: its name, and what is wrong with it.
    case invalidTemplate(String, String)
    /// The file could not be written: which library failed, and how.
    case notWritten(String)

    /// What is wrong and what to do, for people; without anything of the document.
    public var description: String {
        switch self {
        case .invalid(let part, let fault): "\(part) \(fault)"
        case .unknownTemplate(let name, let known):
            "there is no template \(name); there are \(known.joined(separator: ", "))"
        case .invalidTemplate(let name, let fault): "the template \(name) cannot be used: \(fault)"
        case .notWritten(let reason): "the file could not be written: \(reason)"
        }
    }
}
