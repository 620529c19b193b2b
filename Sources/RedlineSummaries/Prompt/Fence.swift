/// Marks off what is data from what is said to the model.
///
/// A block is one line of JSON between two lines with a random mark. JSON has no line ends of its
/// own, so that no content can make a line, and the mark cannot be known beforehand.
struct Fence {
    /// The mark; no block holds it.
    let mark: String

    /// Draws a mark that is in none of the blocks.
    init(around blocks: [String], using random: inout some RandomNumberGenerator) {
        while true {
            let words = [random.next(), random.next()] as [UInt64]
            let mark = words.map { word in
                let digits = String(word, radix: 16)
                return String(repeating: "0", count: 16 - digits.utf8.count) + digits
            }.joined()
            if !blocks.contains(where: { $0.contains(mark) }) {
                self.mark = mark
                return
            }
        }
    }

    /// A block of data with its two lines.
    func around(_ json: String, named name: String) -> String {
        "BEGIN \(name) \(mark)\n\(json)\nEND \(name) \(mark)"
    }
}
