import Foundation

/// Base64 as `Authorization: Basic` has it.
enum BasicText {
    static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }
}
