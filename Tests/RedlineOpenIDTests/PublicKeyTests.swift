import RedlineDigest
import Testing

@testable import RedlineOpenID

/// The examples of RFC 7515, appendices A.2 and A.3.
@Suite("Signatures of the standard")
struct PublicKeyTests {
    private static let claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
        + "cnVlfQ"

    @Test("are of their keys, and of no other bytes")
    func standard() throws {
        let modulus =
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEz"
            + "P1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf"
            + "63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5"
            + "ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4"
            + "FRWyuXpoQ"
        let signature =
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt"
            + "_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBAr"
            + "LIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7"
            + "noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGl"
            + "UPQGe77Rw"
        let rsa = try #require(
            PublicKey(rsaModulus: try bytes(modulus), exponent: try bytes("AQAB"))
        )
        let signed = Array("eyJhbGciOiJSUzI1NiJ9.\(Self.claims)".utf8)
        #expect(rsa.isSigner(of: signed, try bytes(signature), .rsaPKCS1))
        #expect(!rsa.isSigner(of: signed + [0], try bytes(signature), .rsaPKCS1))
        #expect(!rsa.isSigner(of: signed, try bytes(signature), .rsaPSS))
        #expect(!rsa.isSigner(of: signed, try bytes(signature), .ecdsaP256))
        let curve = try #require(
            PublicKey(
                p256X: try bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                y: try bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
            )
        )
        let pair = try bytes(
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU"
                + "1Q"
        )
        let other = Array("eyJhbGciOiJFUzI1NiJ9.\(Self.claims)".utf8)
        #expect(curve.isSigner(of: other, pair, .ecdsaP256))
        #expect(!curve.isSigner(of: signed, pair, .ecdsaP256))
        #expect(!curve.isSigner(of: other, pair, .rsaPKCS1))
    }

    @Test("of keys that are none, weak or huge are not looked at")
    func wrong() throws {
        #expect(PublicKey(rsaModulus: [], exponent: [3]) == nil)
        #expect(PublicKey(rsaModulus: [UInt8](repeating: 0xFF, count: 128), exponent: [3]) == nil)
        #expect(PublicKey(rsaModulus: [UInt8](repeating: 0xFF, count: 1_026), exponent: [3]) == nil)
        let fine = [UInt8](repeating: 0xFF, count: 256)
        #expect(PublicKey(rsaModulus: fine, exponent: [1, 0, 0, 0, 1]) == nil)
        #expect(PublicKey(rsaModulus: fine, exponent: []) == nil)
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(PublicKey(p256X: zero, y: zero) == nil)
        #expect(PublicKey(p256X: [1], y: [2]) == nil)
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        try #require(Base64URL.decode(text.utf8))
    }
}
