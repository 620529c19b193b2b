/// What the words of a manifest mean.
enum DatasetDefinitions {
    static let all: [(name: String, text: String)] = [
        (
            "correction",
            "One change that the comparison of the original and the modified document found at a "
                + "leaf: modification, addition or deletion. Numbers compare by value, strings by "
                + "code point; arrays are aligned first."
        ),
        (
            "pattern",
            "The class of a correction, a property of the two values alone; with the field name and "
                + "the change type it is what min_pattern_owners counts owners of."
        ),
        (
            "chosen",
            "What a person approved: of a document the modified data, of a summary the one that "
                + "shipped, of a thread the answer to a repeated message."
        ),
        (
            "rejected",
            "What the AI gave where a person changed it; of a thread the answer after which the user "
                + "said the same again."
        ),
        (
            "untouched",
            "A person reviewed the first revision and changed nothing. What nobody reviewed is in no "
                + "dataset."
        ),
        (
            "format_only",
            "All corrections are of the classes case, whitespace, punctuation, number_format and "
                + "date_format; of a summary, letters and digits are the same."
        ),
        (
            "near_duplicate",
            "The 64-bit SimHashes of words and pairs of words of the prompt and of the answers both "
                + "differ in at most 3 bits from those of one of the last 1,048,576 examples."
        ),
        (
            "failed",
            "An exchange in which a tool call did not succeed."
        ),
        (
            "repeated",
            "An exchange after which the user's next message was at least 0.8 similar to this one."
        ),
        (
            "split",
            "By owner; owners who have a document or a thread in common are on the same side. Shares "
                + "are of owners, so that those of lines are near them only where there are many."
        ),
    ]
}
