import Foundation

/// One SQL file as it is embedded.
struct SQLFile: Equatable {
    /// The file name with its extension.
    let name: String
    /// The whole content.
    let text: String

    /// Reads the files at `paths`, sorted by name, and says everything that is wrong with them.
    static func read(
        _ paths: [String],
        namedAs rule: NamingRule
    ) -> (files: [SQLFile], faults: [Fault]) {
        var files: [SQLFile] = []
        var faults: [Fault] = []
        var pathsByNumber: [Substring: String] = [:]
        let sorted = paths.map { (path: $0, name: URL(filePath: $0).lastPathComponent) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (path, name) in sorted {
            if let fault = rule.fault(inName: name) {
                faults.append(Fault(path: path, line: 1, message: fault))
            } else if let number = rule.number(inName: name) {
                if let other = pathsByNumber[number] {
                    let message = "the number \(number) is taken by \(other): use the next free one"
                    faults.append(Fault(path: path, line: 1, message: message))
                }
                pathsByNumber[number] = name
            }
            switch text(at: path) {
            case .success(let text): files.append(SQLFile(name: name, text: text))
            case .failure(let fault): faults.append(fault)
            }
        }
        return (files, faults)
    }

    private static func text(at path: String) -> Result<String, Fault> {
        let bytes: [UInt8]
        do {
            bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            return .failure(Fault(path: path, line: 1, message: "cannot be read: \(error)"))
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            return .success(text)
        }
        let line = lineOfFirstInvalidByte(in: bytes)
        return .failure(Fault(path: path, line: line, message: "not UTF-8: save the file as UTF-8"))
    }

    /// The line of the first byte that is not UTF-8; the decoder alone does not tell where it is.
    private static func lineOfFirstInvalidByte(in bytes: [UInt8]) -> Int {
        var line = 1
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard String(validating: part, as: UTF8.self) != nil else { return line }
            line += 1
        }
        return line
    }
}

/// Something wrong with a file, worded so that the build shows it as an error of that file.
struct Fault: Error, Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): error: \(message)" }
}
