/// The side that lines of text start from.
public enum TextDirection: String, Sendable {
    /// From left to right, as Latin and Chinese.
    case leftToRight = "ltr"
    /// From right to left, as Arabic and Hebrew.
    case rightToLeft = "rtl"

    /// The direction of a language, by its tag; from left to right where it is not known.
    init(language: String) {
        let parts = language.lowercased().split(separator: "-")
        let languages: Set<Substring> = [
            "ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi",
        ]
        let scripts: Set<Substring> = ["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"]
        // A script that is named decides: `az-Arab`, `ks-Deva`.
        let script = parts.dropFirst().first { $0.count == 4 }
        let isRightToLeft = script.map(scripts.contains) ?? parts.first.map(languages.contains)
        self = isRightToLeft == true ? .rightToLeft : .leftToRight
    }
}
