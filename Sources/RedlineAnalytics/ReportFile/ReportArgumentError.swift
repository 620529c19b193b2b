/// Why a report cannot be asked this way.
public struct ReportArgumentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The parameter that is at fault.
    public let parameter: String
    /// What is wrong, in words; an owner's name is never among them.
    public let problem: String
    /// What to do about it, in words.
    public let advice: String

    /// Makes an error of its parts.
    public init(parameter: String, problem: String, advice: String) {
        self.parameter = parameter
        self.problem = problem
        self.advice = advice
    }

    /// Problem and advice in one sentence.
    public var description: String { "\(problem): \(advice)" }
}
