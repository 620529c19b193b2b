/// Why a document is not stored.
public enum DocumentRefusal: Error, Sendable, Equatable {
    /// The latest version is none of those that were to be replaced.
    case outdated
    /// Its owner is being erased, or was and is refused since.
    case ownerErased(isUnderWay: Bool)
}
