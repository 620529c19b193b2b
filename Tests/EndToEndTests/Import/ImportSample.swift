import Foundation

/// Files as other programs export them, from yesterday: what is too old is refused.
enum ImportSample {
    private static let folder = Redline.root.appending(path: "Tests/Data/Import")
    /// The day that the files are of, as they lie there.
    private static let day = "2026-11-20"
    private static let seconds = 1_795_165_200

    /// A copy of a file in a folder of its own.
    static func file(_ name: String) throws -> String {
        let yesterday = Date.now - 86_400
        let date = yesterday.formatted(.iso8601.year().month().day())
        let nine = try Date("\(date)T09:00:00Z", strategy: .iso8601)
        var text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        text = text.replacing(day, with: date)
        for offset in 0..<10 {
            text = text.replacing(
                "\(seconds + offset)",
                with: "\(Int(nine.timeIntervalSince1970) + offset)"
            )
        }
        let place = Scratch.folder.appending(path: "\(UUID().uuidString)/\(name)")
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: place)
        return place.path
    }
}
