/// What opens something and cannot be guessed.
enum Secret {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )

    /// The prefix and 43 characters that hold 256 random bits.
    static func make(prefix: String) -> String {
        var random = SystemRandomNumberGenerator()
        let characters = (0..<43).map { _ in alphabet[Int.random(in: 0..<64, using: &random)] }
        return prefix + String(characters)
    }
}
