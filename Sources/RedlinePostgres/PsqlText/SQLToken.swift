/// One piece of SQL text, as psql 15 cuts it; white space lies between the tokens.
package struct SQLToken: Equatable {
    package enum Kind: Equatable {
        /// A key word or an identifier without quotes.
        case word
        case number
        /// A string of any kind but `E'...'`, dollar-quoted ones too.
        case string
        /// `E'...'`, in which a backslash escapes.
        case escapeString
        case quotedIdentifier
        case comment
        /// `:'name'`.
        case literalVariable(String)
        /// `:"name"`.
        case identifierVariable(String)
        /// `:name`.
        case bareVariable(String)
        /// `:{?name}`.
        case variableTest(String)
        /// `$1`, the server's own parameter.
        case placeholder
        /// `::`.
        case cast
        case openingParenthesis
        case closingParenthesis
        case semicolon
        case backslash
        /// A string, identifier or comment that the text ends in.
        case unterminated
        case other
    }

    package let kind: Kind
    /// The bytes of the UTF-8 text that the token takes.
    package let range: Range<Int>
    /// The line that the token starts on, from 1.
    package let line: Int
}
