import Redline

/// A sentence in the making.
///
/// Its words are either written in this program or taken from a field, and whoever takes from a
/// field leaves the field's reference: so that nothing comes into a sentence from anywhere else.
struct Phrase {
    private(set) var text = ""
    private(set) var fields: [FieldReference] = []

    /// Words of our own.
    mutating func say(_ words: StaticString) {
        text += words.description
    }

    /// What a field is called.
    mutating func label(_ words: [String], _ field: FieldReference) {
        let label = FieldLabel.text(words)
        text += label.isEmpty ? "value" : label
        cite(field)
    }

    /// What a field is called, at the start of a sentence.
    mutating func title(_ words: [String], _ field: FieldReference) {
        var title = Phrase()
        title.label(words, field)
        text += title.text.prefix(1).uppercased() + title.text.dropFirst()
        cite(field)
    }

    /// What a field holds.
    mutating func value(_ value: JSONView, _ field: FieldReference) {
        text += ShownValue.text(value)
        cite(field)
    }

    /// The full stop, where a value did not bring one.
    mutating func end() {
        if !text.hasSuffix("."), !text.hasSuffix(".”") { text += "." }
    }

    /// How many there are of something in a field.
    mutating func count(_ count: Int, _ field: FieldReference) {
        text += String(count)
        cite(field)
    }

    /// Parts with commas and an `and` between them.
    mutating func list<Part>(_ parts: [Part], _ write: (inout Phrase, Part) -> Void) {
        for (position, part) in parts.enumerated() {
            if position > 0 { say(position + 1 == parts.count ? " and " : ", ") }
            write(&self, part)
        }
    }

    /// Notes that the sentence rests on a field.
    mutating func cite(_ field: FieldReference) {
        if !fields.contains(field) { fields.append(field) }
    }

    /// The finished sentence.
    var statement: Statement { Statement(text, fields: fields) }

    /// Makes a statement.
    static func statement(_ write: (inout Phrase) -> Void) -> Statement {
        var phrase = Phrase()
        write(&phrase)
        return phrase.statement
    }
}
