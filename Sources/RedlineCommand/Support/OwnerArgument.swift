import ArgumentParser
import Redline

extension Owner: ExpressibleByArgument {
    /// Takes an owner from the command line.
    public init?(argument: String) {
        self.init(argument)
    }
}

extension Timestamp: ExpressibleByArgument {
    /// Takes a time from the command line: RFC 3339, or a date.
    public init?(argument: String) {
        self.init(argument)
    }
}
