import RedlineStorage

extension Finding {
    /// The whole finding on one line.
    var line: String {
        "\(status.rawValue) \(name): \(detail)" + (advice.map { " \($0)" } ?? "")
    }
}

extension Doctor {
    /// The findings of a name.
    func lines(of name: String) async -> [String] {
        await findings().filter { $0.name == name }.map(\.line)
    }
}
