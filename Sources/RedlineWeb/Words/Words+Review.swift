extension Words {
    /// The review of an export.
    enum Review {
        static let title = "Review"
        static let explanation =
            "Put right what is wrong, and confirm what you have looked at. An emptied field is taken "
            + "out of the document."
        static let summary = "What the AI wrote"
        static let data = "The data"
        static let leastCertain = "Least certain first"
        static let other = "The rest"
        static let confidence = "confidence"
        static let confirmed = "looked at"
        static let add = "Add an item"
        static let remove = "Remove"
        static let up = "Move up"
        static let down = "Move down"
        static let wishes = "The file"
        static let priority = "Fields that matter most, with commas"
        static let finish = "Make the file"
        static let show = "Show the form again"
        static let restored = "What you had typed here before was put back."
        static let item = "item"
        static let noNumber = "This is no number."
        static func noNumber(before: String) -> String { "This is no number, as \(before) was." }
        static let asText = "record it as a text"
        static let kinds = "The file was not made: some fields have texts in the place of numbers."
        static let kindsAdvice =
            "Each is marked below. Correct it, or say there that the text is meant."
        static let tooLong = "too long for a field; it stays as it is"
        static let tooLarge =
            "This document has too many values for a form. Edit it with the command redline export, "
            + "or with your own program."
        static let outdated = "Somebody changed this export meanwhile"
        static let outdatedAdvice =
            "Nothing of yours was recorded, and nothing of theirs is overwritten. Your values are "
            + "still below. What changed since:"
        static let look = "Look at what is there now"
        static let refused = "The file was not made"

        static func itemName(_ number: Int, of list: String) -> String { "\(list) \(number)" }
    }
}
