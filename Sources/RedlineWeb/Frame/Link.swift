import Foundation

/// An address of a page with its parameters.
struct Link {
    let path: String
    let parameters: [(name: String, value: String)]

    /// Names a page; parameters without a value are left out.
    init(_ path: String, _ parameters: [(String, String)] = []) {
        self.path = path
        self.parameters = parameters.filter { !$0.1.isEmpty }
    }

    /// The address.
    var address: String {
        guard !parameters.isEmpty else { return path }
        let query = parameters.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }
        return path + "?" + query.joined(separator: "&")
    }

    /// A text as a part of a path or a query.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
