import Foundation
import Redline

extension AuditActor {
    /// The user of the operating system who runs this command.
    static var operatingSystemUser: AuditActor {
        let id = geteuid()
        guard let entry = getpwuid(id) else { return .user("\(id)") }
        return .user(String(cString: entry.pointee.pw_name))
    }
}
