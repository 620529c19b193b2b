import Redline
import RedlineDatasets

extension CorrectionFilter {
    /// Takes the filters that a query or a form names; what is not there lets everything through.
    ///
    /// - Throws: `Problem` 400 for a value that fits none.
    init(asked text: (String) -> String?) throws {
        self.init()
        field = try Self.value("field", text, "must begin with /, as /lines/*/price") {
            FieldGlob($0)
        }
        owner = try Self.value("owner", text, "must be \(Owner.rule)") { Owner($0) }
        pattern = try Self.value("pattern", text, "is no class of corrections") {
            PatternClass(rawValue: $0)
        }
        changeType = try Self.value("change_type", text, "is no kind of change") {
            ChangeType(rawValue: $0)
        }
        model = try Self.plain("model", text)
        documentType = try Self.plain("document_type", text)
        extractionMethod = try Self.plain("extraction_method", text)
        template = try Self.plain("template", text)
        from = try Self.value("from", text, "must be an RFC 3339 time or a date") { Timestamp($0) }
        to = try Self.value("to", text, "must be an RFC 3339 time or a date") { Timestamp($0) }
        let least = try Self.value(
            "min_pattern_owners",
            text,
            "must be a whole number from 1 to 1000000"
        ) { word in Int(word).flatMap { 1...1_000_000 ~= $0 ? $0 : nil } }
        minPatternOwners = least ?? 1
    }

    private static func plain(_ name: String, _ text: (String) -> String?) throws -> String? {
        try value(name, text, "must not hold U+0000") { $0.utf8.contains(0) ? nil : $0 }
    }

    private static func value<Value>(
        _ name: String,
        _ text: (String) -> String?,
        _ rule: String,
        _ read: (String) -> Value?
    ) throws -> Value? {
        guard let word = text(name) else { return nil }
        guard let value = read(word) else { throw Problem.badParameter("\(name) \(rule)", name) }
        return value
    }
}
