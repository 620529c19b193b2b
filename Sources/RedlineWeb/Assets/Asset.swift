import RedlineDigest

/// A file that pages load.
public struct Asset: Sendable {
    /// Its name in the address.
    public let name: String
    /// Its media type.
    public let mediaType: String
    /// Its bytes.
    public let bytes: [UInt8]
    /// Where it is found; another content has another address, so that a browser may keep it.
    public let path: String

    private init(_ name: String, _ mediaType: String, _ bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
        let digits = SHA256Digest.hexadecimal(Array(SHA256Digest.of(bytes).prefix(6)))
        path = "/assets/\(name)?v=\(digits)"
    }

    /// The style sheet.
    public static let style = Asset(
        "style.css",
        "text/css; charset=utf-8",
        PackageResources.style_css
    )
    /// The script; pages work without it.
    public static let script = Asset(
        "pages.js",
        "text/javascript; charset=utf-8",
        PackageResources.pages_js
    )
    /// All there are.
    public static let all = [style, script]
}
