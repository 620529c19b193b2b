/// Why SQL for psql cannot be made into SQL for the server.
public struct PsqlVariablesError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line of the SQL text, from 1.
    public let line: Int
    /// What is wrong, in words.
    public let problem: String
    /// What to do about it, in words.
    public let advice: String

    /// Line, problem and advice in one sentence.
    public var description: String { "line \(line): \(problem): \(advice)" }
}
