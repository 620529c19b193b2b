import Redline

extension AccountHolder {
    /// Reads what a token says of an account, as the settings have it.
    ///
    /// - Throws: `SignInFault` for an account that is not let in.
    init(_ token: IDToken, _ settings: OpenIDSettings) throws(SignInFault) {
        for (claim, value) in settings.required {
            guard claim.says(value, in: token.claims) else { throw .notAdmitted }
        }
        let owner = Self.owner(token.claims, settings.ownerClaim)
        let role = Self.role(token.claims, settings)
        let holder = AccountHolder(
            issuer: settings.issuer,
            subject: token.subject,
            role: role,
            owner: owner
        )
        guard let holder else { throw .noOwner }
        self = holder
    }

    /// The role of the first value that the account has; their own records alone where it has none.
    private static func role(_ claims: JSONView, _ settings: OpenIDSettings) -> KeyRole {
        guard let claim = settings.roleClaim else { return .owner }
        let held = Set(claim.texts(in: claims).map { ExactText($0) })
        return settings.roles.first { held.contains(ExactText($0.value)) }?.role ?? .owner
    }

    private static func owner(_ claims: JSONView, _ claim: ClaimName) -> Owner? {
        if claim.text == "email" {
            // Anybody can write another's address into an account of theirs.
            let verified = claims["email_verified"]
            guard verified?.boolean == true || verified?.string == "true" else { return nil }
        }
        return claim.value(in: claims)?.string.flatMap { Owner($0) }
    }
}

extension ClaimName {
    /// Whether a claim is that text or that truth value, or a list that has it.
    fileprivate func says(_ wanted: String, in claims: JSONView) -> Bool {
        if let truth = value(in: claims)?.boolean { return wanted == "\(truth)" }
        return texts(in: claims).contains { ExactText($0) == ExactText(wanted) }
    }
}
