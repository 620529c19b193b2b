import RedlinePostgres

/// Why an owner cannot have a time of their own.
public enum RetentionAgreementError: Error, Equatable, CustomStringConvertible {
    /// What there is of the owner is being erased.
    case beingErased
    /// There are as many agreements as there may be.
    case tooMany

    /// What to do, for people.
    public var description: String {
        switch self {
        case .beingErased:
            "what there is of this owner is being erased: it has no time any more"
        case .tooMany:
            "1000 agreements are the most: lift some, or set everybody's time nearer to theirs"
        }
    }

    /// What PostgreSQL refused, in these terms.
    init?(_ error: PostgresError) {
        switch error.sqlState {
        case "RL002": self = .beingErased
        case "RL003": self = .tooMany
        default: return nil
        }
    }
}
