import Foundation

// EmbedSQLTool FOLDER TYPE OUTPUT FILE...: writes the Swift file OUTPUT, which holds every FILE's
// name and text in `enum TYPE`. The folder's name says which rule the file names follow.
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: EmbedSQLTool FOLDER TYPE OUTPUT FILE...\n".utf8))
    exit(64)
}
let folder = arguments[arguments.startIndex]
let type = arguments[arguments.startIndex + 1]
let output = arguments[arguments.startIndex + 2]

let (files, faults) = SQLFile.read(
    Array(arguments.dropFirst(3)),
    namedAs: NamingRule(folder: folder)
)
guard faults.isEmpty else {
    for fault in faults {
        FileHandle.standardError.write(Data("\(fault)\n".utf8))
    }
    exit(1)
}
let source = Data(swiftSource(declaring: type, of: files, from: folder).utf8)
let destination = URL(filePath: output)
do {
    // An unchanged file is left alone, so that nothing that depends on it is compiled again.
    if (try? Data(contentsOf: destination)) != source {
        try source.write(to: destination, options: .atomic)
    }
} catch {
    FileHandle.standardError.write(Data("\(output): error: cannot be written: \(error)\n".utf8))
    exit(1)
}
