import Foundation
import TestSupport
import Testing

@testable import RedlineStorage

@Suite("A folder of files")
struct FilesFolderTests {
    private static let id = UUID(uuidString: "AB2A7C52-95C1-4F6E-9D5C-0C4D7E5B1A90") ?? UUID()
    private static let content = Array("of ana@example.com".utf8)
    private static let name = "ab/ab2a7c52-95c1-4f6e-9d5c-0c4d7e5b1a90"
    private static var hash: String { KeptFiles.hash(content) }

    private static func with(
        _ test: (OpenFilesFolder, String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            chmod(folder.path, 0o700)
            try await test(try FilesFolder(path: folder.path).open(), folder.path)
        }
    }

    private static func read(_ folder: OpenFilesFolder) throws(FilesFolderError) -> [UInt8] {
        try folder.read(id, length: content.count, hash: hash)
    }

    @Test("gives a file back to the byte, and nobody else may read it")
    func kept() async throws {
        try await Self.with { folder, path in
            try folder.write(Self.content, as: Self.id)
            #expect(try Self.read(folder) == Self.content)
            #expect(KeptFiles.names(in: path) == [Self.name])
            var found = stat()
            #expect(stat("\(path)/\(Self.name)", &found) == 0 && found.st_mode & 0o777 == 0o600)
            #expect(stat("\(path)/ab", &found) == 0 && found.st_mode & 0o777 == 0o700)
            #expect(folder.remove([Self.id]).gone == [Self.id])
            #expect(KeptFiles.names(in: path) == [])
            #expect(throws: FilesFolderError.missing) { try Self.read(folder) }
            // What is gone is gone, also where it never was.
            #expect(folder.remove([Self.id, UUID()]).gone.count == 2)
        }
    }

    @Test("gives nothing that is not what was kept, and follows no link")
    func changed() async throws {
        try await Self.with { folder, path in
            try folder.write(Self.content, as: Self.id)
            let file = "\(path)/\(Self.name)"
            for other in ["of bob@example.com", "of ana@example.com and more", "of", ""] {
                try Data(other.utf8).write(to: URL(fileURLWithPath: file))
                #expect(throws: FilesFolderError.changed, "\(other)") { try Self.read(folder) }
            }
            let elsewhere = "\(path)/elsewhere"
            try Data(Self.content).write(to: URL(fileURLWithPath: elsewhere))
            #expect(unlink(file) == 0 && symlink(elsewhere, file) == 0)
            #expect(throws: FilesFolderError.changed) { try Self.read(folder) }
            #expect(unlink(file) == 0 && mkfifo(file, 0o600) == 0)
            #expect(throws: FilesFolderError.changed) { try Self.read(folder) }
            #expect(unlink(file) == 0 && rename("\(path)/ab", "\(path)/cd") == 0)
            #expect(symlink("\(path)/cd", "\(path)/ab") == 0)
            #expect(throws: FilesFolderError.self) { try folder.write(Self.content, as: Self.id) }
            #expect(KeptFiles.names(in: path) == ["elsewhere"])
        }
    }

    @Test("is refused where it is not there, is a file, or others may enter it")
    func refused() async throws {
        try await Self.with { _, path in
            func fault(_ path: String) -> FilesFolderError? {
                do throws(FilesFolderError) {
                    _ = try FilesFolder(path: path).open()
                    return nil
                } catch {
                    return error
                }
            }
            #expect(fault(path) == nil)
            let absent = try #require(fault("\(path)/none"))
            #expect("\(absent)".contains("No such file or directory"))
            #expect("\(absent)".contains("mkdir -m 700"))
            try Data().write(to: URL(fileURLWithPath: "\(path)/file"))
            #expect(fault("\(path)/file").map { "\($0)" }?.contains("Not a directory") == true)
            chmod(path, 0o750)
            #expect(fault(path) == .notPrivate(path: path))
            chmod(path, 0o700)
            if geteuid() == 0 {
                #expect(chown(path, 65_534, 65_534) == 0)
                #expect(fault(path) == .notPrivate(path: path))
            }
        }
    }

    @Test("takes a file whole or not at all where its disk is full", .enabled(if: geteuid() == 0))
    func full() async throws {
        try await Self.with { _, path in
            let disk = try await ChildProcess(
                "mount",
                ["-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", path]
            ).status
            try #require(disk == 0, "a small disk is mounted")
            let folder = try FilesFolder(path: path).open()
            let large = [UInt8](repeating: 7, count: 1 << 20)
            #expect(throws: FilesFolderError.full) { try folder.write(large, as: Self.id) }
            #expect(KeptFiles.names(in: path) == [])
            try folder.write(Self.content, as: Self.id)
            #expect(try Self.read(folder) == Self.content)
            #expect(try await ChildProcess("umount", ["-l", path]).status == 0)
        }
    }
}
