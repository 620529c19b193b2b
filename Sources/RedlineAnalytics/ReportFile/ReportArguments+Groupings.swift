extension ReportArguments {
    /// How many groupings a report can have at once.
    public static let maximumGroupings = 3

    /// The names between the commas, without the white space around them.
    static func groupings(in text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
    }

    /// What is wrong with a list of groupings, in words; nil where nothing is.
    static func groupingProblem(in text: String, allowed: [String]) -> String? {
        let names = groupings(in: text)
        var seen: Set<String> = []
        for name in names {
            guard !name.isEmpty else { return "the name of a grouping is missing" }
            guard allowed.contains(name) else { return "there is no grouping \"\(name)\" here" }
            guard seen.insert(name).inserted else { return "\"\(name)\" is there twice" }
        }
        return names.count > maximumGroupings ? "\(names.count) groupings are too many" : nil
    }
}
