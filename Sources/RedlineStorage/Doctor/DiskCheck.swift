import Foundation

/// How much room the disk of a folder has.
struct DiskCheck {
    let name: String
    let folder: String

    /// So little that it should be seen to: 10 %, or 5 GB where that is less.
    private static let warningPercent = 10
    private static let warningBytes = 5_000_000_000
    /// So little that writing is about to fail.
    private static let problemPercent = 2

    /// Looks at the folder's disk, or at the disk that the folder would be made on.
    func finding() -> Finding {
        let existing = ExistingFolder(for: folder).path
        var volume = statvfs()
        guard statvfs(existing, &volume) == 0 else {
            return .problem(
                name,
                "The disk of \(folder) cannot be asked: \(String(cString: strerror(errno))).",
                "See whether the disk is there and the folder can be entered."
            )
        }
        let block = Int(volume.f_frsize)
        return finding(free: Int(volume.f_bavail) * block, of: Int(volume.f_blocks) * block)
    }

    /// Judges the bytes that are free.
    func finding(free: Int, of size: Int) -> Finding {
        let limit = min(size / 100 * Self.warningPercent, Self.warningBytes)
        let detail =
            "\(CheckFigure.bytes(free)) of \(CheckFigure.bytes(size)) are free where \(folder) lies."
        guard free < limit else { return .ok(name, detail) }
        let advice = "Make room there, or move the folder to a larger disk."
        guard free < size / 100 * Self.problemPercent else {
            return .warning(name, "\(detail) It will soon be full.", advice)
        }
        return .problem(name, "\(detail) Records are about to be refused.", advice)
    }
}
