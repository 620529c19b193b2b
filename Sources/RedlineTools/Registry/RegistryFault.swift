/// A registry of tools that is not as it has to be: where, and what it has to be.
///
/// It never holds the value of an environment variable.
public struct RegistryFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where: the line, or the tool and the member as a JSON Pointer.
    public let place: String
    /// What has to be there.
    public let rule: String

    init(_ place: String, _ rule: String) {
        self.place = place
        self.rule = rule
    }

    /// Both in a sentence.
    public var description: String { place.isEmpty ? rule : "\(place): \(rule)" }
}
