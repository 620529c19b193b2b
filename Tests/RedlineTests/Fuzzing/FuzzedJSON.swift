@testable import Redline

/// Bytes given to the reader of JSON.
struct FuzzedJSON {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func check() throws -> Bool {
        let document: JSONDocument
        do throws(JSONParseError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            try BrokenPromise.unless(
                (0...bytes.count).contains(error.offset),
                "a fault lies within the text"
            )
            return false
        }
        let root = document.root
        try Self.check(root, isWrittenAs: JSONTree(root).text)
        try Self.check(root, isWrittenAs: root.text)
        for inner in root.elements + root.members.map(\.value) {
            try Self.check(inner, isWrittenAs: inner.text)
        }
        return true
    }

    /// What was read and is written reads as the same value, and is written the same again.
    private static func check(_ value: JSONView, isWrittenAs text: String) throws {
        let again: JSONDocument
        do throws(JSONParseError) {
            again = try JSONDocument(parsing: text)
        } catch {
            throw BrokenPromise("what is written can be read: \(error)")
        }
        let root = again.root
        try BrokenPromise.unless(root.isSame(as: value), "what is written is the same value")
        try BrokenPromise.unless(value.isSame(as: root), "sameness goes both ways")
        try BrokenPromise.unless(root.node.hash == value.node.hash, "same values, same hashes")
        try BrokenPromise.unless(root.leafCount == value.leafCount, "same values, same leaves")
        try BrokenPromise.unless(
            CanonicalForm(of: root).bytes == CanonicalForm(of: value).bytes,
            "same values, same canonical form"
        )
        let once = JSONTree(root).text
        let twice = JSONTree(try JSONDocument(parsing: once).root).text
        try BrokenPromise.unless(once == twice, "what is written anew stays as it is")
    }
}
