/// The generated file: `enum type` with every file's name and text.
func swiftSource(declaring type: String, of files: [SQLFile], from folder: String) -> String {
    var source = """
        // Made by the EmbedSQL plugin from \(folder)/*.sql. Changes here are lost.

        /// The files of \(folder)/, sorted by name; each text is the file's, byte for byte.
        enum \(type) {
            static let files: [(name: String, text: String)] = [

        """
    for file in files {
        source += "        (name: \"\(file.name)\", text: \"\"\"\n"
        source += literalBody(of: file.text)
        source += "\n\"\"\"),\n"
    }
    source += "    ]\n}\n"
    return source
}

/// The text as the lines of a multi-line string literal.
///
/// Everything but printable ASCII and the line feed is escaped: a literal would turn a carriage
/// return into a line feed, and refuses some controls.
func literalBody(of text: String) -> String {
    var body = ""
    body.reserveCapacity(text.utf8.count + text.utf8.count / 8)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": body += "\\\\"
        case "\"": body += "\\\""
        case "\n", " "..."~": body.unicodeScalars.append(scalar)
        default: body += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }
    return body
}
