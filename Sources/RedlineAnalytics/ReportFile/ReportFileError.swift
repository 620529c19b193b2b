/// A fault of a report file: where it is, what is wrong, what to do.
public struct ReportFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file's name, such as `editing_rate.sql`.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// What is wrong, in words.
    public let problem: String
    /// What to do about it, in words.
    public let advice: String

    /// Makes an error of its parts.
    public init(file: String, line: Int, problem: String, advice: String) {
        self.file = file
        self.line = line
        self.problem = problem
        self.advice = advice
    }

    /// `queries/FILE:LINE: problem: advice`.
    public var description: String { "queries/\(file):\(line): \(problem): \(advice)" }
}
