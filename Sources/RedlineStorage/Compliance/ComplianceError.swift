import RedlinePostgres

/// Why an owner cannot be erased or held.
public enum ComplianceError: Error, Equatable, CustomStringConvertible {
    /// A legal hold keeps what there is.
    case held
    /// What there is, is being erased.
    case beingErased
    /// There is nothing of the owner.
    case nothingHeld

    /// What to do, for people.
    public var description: String {
        switch self {
        case .held:
            "a legal hold keeps what there is of this owner; release it first, where that is right"
        case .beingErased:
            "what there is of this owner is being erased: it is too late to hold it"
        case .nothingHeld:
            "nothing is held on this owner, and nothing was erased: is the name right?"
        }
    }

    /// What PostgreSQL refused, in these terms.
    init?(_ error: PostgresError) {
        switch error.sqlState {
        case "RL001": self = .held
        case "RL002": self = .beingErased
        default: return nil
        }
    }
}
