import ArgumentParser
import Foundation
import Redline
import RedlineDeliverables
import RedlineExport
import RedlineRendering

/// Which file is wanted, and where it goes.
struct FileOptions: ParsableArguments {
    @Option(help: "The format of the file: json, csv, excel or pdf.")
    var format: String?
    @Option(help: "The template: standard, executive_summary, detailed, financial, or your own.")
    var template: String?
    @Option(help: "What the AI is to mind.")
    var instructions: String?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where the file goes, - for standard output; by its own name here without it.",
            valueName: "file"
        )
    )
    var output: String?

    func validate() throws {
        if let format, DeliverableFormat(name: format) == nil {
            throw ValidationError("there is no format \(format): json, csv, excel and pdf")
        }
    }

    /// The format: the one that is named, or that of the file's name.
    var formatName: String? {
        if let format { return format }
        let ending = output?.split(separator: "/").last?.split(separator: ".").dropFirst().last
        return ending.flatMap { DeliverableFormat(name: String($0)) }?.rawValue
    }

    /// Puts the file where it belongs and says what it is; the path is written to standard output.
    func put(_ file: FinishedExport) throws {
        let size = "\(GroupedNumber(file.bytes.count)) bytes, \(file.mediaType)"
        let what = "workflow \(file.workflowID), revision \(file.revision)"
        if output == "-" {
            try Terminal.write(file.bytes)
            Messages.say("\(what): \(file.name), \(size)")
            return
        }
        let path = output ?? Self.free(file.name)
        do {
            try Data(file.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandError(
                "\(path) cannot be written; the file is kept, and the same command with "
                    + "--workflow \(file.workflowID) writes it again"
            )
        }
        Messages.say("\(what): \(size)")
        try Terminal.write(path + "\n")
    }

    /// A name that no file here has.
    private static func free(_ name: String) -> String {
        let parts = name.split(separator: ".")
        let ending = parts.count > 1 ? ".\(parts[parts.count - 1])" : ""
        let stem = name.dropLast(ending.count)
        var free = name
        var number = 2
        while FileManager.default.fileExists(atPath: free) {
            free = "\(stem)-\(number)\(ending)"
            number += 1
        }
        return free
    }
}
