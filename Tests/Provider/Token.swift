import Foundation
import RedlineDigest

/// Signed web tokens, true and false ones.
public enum Token {
    /// A token: header and claims are members with their values in JSON.
    public static func signed(
        header: [String: String],
        claims: [String: String],
        by sign: ([UInt8]) -> [UInt8]
    ) -> String {
        let start =
            base64(Array(JSONText.object(header).utf8)) + "."
            + base64(Array(JSONText.object(claims).utf8))
        return start + "." + base64(sign(Array(start.utf8)))
    }

    /// A signature with a shared secret (HS256).
    public static func shared(_ secret: [UInt8]) -> @Sendable ([UInt8]) -> [UInt8] {
        { HMACSHA256.of($0, key: secret) }
    }

    /// Base64 for addresses, by Foundation.
    public static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

/// JSON as it is put together by hand.
public enum JSONText {
    /// An object of members with their values in JSON.
    public static func object(_ members: [String: String]) -> String {
        let texts = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return "{\(texts.joined(separator: ","))}"
    }
}
