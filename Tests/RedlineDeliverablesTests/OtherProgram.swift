import Foundation

/// Programs of others that read what was written.
enum OtherProgram {
    struct Failed: Error {
        let status: Int32
        let output: String
    }

    /// A python that has openpyxl.
    static let python = ["/usr/bin/python3", "python3"].first { python in
        (try? run([python, "-c", "import openpyxl"])) != nil
    }

    /// Whether there are programs that read PDF.
    static let hasPDFReaders =
        (try? run(["pdftotext", "-v"])) != nil && (try? run(["qpdf", "--version"])) != nil

    /// What openpyxl reads in a workbook.
    static func workbook(_ bytes: [UInt8]) throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Data/read_workbook.py").path
        return try onFile(bytes, ending: "xlsx") { path in
            try run([python ?? "python3", script, path])
        }
    }

    /// The lines that pdftotext reads on pages that qpdf takes, without the blank ones.
    static func pageLines(_ bytes: [UInt8]) throws -> [String] {
        try onFile(bytes, ending: "pdf") { path in
            try run(["qpdf", "--check", path])
            return try run(["pdftotext", "-layout", path, "-"])
        }
        .split(whereSeparator: \.isNewline)
        .map { $0.split(separator: " ").joined(separator: " ") }
        .filter { !$0.isEmpty }
    }

    /// Gives bytes to a body as a file, which goes afterwards.
    static func onFile<Value>(
        _ bytes: [UInt8],
        ending: String,
        _ body: (String) throws -> Value
    ) throws -> Value {
        let path = "\(NSTemporaryDirectory())/redline-test-\(UUID().uuidString).\(ending)"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    /// Runs a program to its end and gives its output.
    @discardableResult
    static func run(_ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "60"] + words
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failed(status: process.terminationStatus, output: text)
        }
        return text
    }
}
