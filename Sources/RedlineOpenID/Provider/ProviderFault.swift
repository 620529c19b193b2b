/// Why a provider could not be asked, or what it answered cannot be used; the log has it.
///
/// It has neither addresses nor what came.
enum ProviderFault: Error, Equatable, Sendable {
    /// It cannot be reached.
    case unreachable
    /// It took too long.
    case timedOut
    /// It answered more than is read.
    case tooLarge
    /// It answered with that status, and with that error where it is one of OAuth's words.
    case status(Int, String?)
    /// What it answered is not what it has to be.
    case malformed(String)
    /// It calls itself something else than it is configured as.
    case otherIssuer
    /// It takes neither of the ways in which this service shows its secret.
    case noWayToAuthenticate
}
