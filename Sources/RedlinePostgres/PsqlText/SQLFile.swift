/// A statement from a file that psql can run: `:'name'::type` stands for each of its values.
public struct SQLFile: Sendable {
    /// The statement with `$1`, `$2` and so on in place of the variables.
    public let sql: String
    /// The names behind `$1`, `$2` and so on.
    public let parameterNames: [String]

    /// Reads a file's text.
    ///
    /// The text is part of the program: one that is not well formed is a fault of the program.
    public init(_ text: String) {
        var names: [String: String] = [:]
        for token in SQLScanner.tokens(of: text) {
            if case .literalVariable(let name) = token.kind { names[name] = "" }
        }
        do throws(PsqlVariablesError) {
            let query = try PsqlVariables.rewrite(text, values: names)
            sql = query.sql
            parameterNames = query.parameterNames
        } catch {
            preconditionFailure("a statement's file: \(error)")
        }
    }

    /// The parameters in the order of the statement.
    ///
    /// Every variable needs a value: a missing one is a fault of the program.
    public func bind(_ values: [String: Parameter]) -> [Parameter] {
        parameterNames.map { name in
            guard let value = values[name] else {
                preconditionFailure("the statement's variable \(name) has no value")
            }
            return value
        }
    }
}
