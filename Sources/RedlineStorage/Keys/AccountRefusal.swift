/// Why somebody whom an issuer vouches for is not signed in.
public enum AccountRefusal: Error, Equatable {
    /// What was held on the owner was erased, or is being erased.
    case erased
}
