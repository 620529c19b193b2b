/// What is said of a field of the form of a dataset that cannot be taken.
public enum DatasetFault {
    /// The rule that it breaks, for people.
    public static func text(_ name: String) -> String {
        switch name {
        case "split": Words.Dataset.badSplit
        case "max_per_owner": Words.Dataset.badMost
        default: "\(name) is none of its choices"
        }
    }
}
