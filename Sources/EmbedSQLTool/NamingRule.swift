/// How the files of a folder are named.
enum NamingRule {
    /// `000001_what_it_does.sql`: six digits that no other file has, and a name.
    case numbered
    /// `editing_rate.sql`: a name.
    case plain

    init(folder: String) {
        self = folder == "migrations" ? .numbered : .plain
    }

    /// What is wrong with the file name, and what to do; nil where nothing is.
    func fault(inName name: String) -> String? {
        switch self {
        case .numbered:
            name.wholeMatch(of: /[0-9]{6}_[a-z0-9]+(_[a-z0-9]+)*\.sql/) != nil
                ? nil
                : "the name \(name) is not NNNNNN_name.sql: six digits, an underscore, "
                    + "then lower-case letters, digits and underscores"
        case .plain:
            name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*\.sql/) != nil
                ? nil
                : "the name \(name) is not name.sql: a lower-case letter, "
                    + "then lower-case letters, digits and underscores"
        }
    }

    /// The number that a well-formed name starts with; nil where the rule knows no numbers.
    func number(inName name: String) -> Substring? {
        switch self {
        case .numbered: name.prefix(6)
        case .plain: nil
        }
    }
}
