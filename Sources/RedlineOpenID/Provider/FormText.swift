import Foundation

/// Names and values as a query or a form has them.
enum FormText {
    static func encoded(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
    }

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// An address with further parameters.
    static func address(_ address: String, _ fields: [(name: String, value: String)]) -> String {
        address + (address.contains("?") ? "&" : "?") + encoded(fields)
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
