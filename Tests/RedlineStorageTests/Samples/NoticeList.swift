import RedlineStorage
import Synchronization

/// What a drain said, in words.
final class NoticeList: Sendable {
    private let list = Mutex<[String]>([])

    var lines: [String] { list.withLock(\.self) }

    func add(_ notice: SpoolDrain.Notice) {
        let line =
            switch notice {
            case .refused(let id, let reason): "refused \(id): \(reason)"
            case .discarded(let id, let reason): "discarded \(id): \(reason)"
            case .delayed(let id): "delayed \(id)"
            }
        list.withLock { $0.append(line) }
    }
}
