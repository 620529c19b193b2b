import Foundation
import Redline

extension OpenIDSettings {
    private static let prefix = "REDLINE_OIDC_"
    private static let publicName = "REDLINE_PUBLIC_URL"
    private static let known = [
        "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "NAME", "SCOPES",
        "OWNER_CLAIM", "ROLE_CLAIM", "ROLES", "REQUIRED_CLAIMS",
    ].map { prefix + $0 }

    /// Reads the variables; nil where none of them is set, and an empty one counts as none.
    ///
    /// `REDLINE_PUBLIC_URL` alone asks for nothing.
    ///
    /// - Throws: `OpenIDSettingsFault` with the variable that is wrong, missing or unknown.
    public init?(environment: [String: String]) throws(OpenIDSettingsFault) {
        let set = environment.filter { !$0.value.isEmpty }
        let named = set.keys.filter { $0.hasPrefix(Self.prefix) }.sorted()
        guard let first = named.first else { return nil }
        // A word that is misspelt would otherwise let in whom it was to keep out.
        if let unknown = named.first(where: { !Self.known.contains($0) }) {
            let near = Suggestion.closest(to: unknown, in: Self.known).map {
                ": did you mean \($0)?"
            }
            throw OpenIDSettingsFault(unknown, "is no setting that redline has\(near ?? "")")
        }
        func needed(_ name: String, _ what: String) throws(OpenIDSettingsFault) -> String {
            guard let value = set[name] else {
                throw OpenIDSettingsFault(name, "is missing: \(what) (\(first) is set)")
            }
            return value
        }
        issuer = try Self.address(
            try needed("REDLINE_OIDC_ISSUER", "the provider's address"),
            "REDLINE_OIDC_ISSUER",
            "https://login.example.com/realms/people"
        )
        clientID = try Self.visible(
            try needed("REDLINE_OIDC_CLIENT_ID", "as what redline is registered there"),
            "REDLINE_OIDC_CLIENT_ID"
        )
        clientSecret = try Self.secret(set)
        let address = try Self.address(
            try needed(Self.publicName, "the address at which people reach the pages"),
            Self.publicName,
            "https://redline.example.com"
        )
        var origin = address
        while origin.hasSuffix("/") { origin.removeLast() }
        guard URLComponents(string: origin)?.path.isEmpty == true else {
            throw OpenIDSettingsFault(Self.publicName, "must have no path: the pages begin at /")
        }
        publicURL = origin
        let name = set["REDLINE_OIDC_NAME"] ?? "your organisation's account"
        guard name.unicodeScalars.count <= 100,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw OpenIDSettingsFault("REDLINE_OIDC_NAME", "has to be at most 100 characters") }
        self.name = name
        scopes = try Self.scopes(set["REDLINE_OIDC_SCOPES"])
        ownerClaim = ClaimName(set["REDLINE_OIDC_OWNER_CLAIM"] ?? "sub")
        roleClaim = set["REDLINE_OIDC_ROLE_CLAIM"].map { ClaimName($0) }
        roles = try Self.roles(set["REDLINE_OIDC_ROLES"])
        guard (roleClaim == nil) == roles.isEmpty else {
            throw roles.isEmpty
                ? OpenIDSettingsFault(
                    "REDLINE_OIDC_ROLES",
                    "is missing: what the values of REDLINE_OIDC_ROLE_CLAIM allow, such as "
                        + "redline-analysts=analyst"
                )
                : OpenIDSettingsFault(
                    "REDLINE_OIDC_ROLE_CLAIM",
                    "is missing: which claim REDLINE_OIDC_ROLES is about, such as groups"
                )
        }
        required = try Self.pairs(
            set["REDLINE_OIDC_REQUIRED_CLAIMS"],
            "REDLINE_OIDC_REQUIRED_CLAIMS",
            "hd=example.com"
        ).map { (ClaimName($0.name), $0.value) }
    }

    private static func address(
        _ text: String,
        _ name: String,
        _ example: String
    ) throws(OpenIDSettingsFault) -> String {
        guard let parts = ProviderAddress.parts(text, mayBePlain: true), parts.query == nil else {
            throw OpenIDSettingsFault(
                name,
                "has to be an address such as \(example), without ? and #, and https unless it is "
                    + "of this machine"
            )
        }
        return text
    }

    private static func visible(
        _ text: String,
        _ name: String
    ) throws(OpenIDSettingsFault) -> String {
        guard text.utf8.count <= 1_000, text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) else {
            throw OpenIDSettingsFault(name, "has to be at most 1000 visible characters of ASCII")
        }
        return text
    }

    private static func secret(
        _ set: [String: String]
    ) throws(OpenIDSettingsFault) -> String {
        let (plain, file) = ("REDLINE_OIDC_CLIENT_SECRET", "REDLINE_OIDC_CLIENT_SECRET_FILE")
        switch (set[plain], set[file]) {
        case (let secret?, nil): return try visible(secret, plain)
        case (nil, let path?):
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw OpenIDSettingsFault(file, "names a file that cannot be read")
            }
            let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !secret.isEmpty else {
                throw OpenIDSettingsFault(file, "names a file that has no secret in it")
            }
            return try visible(secret, file)
        case (nil, nil):
            throw OpenIDSettingsFault(
                plain,
                "is missing: what the provider gave redline as its secret, or \(file) with a file "
                    + "that has it"
            )
        case (.some, .some): throw OpenIDSettingsFault(plain, "and \(file) do not go together")
        }
    }

    private static func scopes(_ text: String?) throws(OpenIDSettingsFault) -> [String] {
        let words = (text ?? "openid email profile").split(separator: " ").map(String.init)
        let isFit =
            words.contains("openid")
            && words.allSatisfy { word in
                word.utf8.allSatisfy { 0x21..<0x7F ~= $0 && $0 != 0x22 && $0 != 0x5C }
            }
        guard isFit else {
            throw OpenIDSettingsFault(
                "REDLINE_OIDC_SCOPES",
                "has to be words with spaces between, openid among them"
            )
        }
        return words
    }

    private static func roles(
        _ text: String?
    ) throws(OpenIDSettingsFault) -> [(value: String, role: KeyRole)] {
        let name = "REDLINE_OIDC_ROLES"
        var roles: [(value: String, role: KeyRole)] = []
        for pair in try pairs(text, name, "redline-analysts=analyst") {
            guard let role = KeyRole(rawValue: pair.value), role != .recorder else {
                throw OpenIDSettingsFault(
                    name,
                    "has to lead to owner, analyst, miner, compliance or admin"
                )
            }
            roles.append((pair.name, role))
        }
        return roles
    }

    /// `a=b,c=d`; a name may have `=` in it, as names of directories do.
    private static func pairs(
        _ text: String?,
        _ name: String,
        _ example: String
    ) throws(OpenIDSettingsFault) -> [(name: String, value: String)] {
        guard let text else { return [] }
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let part = part.trimmingCharacters(in: .whitespaces)
            guard let sign = part.lastIndex(of: "="), sign > part.startIndex,
                part.index(after: sign) < part.endIndex
            else {
                throw OpenIDSettingsFault(
                    name,
                    "has to be pairs such as \(example), with commas between"
                )
            }
            pairs.append((String(part[..<sign]), String(part[part.index(after: sign)...])))
        }
        return pairs
    }
}
