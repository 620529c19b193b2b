/// Why somebody who came back from the provider is not signed in; the log has it.
public enum SignInFault: Error, Equatable, Sendable {
    /// It is not the answer to what this browser began, comes too late, or comes again.
    case notBegun
    /// The provider did not sign them in.
    case declined
    /// The account has not what each account needs.
    case notAdmitted
    /// The account does not say whose records are theirs.
    case noOwner
    /// The provider, or what it said, cannot be used; the text is for the log and has nothing of it.
    case provider(String)
}

extension SignInFault {
    init(_ error: any Error) {
        switch error {
        case let fault as SignInFault: self = fault
        case let fault as ProviderFault: self = .provider("the provider: \(fault)")
        case let fault as TokenFault: self = .provider("the token: \(fault)")
        default: self = .provider("\(type(of: error))")
        }
    }
}
